"""Right formulas that are badly evaluated: not finite, or without their last digits."""

import numpy as np

from closedform.verify.causes.cause import Cause
from closedform.verify.causes.evidence import Evidence, refuting
from closedform.verify.causes.hypothesis import (
    Found,
    Hypothesis,
    always,
    unexplained,
    unexplained_array,
)
from closedform.verify.judging.comparison import Comparison, rows

FEW = 1e-5
"""Errors below this part of the largest value, in a claim that nothing else explains, are lost
digits."""
INSTEAD = "evaluate it in another way"


def _not_finite(evidence: Evidence) -> list[Cause]:
    """Where nothing else is wrong."""
    finite = [c for c in evidence.comparisons if any(d not in _bad(c) for d in refuting(c))]
    return [] if finite else _in_places(evidence)


def _in_places(evidence: Evidence) -> list[Cause]:
    bad = [c for c in evidence.comparisons if _bad(c)]
    if not bad:
        return []
    at = f"at {bad[0].sides.round.sizes}"
    return [Cause("non-finite", f"it is nan or inf {at} where the right value is finite")]


def _bad(c: Comparison) -> set[int]:
    """The draws at which the claim is not finite, where autodiff is."""
    finite = np.all([np.isfinite(rows(got)).all(axis=1) for got in c.got], axis=0)
    return {int(d) for d in np.flatnonzero(c.defined & ~finite)}


def _rounding(evidence: Evidence) -> list[Cause]:
    words = "in exact arithmetic it is right: rounding takes its digits away"
    return [Cause("precision", words, INSTEAD)]


def _lost(evidence: Evidence) -> list[Cause]:
    """Errors that are small beside the values of their own draw, in every draw."""
    comparisons = evidence.comparisons
    share = max(
        _share(c.errors[k], c.want[k], c.defined) for c in comparisons for k in range(len(c.errors))
    )
    if not share <= FEW:
        return []
    digits = f"it is right to {-np.log10(share):.0f} digits alone"
    if evidence.same_at_50_digits is False:
        words = f"{digits}, in exact arithmetic too: it approximates, or a constant in it is short"
        return [Cause("precision", words)]
    return [Cause("precision", f"{digits}: the rest is lost", INSTEAD)]


def _share(errors: np.ndarray, values: np.ndarray, defined: np.ndarray) -> float:
    """The largest error of a draw beside its largest value; inf where that is zero."""
    count = len(errors)
    off, size = (
        np.abs(a).reshape(count, -1).max(axis=1, initial=0.0)[defined] for a in (errors, values)
    )
    with np.errstate(divide="ignore"):
        return float(np.where(off == 0, 0.0, off / size).max(initial=0.0))


def _same(evidence: Evidence, found: Found) -> bool:
    return evidence.same_at_50_digits is True


NOT_FINITE = Hypothesis(
    name="it is wrong where it is not finite",
    causes=("non-finite",),
    applies=always,
    tries=_not_finite,
    why="inf and nan are no values that could be read, scaled or added to, and nothing else is "
    "wrong: there is nothing more to look for",
    final=True,
)
IN_PLACES = Hypothesis(
    name="it is not finite in places, and wrong in others",
    causes=("non-finite",),
    applies=unexplained,
    tries=_in_places,
    why="it explains a part of the draws alone: after all that explains the others",
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
