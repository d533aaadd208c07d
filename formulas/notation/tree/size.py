"""The size of a matrix, in named dimensions."""

from typing import NamedTuple

Axis = tuple[str, ...]
"""How many rows or columns: a product of dimensions, by name, or of digits; ``()`` is 1."""


class Size(NamedTuple):
    """Rows and columns."""

    rows: Axis = ()
    columns: Axis = ()

    @property
    def kind(self) -> str:
        """``scalar``, ``column``, ``row`` or ``matrix``."""
        known = {(False, False): "scalar", (True, False): "column", (False, True): "row"}
        return known.get((bool(self.rows), bool(self.columns)), "matrix")

    @property
    def transposed(self) -> "Size":
        """Columns and rows."""
        return Size(self.columns, self.rows)

    def __str__(self) -> str:
        """``m x n``; an axis that is a product is ``m*n``."""
        return " x ".join("*".join(axis) or "1" for axis in self)


SCALAR = Size()


def same(a: Axis, b: Axis) -> bool:
    """Whether two products of dimensions are one number, whatever the dimensions are."""
    return sorted(a) == sorted(b)
