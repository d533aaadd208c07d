"""What does not fit, and where."""

from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.reading.written import Written

CALLED = {"scalar": "a scalar", "column": "a column", "row": "a row", "matrix": "a matrix"}
"""Kind -> what it is called."""
SEVERAL = {"scalar": "scalars", "column": "columns", "row": "rows", "matrix": "matrices"}
"""Kind -> what several of it are called."""


class Clash(Exception):
    """A reading under which something does not fit.

    Attributes:
        reason: as of `Unread`.
        at: the operation that does not fit.
        where: "function", "claim", or "fit": the claim's size is not what its kind asks for.
    """

    def __init__(self, reason: str, message: str, at: Written, where: str = "function") -> None:
        super().__init__(message)
        self.reason, self.message, self.at, self.where = reason, message, at, where

    def unread(self) -> Unread:
        """The same, of a text that is not read."""
        return Unread(self.reason, self.message, self.at.at)
