"""Leaves: numbers, variables, and the matrices that have a name of their own."""

from dataclasses import dataclass

from closedform.formulas.notation.tree.expression import Expression
from closedform.formulas.notation.tree.size import SCALAR, Axis, Size


@dataclass(frozen=True)
class Number(Expression):
    """A number."""

    value: int | float

    def _size(self) -> Size:
        return SCALAR


@dataclass(frozen=True)
class Name(Expression):
    """A variable: ``X``, ``beta``, ``W_1``, ``y_hat``; the differential of X is ``dX``."""

    name: str
    stated: Size = SCALAR

    def _size(self) -> Size:
        return self.stated


@dataclass(frozen=True)
class Dimension(Expression):
    """A dimension as a number: the n of ``1/n``, where X has n rows."""

    dimension: str

    def _size(self) -> Size:
        return SCALAR


@dataclass(frozen=True)
class Zeros(Expression):
    """Zeros, of any size but a scalar's."""

    stated: Size

    def _size(self) -> Size:
        return self.stated


@dataclass(frozen=True)
class Ones(Expression):
    """The column of n ones; ones of m x n are ``Product(Ones(m), Transpose(Ones(n)))``."""

    rows: Axis

    def _size(self) -> Size:
        return Size(self.rows)


@dataclass(frozen=True)
class Identity(Expression):
    """I_n."""

    rows: Axis

    def _size(self) -> Size:
        return Size(self.rows, self.rows)


@dataclass(frozen=True)
class Commutation(Expression):
    """K_mn of mn x mn, with ``K_mn vec(X) = vec(X^T)`` for X of m x n."""

    m: Axis
    n: Axis

    def _size(self) -> Size:
        return Size(self.m + self.n, self.m + self.n)
