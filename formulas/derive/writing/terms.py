"""A term in index form as a summand."""

from closedform.formulas.derive.errors import NoNotation
from closedform.formulas.derive.index.atoms import Whole
from closedform.formulas.derive.index.form import Axis, Index, Term
from closedform.formulas.derive.writing.elements import Elements
from closedform.formulas.derive.writing.kronecker import Pairs
from closedform.formulas.derive.writing.networks import Item, Network, identity
from closedform.formulas.derive.writing.summands import (
    Chain,
    Summand,
    column,
    merged,
    turned,
)
from closedform.formulas.derive.writing.trees import Part, axis
from closedform.formulas.notation.tree import DiagonalMatrix, Identity, Ones


def summand(t: Term, elements: Elements) -> Summand:
    """A term of at most two axes.

    Raises NoNotation where it is no product of matrices."""
    if len(t.axes) > 2:
        raise NoNotation("more than two axes")
    scalars: list[Part] = []
    items: list[Item] = []
    coefficient = t.coefficient
    for f in t.factors:
        if any(len(a) > 1 for a in f.axes):
            raise NoNotation("a reshaped variable")
        ends = f.indices
        if isinstance(f.atom, Whole) and f.atom.sign < 0 and f.power % 2:
            coefficient = -coefficient
        if not ends:
            scalars.append((elements.scalar(f.atom), f.power))
        elif len(ends) > 2:
            raise NoNotation("three axes")
        else:
            items.append(Item((elements.matrix(f),), ends))
    chain = _chain(items, t.axes, scalars)
    return Summand(coefficient, merged(scalars), chain)


def _chain(items: list[Item], axes: tuple[Axis, ...], scalars: list[Part]) -> Chain:
    """The items as a chain over the axes: a row's index is on the second."""
    if len(axes) == 2 and len(axes[0]) == 1 and axes[0] == axes[1]:
        return _on_diagonal(items, axes[0][0], scalars)
    items, axes = _apart(items, axes)
    rows, columns = (*axes, (), ())[:2]
    if max(len(rows), len(columns)) > 1:
        return Pairs(items, rows, columns, scalars).chain()
    chain = Network(items, [*rows, *columns], scalars).reduced()
    return turned(chain) if not rows and columns else chain


def _on_diagonal(items: list[Item], i: Index, scalars: list[Part]) -> Chain:
    chain = Network(items, [i], scalars).reduced()
    if len(chain) == 1 and isinstance(chain[0], Ones):
        return (Identity(axis([i.size])),)
    return (DiagonalMatrix(column(chain)),)


def _apart(items: list[Item], axes: tuple[Axis, ...]) -> tuple[list[Item], tuple[Axis, ...]]:
    """The same with every index on one axis: an identity matrix stands between two."""
    seen: set[Index] = set()
    items, made = [*items], []
    for own in axes:
        new: list[Index] = []
        for i in own:
            if i in seen:
                j = Index(i.size)
                items.append(identity(i, j))
                new.append(j)
            else:
                seen.add(i)
                new.append(i)
        made.append(tuple(new))
    return items, tuple(made)
