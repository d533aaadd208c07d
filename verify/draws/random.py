"""Random sizes and random arguments, by NumPy, from seeds that a verdict can name."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from closedform.formulas import Claim
from closedform.verify.draws.streams import Stream

SCALES = (1.0, 0.4, 1.0, 1.6)
"""Typical size of an argument's entries, draw after draw."""
SMALLEST, LARGEST = 2, 6
"""Sizes of dimensions in rounds where they differ."""


@dataclass(frozen=True)
class Round:
    """Draws that share their sizes, and so one compiled program.

    name: what is special about the sizes; sizes: dimension -> size; seeds: one for each draw;
    scale: typical size of an argument's entries, one of SCALES if None."""

    name: str
    sizes: dict[str, int]
    seeds: tuple[int, ...]
    scale: float | None = None


def rounds(claim: Claim, draws: int, seed: int) -> list[Round]:
    """Two rounds of different sizes, one of equal ones, one with a dimension (which one, the seed
    says) 1; `draws` draws in all.

    Sizes that the formula's `where` forbids are left out; other sizes of the same sort are tried
    first."""
    rng = Stream.SIZES.at(seed)
    found: dict[str, dict[str, int]] = {}
    for name, candidates in _candidates(claim, rng):
        legal = next((s for s in candidates if claim.allows(s) and s not in found.values()), None)
        if legal is not None and len(found) < draws:
            found[name] = legal
    shares = _shares(list(found), draws)
    seeds = iter(range(seed, seed + draws))
    return [
        Round(name, sizes, tuple(itertools.islice(seeds, shares[name])))
        for name, sizes in found.items()
    ]


def _candidates(claim: Claim, rng: np.random.Generator) -> list[tuple[str, list[dict[str, int]]]]:
    """What to call each round, and sizes to try for it in turn."""
    dims = claim.formula.dimensions
    if not dims:
        return [("scalars", [{}])]
    sizes = np.arange(SMALLEST, max(LARGEST, SMALLEST + len(dims)) + 1)
    mixed = [dict(zip(dims, map(int, rng.permutation(sizes)), strict=False)) for _ in range(200)]
    first = next((s for s in mixed if claim.allows(s)), mixed[0])
    turned = dict(zip(dims, reversed(list(first.values())), strict=True))
    equal = [dict.fromkeys(dims, n) for n in (3, 4, 2)]
    ones = [[{**s, d: 1} for s in (first, *mixed)] for d in map(str, rng.permutation(list(dims)))]
    return [
        ("all sizes different", [first]),
        ("all sizes different, the other way round", [turned, *mixed]),
        *([("all sizes equal", equal)] if len(dims) > 1 else []),
        *((f"{next(d for d in dims if s[0][d] == 1)} = 1", s) for s in ones[:1]),
    ]


def _shares(names: list[str], draws: int) -> dict[str, int]:
    """Draws for each round: one for those with special sizes, the others share the rest."""
    special = [n for n in names if not n.startswith(("all sizes different", "scalars"))]
    main = [n for n in names if n not in special]
    if not main:
        return {n: draws // len(names) + (i < draws % len(names)) for i, n in enumerate(names)}
    rest = draws - len(special)
    return dict.fromkeys(special, 1) | {
        n: rest // len(main) + (i < rest % len(main)) for i, n in enumerate(main)
    }


@dataclass(frozen=True)
class Draw:
    """One draw: arguments and directions by name, float64 NumPy arrays."""

    args: dict[str, np.ndarray]
    tangents: dict[str, np.ndarray]


def even(sizes: Mapping[str, int]) -> float:
    """The scale at which products of large matrices neither overflow nor vanish, whatever their
    number."""
    return max(sizes.values(), default=1) ** -0.5


def draw(
    claim: Claim,
    sizes: Mapping[str, int],
    seed: int,
    scale: float | None = None,
    cond: float | None = None,
) -> Draw:
    """Arguments in their domains, and the directions the claim asks for (``dX`` of X's shape, ``G``
    of the value's).

    Args:
        sizes: dimension -> size.
        seed: names the draw; `scale` defaults to one of SCALES by it.
        cond: condition number of matrices, where a domain controls it; None for a small one.
    """
    rng = Stream.ARGUMENTS.at(seed)
    scale = SCALES[seed % len(SCALES)] if scale is None else scale
    args = {
        name: np.asarray(claim.domain(name).draw(rng, v.shape.at(sizes), scale, cond), dtype=float)
        for name, v in claim.formula.variables.items()
    }
    kind, by = claim.kind, claim.wrt
    tangents = {f"{d}{w}": rng.normal(size=args[w].shape) for d in kind.tangents for w in by}
    if kind.cotangent:
        tangents["G"] = rng.normal(size=claim.formula.value_shape(sizes))
    return Draw(args, tangents)
