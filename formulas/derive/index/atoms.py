"""Atoms: variables, numbers, sums kept whole, and functions of expressions.

An atom of a matrix and one of its transpose are one atom on exchanged axes: its inner expression
stands in the order of axes whose key is least, and the author's order is remembered.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from closedform.formulas.derive.index.form import Atom, Factor, Sizes, Sum, Term
from closedform.formulas.derive.index.keys import digest, sum_key
from closedform.formulas.derive.index.numbers import Base
from closedform.formulas.derive.index.sizes import Size
from closedform.formulas.derive.index.wiring import new_axes

Order = tuple[int, ...]
ORIENTED = 3
"""Up to so many axes the order is chosen; an atom of more keeps its own."""


@dataclass(eq=False, repr=False)
class Variable(Atom):
    """An argument, a direction or a cotangent, and what is known of it: ``symmetric``,
    ``positive``, ``simplex``, ``orthogonal``, ``unit``."""

    name: str = ""
    facts: frozenset[str] = frozenset()


@dataclass(eq=False, repr=False)
class Number(Atom):
    """A number that is no rational, or the base of a power that is none."""

    base: Base = 0


@dataclass(eq=False, repr=False)
class SizeOf(Atom):
    """A size as a number."""

    size: Size = field(default_factory=lambda: Size.number(1))


@dataclass(eq=False, repr=False)
class Mask(Atom):
    """A constant array: ``lower`` and ``upper`` triangles of ones (``strictly lower`` without the
    diagonal), ``reversal``, ``duplication``, or ``unit 0``, a unit vector."""

    name: str = ""


@dataclass(eq=False, repr=False)
class Whole(Atom):
    """A sum kept whole, as its author wrote it, or the base of a power.

    sign: -1 where the author wrote the negative of the inner expression."""

    sign: int = 1


@dataclass(eq=False, repr=False)
class Elementwise(Atom):
    """A function of numbers, of every entry."""

    function: str = ""


@dataclass(eq=False, repr=False)
class Softmax(Atom):
    """exp over its sum along some axes."""

    along: tuple[int, ...] = ()


@dataclass(eq=False, repr=False)
class Inverse(Atom):
    """The inverse of a matrix."""


@dataclass(eq=False, repr=False)
class Determinant(Atom):
    """The determinant."""


@dataclass(eq=False, repr=False)
class LogDeterminant(Atom):
    """The logarithm of the determinant's absolute value."""


@dataclass(eq=False, repr=False)
class MatrixFunction(Atom):
    """A function of a square matrix by its power series: ``expm``, or a whole power."""

    function: str = ""
    exponent: Size | None = None


@dataclass(eq=False, repr=False)
class Frechet(Atom):
    """The derivative of a matrix function: four axes, dF_ij / dA_kl."""

    function: str = ""
    exponent: Size | None = None


@dataclass(eq=False, repr=False)
class Decomposition(Atom):
    """A part of a decomposition: ``eigenvalues``, ``eigenvectors``, ``singular values``, ``left``
    and ``right singular vectors``, ``cholesky``."""

    part: str = ""


@dataclass(eq=False, repr=False)
class Divided(Atom):
    """Divided differences of a function at the eigenvalues of a symmetric matrix: f' on the
    diagonal. ``gap`` is 1 / (b - a), and 0 on the diagonal."""

    function: str = ""


A = TypeVar("A", bound=Atom)


def entry(atom: Atom, power: Fraction | int = 1) -> Sum:
    """An atom as an expression, on axes of its own."""
    axes = new_axes(atom.sizes)
    return Sum((Term(Fraction(1), (Factor(atom, axes, Fraction(power)),), axes),), atom.sizes)


def authored(atom: Atom, power: Fraction | int = 1) -> Sum:
    """An atom of the axes of what it is of, with them in the author's order."""
    return entry(atom, power).transposed(atom.shown)


def canonically(atom: Atom, e: Sum) -> Sum:
    """An expression on an atom's axes in the author's order, with them in the atom's."""
    return e.transposed(inverted(atom.shown)) if e.rank == len(atom.shown) else e


