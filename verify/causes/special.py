"""Special cases in which a wrong claim is right: how one is drawn, and whether the claim holds
there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from closedform.verify.causes.cause import Cause, right
from closedform.verify.causes.evidence import Evidence
from closedform.verify.draws.random import Draw
from closedform.verify.draws.streams import Stream
from closedform.verify.judging.comparison import compare
from closedform.verify.judging.sides import Sides

VANISHING = 1e-6
"""Part of the generic values below which those of a special case are as good as zero: anything
holds there."""
Change = Callable[[np.random.Generator, Draw], "Draw | None"]
"""A draw made special; None where its shapes don't let it."""


@dataclass(frozen=True)
class Case:
    """A special case: the cause it amounts to, in words, how to make draws of it, and what to write
    instead."""

    cause: str
    words: str
    change: Change
    instead: str | None = None


def first(evidence: Evidence, cases: Iterable[Case]) -> list[Cause]:
    """The first of the cases in which the claim holds."""
    case = next((case for case in cases if _holds(evidence, case)), None)
    return [Cause(case.cause, case.words, case.instead)] if case else []


def _holds(evidence: Evidence, case: Case) -> bool:
    found = changed(evidence, case.change)
    if not found:
        return False
    generic = max(map(_peak, evidence.rounds))
    vanishing = max(map(_peak, found)) <= VANISHING * generic
    return not vanishing and right(compare(evidence.claim, found))


def changed(evidence: Evidence, change: Change) -> list[Sides]:
    """What the programs give at draws made special; nothing where some can't be made so."""
    found = []
    for sides in evidence.generic:
        if sides.program is None:
            continue
        rng = Stream.CASES.at(sides.round.seeds[0])
        draws = [change(rng, d) for d in sides.draws]
        special = [d for d in draws if d is not None]
        if len(special) < len(draws):
            return []
        found.append(sides.program.run(sides.round, special))
    return found


def put(d: Draw, name: str, value: np.ndarray) -> Draw:
    """The draw with another value for one argument."""
    return Draw({**d.args, name: np.asarray(value, dtype=float)}, d.tangents)


def _peak(sides: Sides) -> float:
    leaves = sides.judge
    values = [np.abs(a[np.isfinite(a)]).max(initial=0.0) for a in leaves]
    return float(max(values, default=0.0))
