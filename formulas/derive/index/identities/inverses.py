"""X^-1 X = I, also where X is a product or a sum kept whole."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from closedform.formulas.derive.index.atoms import Inverse, Whole, whole
from closedform.formulas.derive.index.form import Axis, Factor, Index
from closedform.formulas.derive.index.matching import Places, counts, occurrences
from closedform.formulas.derive.index.rewriting import Rewriting, lone, made_equal, without


def cancels(factors: Sequence[Factor], free: set[Index]) -> Rewriting | None:
    """X^-1 times X, from either side, is the identity."""
    for n, f in enumerate(factors):
        if not isinstance(f.atom, Inverse) or f.power != 1:
            continue
        for pattern, row, column, coefficient in _patterns(f):
            for side in _sides(f):
                found = _beside(factors, n, free, pattern, (row, column), side)
                if found is not None:
                    found.coefficient /= coefficient
                    return found
    return None


def _patterns(f: Factor) -> Iterator[tuple[Sequence[Factor], Index, Index, Fraction]]:
    """The factors that make the inverted matrix, with its row's and column's index."""
    inner = f.atom.inner
    assert inner is not None
    if len(inner.terms) == 1:
        term = inner.terms[0]
        row, column = (lone(axis) for axis in term.axes)
        if row is not None and column is not None and row is not column:
            yield term.factors, row, column, term.coefficient
        return
    made = whole(inner).terms[0]
    row, column = (lone(axis) for axis in made.axes)
    if row is not None and column is not None and isinstance(made.factors[0].atom, Whole):
        yield made.factors, row, column, made.coefficient


def _sides(f: Factor) -> list[tuple[Axis, Axis, bool]]:
    """The inverse's axes as (the one that meets the matrix, the other, whether it is the column's).

    The column of X^-1 meets the row of X."""
    a, b = f.axes
    sides = [(b, a, True), (a, b, False)]
    return [*sides, (a, b, True), (b, a, False)] if f.atom.symmetric else sides


def _beside(
    factors: Sequence[Factor],
    n: int,
    free: set[Index],
    pattern: Sequence[Factor],
    ends: tuple[Index, Index],
    side: tuple[Axis, Axis, bool],
) -> Rewriting | None:
    meeting, other = lone(side[0]), lone(side[1])
    near, far = ends if side[2] else ends[::-1]
    if meeting is None or other is None or meeting in free or meeting is other:
        return None
    times = counts(factors)
    for places, used in occurrences(pattern, factors, {near: meeting}):
        if n in used or not _private(pattern, places, (near, far), times, free):
            continue
        inside = sum(j is near for g in pattern for j in g.indices)
        if times[meeting] == inside + 1 and places[far] is not meeting:
            return made_equal(without(factors, n, *used), other, places[far])
    return None


def _private(
    pattern: Sequence[Factor],
    places: Places,
    ends: tuple[Index, Index],
    times: dict[Index, int],
    free: set[Index],
) -> bool:
    """Whether the matrix's summed indices stand, where it was found, on no other factor, and are
    told apart."""
    inner = {i for g in pattern for i in g.indices} - set(ends)
    images = [places[i] for i in inner]
    own = {i: sum(j is i for g in pattern for j in g.indices) for i in inner}
    alone = all(times[places[i]] == own[i] and places[i] not in free for i in inner)
    return alone and len({*images, places[ends[0]]}) == len(inner) + 1


IDENTITIES = (cancels,)