def variable(name: str, sizes: Sizes, facts: Iterable[str] = ()) -> Sum:
    """A variable."""
    known = frozenset(facts)
    key = f"{name} {','.join(sorted(known))}"
    return entry(Variable(key, sizes, "symmetric" in known, name=name, facts=known))


def mask(name: str, sizes: Sizes) -> Sum:
    """A constant array."""
    key = f"mask {name} {[[str(s) for s in axis] for axis in sizes]}"
    return entry(Mask(key, sizes, name == "reversal", name=name))


def duplication(n: tuple[Size, ...], free: Size) -> Sum:
    """D_n, with D_n vech(X) = vec(X) for symmetric X: its rows are two axes of n, exchangeable."""
    sizes = (n, n, (free,))
    (t,) = entry(Mask(f"mask duplication {free}", sizes, True, name="duplication")).terms
    (j, i, k) = t.axes
    return Sum((t.with_axes(((*j, *i), k)),), ((*n, *n), (free,)))


def number(base: Base) -> Atom:
    """An irrational number, or the base of an irrational power."""
    return Number(f"number {base}", (), base=base)


def size_of(size: Size) -> Atom:
    """A size as a number."""
    return SizeOf(f"size {size}", (), size=size)


def oriented(e: Sum) -> tuple[Sum, Order, bool]:
    """The expression with its axes in the order whose key is least, that order, and whether a
    matrix is symmetric."""
    own = tuple(range(e.rank))
    if not 2 <= e.rank <= ORIENTED:
        return e, own, False
    found = [(sum_key(e.transposed(order)), order) for order in itertools.permutations(own)]
    _, order = min(found)
    return e.transposed(order), order, e.rank == 2 and found[0][0] == found[1][0]


def inverted(order: Order) -> Order:
    """The order that undoes another."""
    return tuple(sorted(range(len(order)), key=lambda k: order[k]))


def of(
    kind: type[A], e: Sum, name: str = "", power: Fraction | int = 1, **parameters: object
) -> Sum:
    """An atom of an expression, on that expression's axes.

    Args:
        kind: the atom's type; name: what tells it from others of the type in its key.
        power: of every entry; parameters: fields of the type.
    """
    inner, order, symmetric = oriented(e)
    key = digest(f"{kind.__name__} {name} {sum_key(inner)}")
    back = inverted(order)
    atom = kind(key, inner.sizes, symmetric, inner, back, **parameters)
    return entry(atom, power).transposed(back)


def whole(e: Sum, power: Fraction | int = 1, sign: int = 1) -> Sum:
    """A sum as one factor, to a power."""
    return of(Whole, e, power=power, sign=sign)


def elementwise(function: str, e: Sum, power: Fraction | int = 1) -> Sum:
    """A function of numbers, of every entry."""
    return of(Elementwise, e, function, power, function=function)


def softmax(e: Sum, along: tuple[int, ...]) -> Sum:
    """exp over its sum along some axes."""
    inner, order, symmetric = oriented(e)
    if symmetric and len(along) == 1:
        order = (along[0], 1 - along[0])
    own = tuple(sorted(order.index(k) for k in along))
    key = digest(f"Softmax {own} {sum_key(inner)}")
    back = inverted(order)
    alike = symmetric and len(own) == 2
    return entry(Softmax(key, inner.sizes, alike, inner, back, along=own)).transposed(back)


def scalar_of(kind: type[A], e: Sum) -> Sum:
    """A number that a matrix has, the same for its transpose."""
    inner, order, _ = oriented(e)
    key = digest(f"{kind.__name__} {sum_key(inner)}")
    return entry(kind(key, (), False, inner, inverted(order)))


def part(kind: type[A], e: Sum, name: str, sizes: Sizes, **parameters: object) -> Sum:
    """A part of a decomposition of a matrix as it stands, on axes of its own."""
    key = digest(f"{kind.__name__} {name} {sum_key(e)}")
    return entry(kind(key, sizes, False, e, tuple(range(e.rank)), **parameters))
