"""The data of index form: indices, atoms, factors, terms, sums."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from closedform.formulas.derive.index.sizes import Size, product

_COUNT = itertools.count()


class Index:
    """An index and the size of what it runs over. Two indices are the same one only if identical:
    their order is the order they were made in."""

    __slots__ = ("number", "size")

    def __init__(self, size: Size) -> None:
        self.size = size
        self.number = next(_COUNT)

    def __repr__(self) -> str:
        """``i7``, for a person who debugs."""
        return f"i{self.number}"


Axis = tuple[Index, ...]
"""An axis: its indices, the slowest first; none where its size is 1."""
Sizes = tuple[tuple[Size, ...], ...]
"""For each axis the sizes of its indices."""
Substitution = Mapping[Index, Axis]


@dataclass(eq=False)
class Atom:
    """What terms are made of. Atoms with one key are one atom.

    Attributes:
        key: tells it from every other atom, the same in every process.
        sizes: of its axes.
        symmetric: its first two axes may be exchanged.
        inner: the expression that it is of, in the axes' order; None for a leaf.
        shown: the order in which the author had the axes.
    """

    key: str
    sizes: Sizes
    symmetric: bool = False
    inner: "Sum | None" = None
    shown: tuple[int, ...] = ()

    def __repr__(self) -> str:
        """Its key."""
        return self.key

    @property
    def written(self) -> "Sum":
        """What it is of, with axes in the author's order."""
        assert self.inner is not None
        return self.inner.transposed(self.shown)


class Factor(NamedTuple):
    """An atom on indices, each entry to a power."""

    atom: Atom
    axes: tuple[Axis, ...]
    power: Fraction = Fraction(1)

    def renamed(self, names: Substitution) -> "Factor":
        """With other indices."""
        return Factor(self.atom, tuple(rename(axis, names) for axis in self.axes), self.power)

    @property
    def indices(self) -> Axis:
        """All of its indices, in order."""
        return tuple(i for axis in self.axes for i in axis)


@dataclass(eq=False, slots=True)
class Term:
    """A coefficient times factors. Indices that are on no axis are summed over; an index that no
    factor has is 1 along its axis, and one on two axes makes a diagonal."""

    coefficient: Fraction
    factors: tuple[Factor, ...]
    axes: tuple[Axis, ...]
    _key: str | None = field(default=None, repr=False)

    @property
    def free(self) -> set[Index]:
        """The indices on its axes."""
        return {i for axis in self.axes for i in axis}

    @property
    def indices(self) -> dict[Index, None]:
        """All indices, in order of appearance."""
        inside = (i for f in self.factors for i in f.indices)
        return dict.fromkeys(itertools.chain(inside, (i for axis in self.axes for i in axis)))

    @property
    def summed(self) -> list[Index]:
        """The indices that are on no axis."""
        free = self.free
        return [i for i in self.indices if i not in free]

    def renamed(self, names: Substitution) -> "Term":
        """With other indices."""
        if not names:
            return self
        factors = tuple(f.renamed(names) for f in self.factors)
        return Term(self.coefficient, factors, tuple(rename(axis, names) for axis in self.axes))

    def copied(self) -> "Term":
        """With new indices."""
        return self.renamed({i: (Index(i.size),) for i in self.indices})

    def times(self, c: Fraction) -> "Term":
        """A multiple."""
        return Term(self.coefficient * c, self.factors, self.axes)

    def with_axes(self, axes: tuple[Axis, ...]) -> "Term":
        """The same factors on other axes."""
        return Term(self.coefficient, self.factors, axes)

    @property
    def sizes(self) -> Sizes:
        """Of its axes."""
        return tuple(tuple(i.size for i in axis) for axis in self.axes)


@dataclass(eq=False, slots=True)
class Sum:
    """A sum of terms on axes of the same sizes. No term: zero."""

    terms: tuple[Term, ...]
    sizes: Sizes
    _key: str | None = field(default=None, repr=False)

    @property
    def rank(self) -> int:
        """Number of axes."""
        return len(self.sizes)

    @property
    def shape(self) -> tuple[Size, ...]:
        """The size of each axis."""
        return tuple(product(axis) for axis in self.sizes)

    def transposed(self, order: tuple[int, ...]) -> "Sum":
        """With its axes in another order."""
        if order == tuple(range(self.rank)):
            return self
        terms = tuple(t.with_axes(tuple(t.axes[k] for k in order)) for t in self.terms)
        return Sum(terms, tuple(self.sizes[k] for k in order))

    @property
    def T(self) -> "Sum":
        """Of a matrix, the transpose."""
        return self.transposed((1, 0))


def rename(axis: Axis, names: Substitution) -> Axis:
    """An axis with other indices."""
    if not any(i in names for i in axis):
        return axis
    return tuple(j for i in axis for j in names.get(i, (i,)))


def within(e: Sum) -> Iterator[Atom]:
    """Every atom of an expression, and every atom within those."""
    for term in e.terms:
        for f in term.factors:
            yield f.atom
            if f.atom.inner is not None:
                yield from within(f.atom.inner)
