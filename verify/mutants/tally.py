"""The checker, checked: each claim is made wrong in many ways, and every one must be refuted.

A mutant that survives is equivalent if it equals the claim at 50 digits on fresh draws, and else it
was missed."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import jax
import numpy as np

from closedform.errors import one_line
from closedform.formulas import Claim, find
from closedform.verify.checks import DRAWS, check_claim
from closedform.verify.draws.sizes import rounds
from closedform.verify.judging.comparison import compare
from closedform.verify.judging.program import run
from closedform.verify.judging.sides import Sides
from closedform.verify.mutants import equivalence
from closedform.verify.mutants import points as mutant_points
from closedform.verify.mutants.leaves import Leaf, leaves
from closedform.verify.mutants.mutations import Mutant, at_points, mutants
from closedform.workers.memory import exhausted

OPPOSITE = "claimed to be equal"
"""The one mutant of a claim that two expressions differ: the formula's own value stands for the
other one."""


@dataclass
class Tally:
    """What became of one claim's mutants.

    made, killed, equivalent, missed: counts; survivors: each with its mutation, status (equivalent
    or missed) and reason; skipped: why none were made; seconds: wall time."""

    made: int = 0
    killed: int = 0
    equivalent: int = 0
    missed: int = 0
    survivors: list[dict[str, str]] = field(default_factory=list)
    skipped: str | None = None
    seconds: float = 0.0


def tally(claim: Claim, draws: int = DRAWS, seed: int = 0) -> Tally:
    """Judge every mutant of a claim by the draws that judge the claim, and decide on those that
    survive.

    The claim itself should be one that is verified.
    """
    begun, result = time.perf_counter(), Tally()
    with jax.enable_x64(True):
        done = [run(claim, r) for r in rounds(claim, draws, seed) if r.sort != "long"]
        if claim.kind.unequal:
            opposite = [replace(s, claim=next(iter(s.modes.values()))) for s in done]
            found, survivors = (
                [Mutant(OPPOSITE)],
                [Mutant(OPPOSITE)] if refuted(claim, opposite) else [],
            )
        else:
            found, survivors = _judged(claim, done)
        result.made, result.killed = len(found), len(found) - len(survivors)
        result.survivors = _decided(claim, survivors, seed) if survivors else []
    for survivor in result.survivors:
        setattr(result, survivor["status"], getattr(result, survivor["status"]) + 1)
    result.seconds = time.perf_counter() - begun
    return result


def refuted(claim: Claim, done: Sequence[Sides]) -> bool:
    """Whether some draw that is defined lies outside its tolerance."""
    return any((c.worst[c.defined] > 1).any() for c in compare(claim, done))


def _judged(claim: Claim, done: Sequence[Sides]) -> tuple[list[Mutant], list[Mutant]]:
    """All mutants of a claim, and those that no draw refutes."""
    arrays = [mutant_points.points(claim, s) if at_points(claim) else s.claim for s in done]
    described = [
        leaves(claim, s.round.sizes, s.frame.output, a) for s, a in zip(done, arrays, strict=True)
    ]
    found = mutants(claim, described)
    mutated = [_mutated(claim, s, d, found) for s, d in zip(done, described, strict=True)]
    return found, [
        m
        for m, sides in zip(found, zip(*mutated, strict=True), strict=True)
        if not refuted(claim, sides)
    ]


def _mutated(
    claim: Claim, sides: Sides, described: Sequence[Leaf], found: Sequence[Mutant]
) -> list[Sides]:
    if at_points(claim):
        return mutant_points.mutated(claim, sides, described, found)
    with np.errstate(invalid="ignore"):  # a claim that is not finite at some size
        return [replace(sides, claim=m.of(sides.claim, described)) for m in found]


def _decided(claim: Claim, survivors: Sequence[Mutant], seed: int) -> list[dict[str, str]]:
    """For each survivor whether it is equivalent, and why."""
    if claim.kind.unequal:
        return [_survivor(OPPOSITE, "missed", "the formula itself was taken to differ from itself")]
    try:
        points = equivalence.fresh(claim, seed)
    except equivalence.Undecided as why:
        return [_survivor(m.name, "missed", f"can't be decided: {why}") for m in survivors]
    return [_decide(claim, m, points) for m in survivors]


def _decide(claim: Claim, mutant: Mutant, points: Sequence[equivalence.Point]) -> dict[str, str]:
    try:
        why = equivalence.why_equal(claim, mutant, points)
    except equivalence.Undecided as undecided:
        return _survivor(mutant.name, "missed", f"can't be decided: {undecided}")
    return _survivor(
        mutant.name,
        "equivalent" if why else "missed",
        why or "not equal at 50 digits, and no draw refuted it",
    )


def _survivor(mutation: str, status: str, reason: str) -> dict[str, str]:
    return {"mutation": mutation, "status": status, "reason": reason}


def in_child(origin: str, id: str, draws: int, seed: int) -> dict[str, Any]:
    """Check a claim by its id, and then its mutants: what the pool calls."""
    claim = find(origin, id)
    verdict = check_claim(claim, draws, seed)
    if claim.as_printed:
        found = Tally(skipped="a misprint, refuted as it stands")
    elif verdict.status != "verified":
        found = Tally(skipped=f"the claim itself is {verdict.status}")
    else:
        try:
            found = tally(claim, draws, seed)
        except Exception as error:
            if exhausted(error):
                raise
            found = Tally(
                missed=1,
                survivors=[_survivor("all", "missed", f"making mutants raised {one_line(error)}")],
            )
    return vars(verdict) | {"mutants": asdict(found)}
