"""Square matrices: what their domains have in common."""

from closedform.formulas._kit.domains.domain import Domain


class Square(Domain):
    """A domain of n x n matrices."""

    shapes = "square matrices"

    @classmethod
    def allows(cls, shape):
        """n x n."""
        return super().allows(shape) and len(shape) == 2 and shape[0] == shape[1]
