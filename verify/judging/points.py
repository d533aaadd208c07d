"""At which special points a claim can be judged."""

import numpy as np

from closedform.formulas import Claim
from closedform.verify.draws.special import near
from closedform.verify.judging.comparison import Comparison, rows
from closedform.verify.judging.sides import Sides
from closedform.verify.judging.voices import values_say

SPECIAL = ("corner", "wide")
"""Sorts of rounds whose draws are special points."""
CERTAIN = 2.0**-15
"""Part of the value up to which what is allowed still tells right from wrong: beyond it the claim
itself is not certain, as det(X) X^-1 at a singular X."""
JUMP = 1e-3
"""Part of the largest value by which one moves over a short step where the function is not
smooth."""


def decisive(claim: Claim, c: Comparison) -> np.ndarray:
    """For each draw of special points, whether it decides: the claim has a value there, the values
    say what autodiff says, both know it well, and what is compared does not jump."""
    there = np.all([np.isfinite(rows(got)).all(axis=1) for got in c.got], axis=0)
    known = np.all([_known(w, t) for w, t in zip(c.want, c.tolerances, strict=True)], axis=0)
    found = there & known & c.defined
    if claim.kind.order and c.sides.observed is not None:
        of_autodiff, _ = values_say(c.sides, claim.kind.order)
        found &= of_autodiff > 0
    if found.any() and c.sides.round.sort == "corner":
        found &= _continuous(claim, c.sides)
    return found


def _known(want: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    size = np.abs(rows(want)).max(axis=1, keepdims=True, initial=0.0)
    return np.asarray((rows(allowed) <= CERTAIN * np.maximum(size, CERTAIN)).all(axis=1))


def _continuous(claim: Claim, sides: Sides) -> np.ndarray:
    """For each draw, whether autodiff finds nearly the same on both sides of it."""
    assert sides.program is not None
    count, seed = len(sides.draws), sides.round.seeds[0]
    here, *beside = (
        sides.program.run(sides.round, near(claim, sides.draws, seed, sign)).judge
        for sign in (0.0, 1.0, -1.0)
    )
    found = np.ones(count, bool)
    for there in beside:
        for a, b in zip(here, there, strict=True):
            with np.errstate(invalid="ignore"):
                moved = np.abs(rows(b[:count] - a[:count])).max(axis=1, initial=0.0)
            size = np.abs(rows(a[:count])).max(axis=1, initial=0.0)
            found &= moved <= JUMP * np.maximum(size, 1.0)
    return found
