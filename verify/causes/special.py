"""Special cases in which a wrong claim is right: how one is drawn, and whether the claim holds
there."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from closedform.formulas import Claim
from closedform.verify.causes.cause import Cause, right
from closedform.verify.causes.evidence import Evidence, refuting
from closedform.verify.draws.random import Draw, draw
from closedform.verify.draws.streams import Stream
from closedform.verify.judging.comparison import Comparison, compare
from closedform.verify.judging.sides import Sides

AWAY = 0.8
"""Size of the control's arguments, relative to special ones."""
LUCK = 1e-3
"""Chance, at most, that what an experiment shows is shown by luck."""
VANISHING = 1e-6
"""Part of the generic values below which those of a special case are as good as zero: anything
holds there."""
BATCHES = 8
"""Times that a special case is drawn, at most."""
APART = 2**20
"""Between seeds of one batch and those of the next."""
Change = Callable[[np.random.Generator, Draw], "Draw | None"]
"""A draw made special; None where its shapes don't let it."""
Judge = Callable[[list[Sides]], bool]
"""Whether a claim is right at draws."""


@dataclass(frozen=True)
class Case:
    """A special case.

    Attributes:
        cause: the cause that it amounts to; words: when the claim holds.
        change: how draws of it are made.
        of_size: whether it says how large arguments are, as norm one does.
    """

    cause: str
    words: str
    change: Change
    of_size: bool = False

    def control(self, claim: Claim) -> Change:
        """Draws that are the same but for what is special: of another size where that is it, else
        generic ones as large."""

        def change(rng: np.random.Generator, d: Draw) -> Draw | None:
            special = self.change(rng, d)
            if special is None:
                return None
            for name, a in special.args.items():
                if a is not d.args[name]:
                    other = AWAY * a if self.of_size else _generic(claim, name, a, rng)
                    special = put(special, name, other)
            return special

        return change


def first(evidence: Evidence, cases: Iterable[Case]) -> list[Cause]:
    """The first of the cases in which the claim holds."""
    for case in cases:
        if evidence.clock.over:
            return []
        if holds(evidence, evidence.generic, case, lambda found: _right(evidence, found)):
            return [Cause(case.cause, f"it holds when {case.words}")]
    return []


def holds(evidence: Evidence, rounds: Sequence[Comparison], case: Case, judge: Judge) -> bool:
    """Whether special draws are right, and that by what is special about them.

    They are drawn until it would be luck no more: where few of the control's draws refute the
    claim, many special ones are right by themselves."""
    control, special, refuted, controls = case.control(evidence.claim), 0, 0, 0
    for batch in range(BATCHES):
        found = changed(evidence, rounds, case.change, batch)
        if not found or not judge(found):
            return False
        compared = compare(evidence.claim, changed(evidence, rounds, control, batch))
        special += sum(len(sides.draws) for sides in found)
        controls += sum(int(c.defined.sum()) for c in compared)
        refuted += sum(len(refuting(c)) for c in compared)
        if not by_luck(special, refuted / max(controls, 1)):
            return True
    return False


def by_luck(draws: int, share: float) -> bool:
    """Whether so many draws may be right by luck, where such a share of draws is wrong."""
    return (1 - share) ** draws > LUCK


def _generic(claim: Claim, name: str, like: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A member of the variable's domain, as large as another array where it has no bounds."""
    domain = claim.domain(name)
    member = domain.draw(rng, like.shape)
    size = np.sqrt((member**2).sum())
    unbounded = not domain.constrained and size > 0
    return member * (np.sqrt((like**2).sum()) / size) if unbounded else member


def _right(evidence: Evidence, found: list[Sides]) -> bool:
    """Whether the claim is right at these draws, and they are not all but zero."""
    vanishing = max(map(_peak, found)) <= VANISHING * max(map(_peak, evidence.rounds))
    return not vanishing and right(compare(evidence.claim, found))


def changed(
    evidence: Evidence, rounds: Sequence[Comparison], change: Change, batch: int
) -> list[Sides]:
    """What the programs give at draws made special: the rounds' own in the first batch, fresh ones
    in those that follow. Nothing where some can't be made so."""
    found = []
    for sides in (c.sides for c in rounds if c.sides.program):
        seeds = [seed + batch * APART for seed in sides.round.seeds]
        rng = Stream.CASES.at(seeds[0])
        drawn = [change(rng, d) for d in (_fresh(evidence, sides, seeds) if batch else sides.draws)]
        special = [d for d in drawn if d is not None]
        if len(special) < len(drawn):
            return []
        assert sides.program is not None
        found.append(sides.program.run(sides.round, special))
    return found


def _fresh(evidence: Evidence, sides: Sides, seeds: Sequence[int]) -> list[Draw]:
    return [draw(evidence.claim, sides.round.sizes, seed, sides.round.scale) for seed in seeds]


def put(d: Draw, name: str, value: np.ndarray) -> Draw:
    """The draw with another value for one argument."""
    return Draw({**d.args, name: np.asarray(value, dtype=float)}, d.tangents)


def _peak(sides: Sides) -> float:
    values = [np.abs(a[np.isfinite(a)]).max(initial=0.0) for a in sides.judge]
    return float(max(values, default=0.0))
