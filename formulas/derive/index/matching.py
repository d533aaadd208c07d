"""Where in a product of factors another product occurs."""

from collections import Counter
from collections.abc import Iterator, Sequence

from closedform.formulas.derive.index.form import Axis, Factor, Index

Places = dict[Index, Index]
"""Index of the pattern -> index of the product it is found in."""


def occurrences(
    pattern: Sequence[Factor], product: Sequence[Factor], start: Places, higher: bool = False
) -> Iterator[tuple[Places, set[int]]]:
    """Every way to find the pattern's factors among the product's, as (indices, positions).

    Args:
        start: indices of the pattern whose places are given.
        higher: whether a positive power may be found in a higher one.
    """
    yield from _extended(list(pattern), product, dict(start), set(), higher)


def _extended(
    left: list[Factor],
    product: Sequence[Factor],
    places: Places,
    used: set[int],
    higher: bool,
) -> Iterator[tuple[Places, set[int]]]:
    if not left:
        yield places, used
        return
    first = max(left, key=lambda f: sum(i in places for i in f.indices))
    rest = [f for f in left if f is not first]
    for n, f in enumerate(product):
        if n in used or f.atom.key != first.atom.key:
            continue
        if f.power != first.power and not (higher and f.power > first.power > 0):
            continue
        for axes in _orders(f):
            extended = _placed(first.axes, axes, places)
            if extended is not None:
                yield from _extended(rest, product, extended, used | {n}, higher)


def _orders(f: Factor) -> list[tuple[Axis, ...]]:
    return [f.axes, (f.axes[1], f.axes[0], *f.axes[2:])] if f.atom.symmetric else [f.axes]


def _placed(a: Sequence[Axis], b: Sequence[Axis], places: Places) -> Places | None:
    found = dict(places)
    for x, y in zip(a, b, strict=True):
        if len(x) != len(y):
            return None
        for i, j in zip(x, y, strict=True):
            if found.setdefault(i, j) is not j:
                return None
    return found


def counts(factors: Sequence[Factor]) -> Counter[Index]:
    """How often each index stands on a factor."""
    return Counter(i for f in factors for i in f.indices)
