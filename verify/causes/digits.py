"""Right formulas that are badly evaluated: not finite, or without their last digits."""

import numpy as np

from closedform.verify.causes.cause import Cause
from closedform.verify.causes.evidence import Evidence
from closedform.verify.causes.hypothesis import Found, Hypothesis, always, unexplained_array

FEW = 1e-5
"""Errors below this part of the largest value, in a claim that nothing else explains, are lost
digits."""
INSTEAD = "evaluate it in another way"


def _not_finite(evidence: Evidence) -> list[Cause]:
    bad = [
        c
        for c in evidence.comparisons
        if any(not np.isfinite(got[c.defined]).all() for got in c.got)
    ]
    if not bad:
        return []
    at = f"at {bad[0].sides.round.sizes}"
    return [Cause("non-finite", f"it is nan or inf {at} where the right value is finite")]


def _rounding(evidence: Evidence) -> list[Cause]:
    words = "in exact arithmetic it is right: rounding takes its digits away"
    return [Cause("precision", words, INSTEAD)]


def _lost(evidence: Evidence) -> list[Cause]:
    values = [w[c.defined] for c in evidence.comparisons for w in c.want]
    errors = [e[c.defined] for c in evidence.comparisons for e in c.errors]
    largest, error = (max(np.abs(a).max(initial=0.0) for a in them) for them in (values, errors))
    if error > FEW * largest:
        return []
    words = f"it is right to {-np.log10(error / largest):.0f} digits alone: the rest is lost"
    return [Cause("precision", words, INSTEAD)]


def _same(evidence: Evidence, found: Found) -> bool:
    return evidence.same_at_50_digits


NOT_FINITE = Hypothesis(
    name="it is not finite",
    causes=("non-finite",),
    applies=always,
    tries=_not_finite,
    why="inf and nan are no values that could be read, scaled or added to: first, whatever else is "
    "wrong",
    final=True,
)
ROUNDING = Hypothesis(
    name="it is the same as autodiff at 50 digits",
    causes=("precision",),
    applies=_same,
    tries=_rounding,
    why="the formula is right, and what is wrong in it must not be looked for",
    final=True,
)
LOST = Hypothesis(
    name="it is right to some digits",
    causes=("precision",),
    applies=unexplained_array,
    tries=_lost,
    why="a factor or a term that is small is named before; an edit of a formula whose digits are "
    "lost would be accepted by luck",
    final=True,
)
