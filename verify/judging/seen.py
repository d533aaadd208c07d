"""All that a claim is seen at: its rounds, and special points of the sizes of the main ones."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from closedform.formulas import Claim
from closedform.verify.draws.sizes import Round, Sort
from closedform.verify.draws.special import special
from closedform.verify.judging.program import Effort, run
from closedform.verify.judging.sides import Sides
from closedform.verify.judging.trace import equations_of_value

MOST = 4000
"""Equations that a program of a long round may take."""


def seen(claim: Claim, plan: Sequence[Round], cond: float | None, effort: Effort) -> list[Sides]:
    """What the programs of the plan's rounds compute, those of main rounds at special points too.

    Raises Fault where the claim or the formula gives nothing to compare.
    """
    done: list[Sides] = []
    for round in plan:
        if round.sort != "long" or not _unrolled(claim, done, round):
            done.append(run(claim, round, cond, _effort(round, effort, round is plan[0])))
    return [*done, *_special(claim, [sides for sides in done if sides.round.sort == "main"])]


def _unrolled(claim: Claim, done: Sequence[Sides], long: Round) -> bool:
    """Whether a claim or its formula is written out entry by entry, so that a program of a long
    round would take minutes to compile."""
    return any(_at_length(counts, long) > MOST for counts in _growing(claim, done))


def _growing(claim: Claim, done: Sequence[Sides]) -> Iterator[list[tuple[int, int]]]:
    """Of claim and formula: (largest size, equations) in the main rounds."""
    main = [sides for sides in done if sides.round.sort == "main" and sides.round.sizes]
    sizes = [max(sides.round.sizes.values()) for sides in main]
    yield list(zip(sizes, (s.program.equations for s in main if s.program), strict=False))
    yield list(zip(sizes, (equations_of_value(claim, s.round.sizes) for s in main), strict=True))


def _at_length(counts: list[tuple[int, int]], long: Round) -> float:
    """Equations that a long round would take, where they grow as a power of the size."""
    (small, few), (large, many) = min(counts, default=(1, 0)), max(counts, default=(1, 0))
    if many <= few or large <= small:
        return 0.0
    power = math.log(many / max(few, 1)) / math.log(large / small)
    return many * (max(long.sizes.values()) / large) ** power


def _effort(round: Round, effort: Effort, first: bool) -> Effort:
    """What a round's program does: one mode judges where a single draw of special sizes is seen."""
    judges = 1 if round.sort in ("ones", "long") else effort.judges
    return replace(effort, judges=judges, twice=first)


def _special(claim: Claim, main: Sequence[Sides]) -> Iterator[Sides]:
    """Main rounds' programs, run again where random draws never are."""
    if claim.kind.point or claim.kind.unequal or not claim.formula.variables:
        return
    for k, sides in enumerate(main):
        assert sides.program is not None
        sorts: tuple[tuple[Sort, bool], ...] = (("corner", k == 0), ("wide", k > 0))
        for sort, every in sorts:
            draws = special(claim, sides.draws, sort, every or len(main) == 1)
            round = replace(sides.round, name=f"{sort} points", sort=sort)
            yield sides.program.run(round, draws)
