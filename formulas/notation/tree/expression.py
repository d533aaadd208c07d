"""What all expressions share: a size, parts, and parts that must fit."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cached_property

from closedform.formulas.notation.tree.size import Size, same


class Misfit(ValueError):
    """Parts whose sizes make no such expression."""


@dataclass(frozen=True)
class Expression:
    """A matrix expression."""

    def __post_init__(self) -> None:
        """Raise Misfit for parts that do not fit."""
        _ = self.size

    @cached_property
    def size(self) -> Size:
        """Rows and columns."""
        return self._size()

    def _size(self) -> Size:
        raise NotImplementedError

    @property
    def parts(self) -> tuple["Expression", ...]:
        """The expressions it is made of, in order."""
        found = (getattr(self, f.name) for f in fields(self))
        return tuple(part for part in found if isinstance(part, Expression))

    def rebuilt(self, change: Callable[["Expression"], "Expression"]) -> "Expression":
        """The same with its parts changed."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        new = {k: change(part) for k, part in values.items() if isinstance(part, Expression)}
        return replace(self, **new) if new else self

    def _require(self, fits: bool, wanted: str) -> None:
        if not fits:
            given = " and ".join(str(part.size) for part in self.parts)
            raise Misfit(f"{type(self).__name__} takes {wanted}; given {given}")

    def _square(self, of: "Expression") -> Size:
        self._require(of.size.kind == "matrix" and same(*of.size), "a square matrix")
        return of.size


@dataclass(frozen=True)
class Unary(Expression):
    """An expression of one other; of the same size, where it says nothing else."""

    of: Expression

    def _size(self) -> Size:
        return self.of.size


@dataclass(frozen=True)
class Binary(Expression):
    """An expression of two others; of one size, where it says nothing else."""

    left: Expression
    right: Expression

    def _size(self) -> Size:
        a, b = self.left.size, self.right.size
        self._require(same(a.rows, b.rows) and same(a.columns, b.columns), "two of one size")
        return a
