"""Where a gradient is claimed to vanish: the edit after which it does, or what is wrong with the
point."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np

from closedform.formulas import Claim
from closedform.verify.causes import slips
from closedform.verify.causes.cause import CLOSE, Cause
from closedform.verify.causes.edit import UNFIT, Edit
from closedform.verify.causes.evidence import Evidence
from closedform.verify.causes.expressions import Trace, trace
from closedform.verify.causes.hypothesis import Found, Hypothesis, unexplained
from closedform.verify.judging.sides import Sides
from closedform.verify.oracles.closed import closed

WRONG = (
    "the gradient does not vanish there",
    "the point lies outside its domain",
    "a curvature has the wrong sign",
)
"""What each of the arrays compared says where it is wrong."""


@dataclass(frozen=True)
class Spot:
    """An optimum's claim at one draw.

    Attributes:
        trace, values: the closed form's program, and the value of each of its variables here.
        gradient: the formula's, at a point.
        size: the gradient's largest entry at the claimed point.
    """

    trace: Trace
    values: dict[Any, Any]
    gradient: Callable[[Sequence[np.ndarray]], np.ndarray]
    size: float

    @classmethod
    def at(cls, claim: Claim, sides: Sides, d: int = 0) -> "Spot":
        """The d-th draw of a round."""
        draw, sizes = sides.draws[d], sides.round.sizes
        traced = trace(closed(claim, sizes), draw.args, draw.tangents)
        values = traced.run(jax.tree.leaves((dict(draw.args), dict(draw.tangents))))

        def f(point: list[Any]) -> Any:
            moved = dict(zip(claim.wrt, point, strict=True))
            return claim.formula.value({**draw.args, **moved}, sizes)

        shapes, compiled = [draw.args[w].shape for w in claim.wrt], jax.jit(jax.grad(f))

        def gradient(point: Sequence[np.ndarray]) -> np.ndarray:
            if [p.shape for p in point] != shapes:
                raise ValueError("another shape")
            return np.concatenate([np.asarray(g).reshape(-1) for g in compiled(list(point))])

        there = gradient(traced.rerun(values, len(traced.eqns), []))
        return cls(traced, values, gradient, float(np.abs(there).max(initial=0.0)))

    def vanishes(self, edit: Edit) -> bool:
        """Whether the gradient vanishes at the edited point."""
        if edit.at >= len(self.trace.eqns):
            return False
        try:
            outputs = edit.outputs(self.trace, self.values)
            g = self.gradient(self.trace.rerun(self.values, edit.at, outputs))
        except UNFIT:
            return False
        return bool(np.isfinite(g).all()) and float(np.abs(g).max(initial=0.0)) <= CLOSE * self.size


def _edited(evidence: Evidence) -> list[Cause]:
    """An edit after which the gradient vanishes at the point."""
    if evidence.claim.along is not None or not evidence.generic:
        return []
    try:
        spots = [Spot.at(evidence.claim, sides) for sides in evidence.generic[:2]]
    except (*UNFIT, NotImplementedError):  # a program that can't be taken apart
        return []
    for edit in slips.within(spots[0].trace):
        if all(spot.vanishes(edit) for spot in spots):
            return [Cause("wrong-term", "one edit makes the gradient vanish", edit.words)]
    return []


def _what(evidence: Evidence) -> list[Cause]:
    words = [WRONG[k] for k in evidence.failing if k < len(WRONG)]
    return [Cause("unknown", "; ".join(words) or "no simple change makes it right")]


def _of_point(evidence: Evidence, found: Found) -> bool:
    return evidence.at_point


def _unexplained_point(evidence: Evidence, found: Found) -> bool:
    return evidence.at_point and unexplained(evidence, found)


EDITED = Hypothesis(
    name="one edit makes the gradient vanish",
    causes=("wrong-term",),
    applies=_of_point,
    tries=_edited,
    why="a point is no array to be read in another way: of all that follows, special sizes alone "
    "are left for it",
    final=True,
    slow=True,
)
WHAT = Hypothesis(
    name="what is wrong with the point",
    causes=("unknown",),
    applies=_unexplained_point,
    tries=_what,
    why="it names no cause, but says which of the conditions of a point fails: after all causes",
)
