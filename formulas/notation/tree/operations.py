"""Expressions of two others."""

from closedform.formulas.notation.tree.expression import Binary
from closedform.formulas.notation.tree.leaves import Number
from closedform.formulas.notation.tree.size import SCALAR, Size, same


class Sum(Binary):
    """X + Y."""


class Difference(Binary):
    """X - Y."""


class Hadamard(Binary):
    """x y, entry by entry."""


class ElementwiseQuotient(Binary):
    """x / y, entry by entry."""


class Product(Binary):
    """XY; either may be a scalar."""

    def _size(self) -> Size:
        left, right = self.left.size, self.right.size
        if SCALAR in (left, right):
            return right if left == SCALAR else left
        self._require(same(left.columns, right.rows), "as many columns as rows")
        return Size(left.rows, right.columns)


class Quotient(Binary):
    """X over a scalar."""

    def _size(self) -> Size:
        self._require(self.right.size == SCALAR, "a scalar below")
        return self.left.size


class Kronecker(Binary):
    """X (x) Y."""

    def _size(self) -> Size:
        (m, n), (p, q) = self.left.size, self.right.size
        return Size(m + p, n + q)


class Power(Binary):
    """A scalar to a scalar power, or a square matrix to a whole one."""

    def _size(self) -> Size:
        if self.left.size == SCALAR:
            self._require(self.right.size == SCALAR, "a scalar power")
            return SCALAR
        whole = isinstance(self.right, Number) and isinstance(self.right.value, int)
        self._require(whole, "a whole power of a matrix")
        return self._square(self.left)


class ElementwisePower(Binary):
    """x to the power y, entry by entry; y may be a scalar."""

    def _size(self) -> Size:
        return self.left.size if self.right.size == SCALAR else super()._size()
