"""How small an error is still refuted: one entry off by a relative 1e-7, at a given condition
number.

The entry is at least 1e-3 of the largest of its array and draw: once any such entry, once the
smallest one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import jax
import numpy as np

from closedform.formulas import Claim
from closedform.verify.draws.sizes import Round, rounds
from closedform.verify.draws.streams import Stream
from closedform.verify.judging.comparison import compare
from closedform.verify.judging.program import run
from closedform.verify.judging.sides import Sides
from closedform.verify.mutants import points as mutant_points
from closedform.verify.mutants.leaves import leaves
from closedform.verify.mutants.mutations import Mutant, at_points
from closedform.verify.oracles.closed import closed

ERROR = 1e-7
"""Relative error of the entry."""
SMALL = 1e-3
"""The least an entry is, relative to the largest one of its array in that draw."""
ENTRIES = ("any", "smallest")
"""Which of the entries that are at least SMALL of the largest is wrong."""


@dataclass(frozen=True)
class Wrong:
    """One entry wrong in every draw.

    array: which of the claim's arrays (index); entry: one of ENTRIES; draws: draws that have such
    an entry (count);
    refuting: those of them that refute it (count); share: the most it used of a tolerance (above 1:
    refuted)."""

    array: int
    entry: str
    draws: int
    refuting: int
    share: float


@dataclass(frozen=True)
class Sensitivity:
    """What became of one claim at one condition number.

    share: the most of its tolerance that the claim as it stands used (1: all of it); defined: draws
    that decide (count);
    zero: whether it is zero within its tolerance, so that there is no entry to make wrong; wrong:
    what became of each wrong entry; skipped: why none was made."""

    id: str
    cond: float
    share: float = 0.0
    defined: int = 0
    zero: bool = False
    wrong: list[Wrong] = field(default_factory=list)
    skipped: str | None = None

    @property
    def verified(self) -> bool:
        """Whether the claim as it stands is verified, by autodiff alone."""
        return self.defined > 0 and self.share <= 1

    @property
    def missed(self) -> list[Wrong]:
        """The wrong entries that no draw refutes."""
        return [w for w in self.wrong if not w.refuting]


def why_not(claim: Claim) -> str | None:
    """Why a claim has no entry to make wrong; None where it has."""
    if claim.as_printed:
        return "a misprint, refuted as it stands"
    return "says that two expressions differ" if claim.kind.unequal else None


def sensitivity(claim: Claim, cond: float, draws: int = 8, seed: int = 0) -> Sensitivity:
    """Judge a claim, and the claim with one entry wrong, at matrices of a condition number.

    Args:
        cond: condition number of drawn matrices, where a domain controls it.
        draws: draws, all of one size; draw k has the seed `seed` + k.
    """
    if (reason := why_not(claim)) is not None:
        return Sensitivity(claim.id, cond, skipped=reason)
    first = rounds(claim, draws, seed)[0]
    with jax.enable_x64(True):
        sides = run(claim, Round(first.name, first.sizes, tuple(range(seed, seed + draws))), cond)
        (plain,) = compare(claim, [sides])
        arrays = _points(claim, sides) if at_points(claim) else [a[:draws] for a in sides.claim]
        zero = all(
            bool((np.abs(a) <= allowed).all())
            for a, allowed in zip(plain.want, plain.tolerances, strict=True)
        )
        made = [
            (k, entry)
            for k in range(len(arrays))
            for entry in ENTRIES
            if at_points(claim) or not zero
        ]
        wrong = [w for k, entry in made if (w := _wrong(claim, sides, arrays, k, entry, seed))]
    worst = plain.worst[plain.defined]
    return Sensitivity(
        claim.id, cond, float(worst.max(initial=0.0)), int(plain.defined.sum()), zero, wrong
    )


def _points(claim: Claim, sides: Sides) -> list[np.ndarray]:
    """The points a claim says are optimal (draws x ... for each variable)."""
    method = closed(claim, sides.round.sizes)
    found = [method(d.args, d.tangents) for d in sides.draws]  # type: ignore[arg-type]
    return [
        np.stack([np.asarray(x) for x in of_variable]) for of_variable in zip(*found, strict=True)
    ]


def _wrong(
    claim: Claim, sides: Sides, arrays: Sequence[np.ndarray], k: int, entry: str, seed: int
) -> Wrong | None:
    """The k-th array with an entry wrong, judged; None where the array is zero in every draw."""
    rng = Stream.SENSITIVITY.at(seed, k)
    chosen = {
        d: p
        for d, a in enumerate(arrays[k])
        if (p := _position(np.abs(a.reshape(-1)), entry, rng)) is not None
    }
    if not chosen:
        return None
    judged = (
        _at_points(claim, sides, arrays, k, chosen)
        if at_points(claim)
        else _in_place(claim, sides, k, chosen)
    )
    shares = np.array([share for share in judged if not np.isnan(share)])
    return Wrong(k, entry, len(chosen), int((shares > 1).sum()), float(shares.max(initial=0.0)))


def _position(sizes: np.ndarray, entry: str, rng: np.random.Generator) -> int | None:
    """Which entry is wrong, of entries of these magnitudes; None where all are zero or some is not
    finite."""
    largest = sizes.max(initial=0.0)
    if not 0 < largest < np.inf:
        return None
    eligible = np.flatnonzero(sizes >= SMALL * largest)
    return int(rng.choice(eligible) if entry == "any" else eligible[np.argmin(sizes[eligible])])


def _in_place(claim: Claim, sides: Sides, k: int, chosen: dict[int, int]) -> list[float]:
    """Shares of the tolerance (nan: undefined), with those entries (draw -> position) wrong in the
    draw and in its copies."""
    mutated = np.array(sides.claim[k])
    flat = mutated.reshape(len(mutated), -1)
    for d, position in chosen.items():
        flat[d :: len(sides.draws), position] *= 1 + ERROR
    arrays = [mutated if i == k else a for i, a in enumerate(sides.claim)]
    (comparison,) = compare(claim, [replace(sides, claim=arrays)])
    return [float(comparison.worst[d]) for d in chosen]


def _at_points(
    claim: Claim, sides: Sides, arrays: Sequence[np.ndarray], k: int, chosen: dict[int, int]
) -> list[float]:
    """The same of an optimum, whose point is moved: one mutant a draw, as each draw has an entry of
    its own."""
    described = leaves(claim, sides.round.sizes, sides.frame.output, arrays)
    positions = sorted(set(chosen.values()))
    moved = [
        Mutant(f"entry {p}", k, lambda leaf, p=p: [(leaf.at(p, 1 + ERROR), None)])
        for p in positions
    ]
    judged = [
        compare(claim, [s])[0].worst for s in mutant_points.mutated(claim, sides, described, moved)
    ]
    return [float(judged[positions.index(p)][d]) for d, p in chosen.items()]
