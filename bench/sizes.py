"""At which sizes a claim is timed: ladders that follow from its shapes alone."""

import itertools
import math
from collections.abc import Iterator, Mapping

from closedform.bench.kinds import entries
from closedform.formulas import Claim, InputError

TOP = 256
"""Largest size on the small ladder."""
ENTRIES = 2**20
"""Largest output or argument on the small ladder (entries)."""
FULL_TOP, FULL_BYTES = 2048, 2**27
"""Largest size on the full ladder, and the most that arguments and output may take there (bytes, in
float64)."""
STATIC = 4
"""Largest size of a dimension that is no array's, such as a power or a number of steps."""
WORDS = "small, full, sizes as 16,64,256, or one shape as m=64,n=32"


def ladder(claim: Claim, spec: str) -> list[dict[str, int]]:
    """Sizes (dimension -> size) at which to time a claim, smallest first; empty where none is
    legal.

    Args:
        claim: what is timed.
        spec: ``small`` (two sizes, a second or two each), ``full`` (powers of two up to a memory
            bound, and sizes between them where that is soon reached), ``16,64,256`` (every
            dimension near each number), or ``m=64,n=32`` (that shape).

    Raises:
        InputError: what was written is none of these, or names a shape that the formula forbids.
    """
    if "=" in spec:
        return [_exact(claim, spec)]
    steps = {"small": _small, "full": _full}.get(spec)
    numbers = steps(claim) if steps else sorted(read(spec))
    found = (near(claim, n) for n in numbers)
    return [
        dict(pairs)
        for pairs in dict.fromkeys(tuple(sizes.items()) for sizes in found if sizes is not None)
    ]


def read(spec: str) -> list[int]:
    """The numbers of ``16,64,256``. Raises InputError for anything else."""
    try:
        numbers = [int(part) for part in spec.split(",")]
    except ValueError:
        numbers = [0]
    if min(numbers) < 1:
        raise InputError(f"--sizes {spec} is not understood; write {WORDS}")
    return numbers


def check(spec: str) -> None:
    """Raise InputError for a spec that can't be one, whatever the claim."""
    if "=" in spec:
        _pairs(spec)
    elif spec not in ("small", "full"):
        read(spec)


def near(claim: Claim, n: int) -> dict[str, int] | None:
    """Legal sizes with every dimension near n: n itself where that is allowed; None where nothing
    near is."""
    formula = claim.formula
    sized = {name for v in formula.variables.values() for name in v.shape.names}
    choices = [_around(n if d in sized else min(n, STATIC)) for d in formula.dimensions]
    ranks = itertools.islice(itertools.product(*(range(len(c)) for c in choices)), 20_000)
    candidates = (
        dict(zip(formula.dimensions, map(list.__getitem__, choices, r), strict=True)) for r in ranks
    )
    first = next(candidates)
    if claim.allows(first):
        return first
    return min(
        filter(claim.allows, candidates), key=lambda sizes: _distance(sizes, n), default=None
    )


def _small(claim: Claim) -> list[int]:
    """The largest size whose output is modest, and one a step of 4 below it, or of 2 where that is
    small."""
    top = next((n for n in _halved(TOP) if _fits(claim, n, ENTRIES)), 2)
    step = 4 if top >= 64 else 2
    return [max(2, top // step), top]


def _full(claim: Claim) -> list[int]:
    arguments = claim.formula.variables.values()

    def fits(n: int) -> bool:
        sizes = near(claim, n)
        if sizes is None:
            return False
        return (
            8 * (entries(claim, sizes) + sum(math.prod(v.shape.at(sizes)) for v in arguments))
            <= FULL_BYTES
        )

    powers = [n for n in _halved(FULL_TOP) if n >= 4 and fits(n)]
    between = (
        [3 * n // 4 for n in _halved(2 * max(powers, default=2)) if n >= 32]
        if TOP not in powers
        else []
    )
    return sorted({*powers, *filter(fits, between)}) or [2]


def _fits(claim: Claim, n: int, most: int) -> bool:
    sizes = near(claim, n)
    if sizes is None:
        return False
    arguments = (math.prod(v.shape.at(sizes)) for v in claim.formula.variables.values())
    return max(entries(claim, sizes), *arguments, 0) <= most


def _halved(n: int) -> Iterator[int]:
    while n > 1:
        yield n
        n //= 2


def _around(n: int) -> list[int]:
    """n, then sizes ever less like it."""
    return list(
        dict.fromkeys(size for size in (n, 2 * n, n // 2, n + 1, n - 1, 4 * n) if size >= 1)
    )


def _distance(sizes: Mapping[str, int], n: int) -> float:
    """How far the sizes are from n, in powers of two; what is larger counts as a little nearer."""
    return sum(abs(math.log2(size / n)) - 1e-6 * math.log2(size) for size in sizes.values())


def _exact(claim: Claim, spec: str) -> dict[str, int]:
    formula, sizes = claim.formula, _pairs(spec)
    if set(sizes) != set(formula.dimensions):
        wanted = ",".join(f"{d}=..." for d in formula.dimensions)
        raise InputError(f"--sizes {spec} does not fit {formula.signature}; write {wanted}")
    if not claim.allows(sizes):
        raise InputError(f"--sizes {spec} is a shape that {formula.signature} forbids")
    return {d: sizes[d] for d in formula.dimensions}


def _pairs(spec: str) -> dict[str, int]:
    try:
        pairs = {
            name.strip(): int(size) for name, size in (part.split("=") for part in spec.split(","))
        }
    except ValueError:
        pairs = {"": 0}
    if min(pairs.values()) < 1:
        raise InputError(f"--sizes {spec} is not understood; write {WORDS}")
    return pairs
