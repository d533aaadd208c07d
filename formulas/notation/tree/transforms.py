"""Expressions of one other."""

from dataclasses import dataclass

from closedform.formulas.notation.tree.expression import Unary
from closedform.formulas.notation.tree.size import SCALAR, Size


class Negative(Unary):
    """``-X``."""


@dataclass(frozen=True)
class Elementwise(Unary):
    """A function of numbers, taken of every entry: one of `functions.WRITTEN`."""

    function: str


class Transpose(Unary):
    """X^T."""

    def _size(self) -> Size:
        return self.of.size.transposed


class PseudoInverse(Unary):
    """X^+, of the transpose's size."""

    def _size(self) -> Size:
        self._require(self.of.size != SCALAR, "a matrix")
        return self.of.size.transposed


class Inverse(Unary):
    """X^-1."""

    def _size(self) -> Size:
        return self._square(self.of)


class Adjugate(Unary):
    """adj X, the transposed matrix of cofactors: det(X) X^-1 where X is invertible."""

    def _size(self) -> Size:
        return self._square(self.of)


class Determinant(Unary):
    """det X."""

    def _size(self) -> Size:
        self._square(self.of)
        return SCALAR


class Trace(Unary):
    """tr X."""

    def _size(self) -> Size:
        self._square(self.of)
        return SCALAR


class Total(Unary):
    """The sum of all entries."""

    def _size(self) -> Size:
        return SCALAR


@dataclass(frozen=True)
class Norm(Unary):
    """``p = 2``: the Euclidean norm, of a matrix Frobenius's; ``p = 1``: the sum of the absolute
    values of all entries."""

    p: int = 2

    def _size(self) -> Size:
        return SCALAR


class Vec(Unary):
    """Columns, stacked."""

    def _size(self) -> Size:
        return Size(self.of.size.columns + self.of.size.rows)


class DiagonalMatrix(Unary):
    """diag(x): the entries of a column on the diagonal of a square matrix."""

    def _size(self) -> Size:
        self._require(self.of.size.kind == "column", "a column")
        return Size(self.of.size.rows, self.of.size.rows)


class Diagonal(Unary):
    """The column of the diagonal entries of a square matrix."""

    def _size(self) -> Size:
        return Size(self._square(self.of).rows)


class Softmax(Unary):
    """exp(x) over its sum; of a matrix, down each column."""

    def _size(self) -> Size:
        self._require(self.of.size.kind in ("column", "matrix"), "a column or a matrix")
        return self.of.size
