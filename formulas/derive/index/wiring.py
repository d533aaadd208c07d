"""Wiring: axes made one axis, by renaming and splitting their indices."""

from collections.abc import Iterable

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.form import (
    Axis,
    Index,
    Sizes,
    Substitution,
    Sum,
    Term,
    rename,
)
from closedform.formulas.derive.index.sizes import Size, product


def unified(pairs: Iterable[tuple[Axis, Axis]]) -> Substitution:
    """The renaming after which each pair of axes is one axis.

    Raises CannotDerive where the axes are of different sizes, or no split makes them agree."""
    names: dict[Index, Axis] = {}
    todo = [*pairs][::-1]
    while todo:
        a, b = (rename(axis, names) for axis in todo.pop())
        if a == b:
            continue
        for i, axis, rest in _step(a, b):
            if i is not None:
                names = {j: rename(known, {i: axis}) for j, known in names.items()} | {i: axis}
            todo.extend(rest)
    return names


Step = tuple[Index | None, Axis, list[tuple[Axis, Axis]]]


def _step(a: Axis, b: Axis) -> list[Step]:
    """One renaming that brings two axes nearer, and what is left to unify."""
    if len(a) > len(b):
        a, b = b, a
    if not a:
        raise CannotDerive(f"axes of sizes 1 and {product(i.size for i in b)} as one")
    if len(a) == 1:
        if a[0].size != product(i.size for i in b):
            raise CannotDerive(f"axes of sizes {a[0].size} and {product(i.size for i in b)} as one")
        if a[0] in b:
            raise CannotDerive("an axis within itself")
        return [(a[0], b, [])]
    for at_end in (False, True):
        i, j = (a[-1], b[-1]) if at_end else (a[0], b[0])
        if i.size == j.size:
            rest = (a[:-1], b[:-1]) if at_end else (a[1:], b[1:])
            return [(None, (), [((i,), (j,)), rest])]
    return [_split(a, b)]


def _split(a: Axis, b: Axis) -> Step:
    """The first index of one axis as the first of the other times the rest of itself."""
    for x, y in ((a, b), (b, a)):
        for k in range(1, len(y)):
            if x[0].size == product(i.size for i in y[:k]):
                return (None, (), [(x[:1], y[:k]), (x[1:], y[k:])])
    for x, y in ((a, b), (b, a)):
        if (rest := x[0].size.over(y[0].size)) is not None:
            parts = (Index(y[0].size), Index(rest))
            return (x[0], parts, [(a, b)])
    sizes = (" ".join(str(i.size) for i in axis) for axis in (a, b))
    raise CannotDerive("axes of {} and {} as one".format(*sizes))


def joined(a: Term, b: Term, pairs: Iterable[tuple[Axis, Axis]]) -> tuple[Term, Term]:
    """Two terms with axes of theirs made one."""
    names = unified(pairs)
    return a.renamed(names), b.renamed(names)


def new_axes(sizes: Sizes) -> tuple[Axis, ...]:
    """Axes of these sizes."""
    return tuple(tuple(Index(size) for size in axis) for axis in sizes)


def split_as(e: Sum, sizes: Sizes) -> Sum:
    """The same with its axes split into these sizes."""
    if e.sizes == sizes:
        return e
    terms: list[Term] = []
    for t in e.terms:
        axes = new_axes(sizes)
        t = t.copied()
        terms.append(t.renamed(unified(zip(t.axes, axes, strict=True))))
    return Sum(tuple(terms), terms[0].sizes if terms else sizes)


def finer(a: tuple[Size, ...], b: tuple[Size, ...]) -> tuple[Size, ...]:
    """Of two ways to split an axis the one into more."""
    return a if len(a) >= len(b) else b
