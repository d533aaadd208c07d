"""At which sizes a claim is tried: rounds, each of its own sizes and so a program of its own.

Between them every dimension is 1 once, odd and even above 1, and one is near 17 and one near 40
(or as large as the arrays allow), where what holds at small sizes alone is found out.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from closedform.formulas import Claim
from closedform.verify.draws.streams import Stream

SMALLEST, LARGEST = 2, 6
"""Sizes of dimensions in rounds where they differ."""
LONG = ((40, 32, 24), (17, 13, 9))
"""Sizes of the long rounds, and what is tried where the arrays would be too large."""
ENTRIES = 120_000
"""Entries of the arguments, the value and the claim's arrays in a long round, at most."""
TRIES = 200
"""Random sizes tried where a formula's `where` forbids some."""

Sizes = dict[str, int]
Sort = Literal["main", "equal", "ones", "long", "corner", "wide", "asked"]


@dataclass(frozen=True)
class Round:
    """Draws that share their sizes, and so one compiled program.

    Attributes:
        name: what is special about the sizes.
        sizes: dimension -> size.
        seeds: one for each draw.
        scale: typical size of an argument's entries, one of SCALES if None.
        sort: "main" rounds have sizes that all differ; a "long" one is compared along one tangent;
            "corner" and "wide" ones are of special points, where a function may have a kink or not.
    """

    name: str
    sizes: Sizes
    seeds: tuple[int, ...]
    scale: float | None = None
    sort: Sort = "main"


def rounds(claim: Claim, draws: int, seed: int) -> list[Round]:
    """The rounds that a claim is tried in, `draws` draws in all: one of each round of special
    sizes, the rest shared by the main ones.

    Sizes that the formula's `where` forbids are left out; others of the same sort are tried first.
    With fewer draws than rounds the first rounds are all there are.
    """
    found = sorts(claim, seed)[:draws]
    main = sum(sort == "main" for _, _, sort in found)
    rest = draws - (len(found) - main)
    shares = iter([rest // main + (k < rest % main) for k in range(main)] if main else [])
    seeds = iter(range(seed, seed + draws))
    return [
        Round(name, sizes, tuple(itertools.islice(seeds, next(shares) if sort == "main" else 1)),
              sort=sort)
        for name, sizes, sort in found
    ]  # fmt: skip


def sorts(claim: Claim, seed: int) -> list[tuple[str, Sizes, Sort]]:
    """Name, sizes and sort of every round that the claim's formula allows; none twice."""
    rng = Stream.SIZES.at(seed)
    if not claim.formula.dimensions:
        return [("scalars", {}, "main")] if claim.allows({}) else []
    found: dict[tuple[int, ...], tuple[str, Sizes, Sort]] = {}
    for name, candidates, sort in _candidates(claim, rng):
        legal = (s for s in candidates if claim.allows(s) and tuple(s.values()) not in found)
        if (sizes := next(legal, None)) is not None:
            found[tuple(sizes.values())] = name, sizes, sort
    order: Sequence[Sort] = ("main", "equal", "ones", "long")
    return sorted(found.values(), key=lambda one: order.index(one[2]))


def _candidates(
    claim: Claim, rng: np.random.Generator
) -> Iterator[tuple[str, Iterable[Sizes], Sort]]:
    """What to call each round, and sizes to try for it in turn."""
    dims = claim.formula.dimensions
    mixed = list(_mixed(dims, rng))
    first = next((s for s in mixed if claim.allows(s)), mixed[0])
    odd = sorted(mixed, key=lambda s: sum((s[d] - first[d]) % 2 == 0 for d in dims))
    yield "all sizes different", [first], "main"
    yield "all sizes different, odd ones even", odd, "main"
    if len(dims) > 1:
        yield "all sizes equal", [dict.fromkeys(dims, n) for n in (3, 4, 2)], "equal"
    for ones in _halves(list(map(str, rng.permutation(list(dims))))):
        name = ", ".join(f"{d} = 1" for d in dims if d in ones)
        yield name, [{**s, **dict.fromkeys(ones, 1)} for s in (first, *mixed)], "ones"
    yield from _long(claim, first, list(map(str, rng.permutation(list(dims)))), rng)


def _mixed(dims: Sequence[str], rng: np.random.Generator) -> Iterator[Sizes]:
    """Random sizes that all differ."""
    sizes = np.arange(SMALLEST, max(LARGEST, SMALLEST + len(dims)) + 1)
    for _ in range(TRIES):
        yield dict(zip(dims, map(int, rng.permutation(sizes)), strict=False))


def _halves(dims: list[str]) -> list[list[str]]:
    """Two sets of dimensions that are 1 together: of one dimension, itself."""
    half = math.ceil(len(dims) / 2)
    return [part for part in (dims[:half], dims[half:]) if part]


def _long(
    claim: Claim, small: Sizes, dims: list[str], rng: np.random.Generator
) -> Iterator[tuple[str, Iterable[Sizes], Sort]]:
    """One round with two long dimensions, or two rounds with the one there is."""
    off = int(rng.integers(2))
    most, less = LONG if claim.kind.order else LONG[1:] * 2  # a value may take work of any order

    def tried(names: Sequence[str], lengths: Iterable[Sequence[int]]) -> Iterator[Sizes]:
        for found in lengths:
            sizes = {**small, **{d: n + off for d, n in zip(names, found, strict=True)}}
            if claim.allows(sizes) and _entries(claim, sizes) <= ENTRIES:
                yield sizes

    if len(dims) == 1:
        for lengths in (most, less):
            yield "long", tried(dims, ((n,) for n in lengths)), "long"
        return
    pairs = sorted(itertools.product(most, less), key=sum, reverse=True)
    orders = itertools.permutations(dims, 2)
    yield "long", (s for names in orders for s in tried(names, pairs)), "long"


def _entries(claim: Claim, sizes: Mapping[str, int]) -> int:
    """Entries of the arguments, the value and what the claim returns."""
    formula, kind = claim.formula, claim.kind
    variables = {w: math.prod(v.shape.at(sizes)) for w, v in formula.variables.items()}
    value = math.prod(formula.output.at(sizes)) if formula.output else 1
    total = sum(variables.values()) + value
    if kind.result == "matrix":
        by = variables[claim.wrt[0]]
        return total + by * (by if kind.order > 1 else value)
    return total
