"""What can be wrong with a claim before any value is compared."""


class Fault(Exception):
    """A claim that gives nothing to compare.

    Attributes:
        status: the verdict it leads to.
        cause: of a refutation, its cause.
    """

    def __init__(self, status: str, detail: str, cause: str | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.cause = status, detail, cause
