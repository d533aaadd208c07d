"""Where a gradient is claimed to vanish: the edit after which it does, or what is wrong with the
point."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np

from closedform.formulas import Claim
from closedform.verify.causes import slips
from closedform.verify.causes.cause import CLOSE, Cause
from closedform.verify.causes.edit import UNFIT, Edit
from closedform.verify.causes.evidence import Evidence, refuting
from closedform.verify.causes.expressions import Trace, trace
from closedform.verify.causes.hypothesis import Found, Hypothesis, unexplained
from closedform.verify.judging.sides import Sides
from closedform.verify.oracles.closed import closed

WRONG = (
    "the gradient does not vanish there",
    "the point lies outside its domain",
    "a curvature has the wrong sign",
    "the values around the point lie on the wrong side of its own",
)
"""What each of the arrays compared says where it is wrong."""


@dataclass(frozen=True)
class Spot:
    """An optimum's claim at one draw.

    Attributes:
        trace, values: the closed form's program, and the value of each of its variables here.
        gradient: the formula's, at a point.
        size: the gradient's size as a rule.
    """

    trace: Trace
    values: dict[Any, Any]
    gradient: Callable[[Sequence[np.ndarray]], np.ndarray]
    size: float

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


def _spots(claim: Claim, sides: Sides, draws: Sequence[int], size: float) -> Iterator[Spot]:
    """Draws of a round, looked at closely."""
    sizes, args = sides.round.sizes, sides.draws[0].args
    shapes = [args[w].shape for w in claim.wrt]
    traced = trace(closed(claim, sizes), args, sides.draws[0].tangents)

    @jax.jit
    def gradient(args: dict[str, Any], point: list[Any]) -> Any:
        def f(point: list[Any]) -> Any:
            return claim.formula.value({**args, **dict(zip(claim.wrt, point, strict=True))}, sizes)

        return jax.grad(f)(point)

    for d in draws:
        draw = sides.draws[d]
        values = traced.run(jax.tree.leaves((dict(draw.args), dict(draw.tangents))))

        def at(point: Sequence[np.ndarray], args: Any = draw.args) -> np.ndarray:
            if [p.shape for p in point] != shapes:
                raise ValueError("another shape")
            found = gradient(args, list(point))
            return np.concatenate([np.asarray(g).reshape(-1) for g in found])

        yield Spot(traced, values, at, size)


def _edited(evidence: Evidence) -> list[Cause]:
    """An edit after which the gradient vanishes at the point, at every draw."""
    claim, places = evidence.claim, [(c, refuting(c)) for c in evidence.generic if refuting(c)]
    if claim.along is not None or not places:
        return []
    size = max(float(np.abs(c.got[0][d]).max(initial=0.0)) for c, at in places for d in at)
    try:
        few = [spot for c, at in places[:2] for spot in _spots(claim, c.sides, at[:1], size)]
        for edit in slips.within(few[0].trace, evidence.clock):
            if all(spot.vanishes(edit) for spot in few) and _everywhere(evidence, edit, size):
                return [Cause("wrong-term", "one edit makes the gradient vanish", edit.words)]
    except (*UNFIT, NotImplementedError):  # a program that can't be taken apart
        return []
    return []


def _everywhere(evidence: Evidence, edit: Edit, size: float) -> bool:
    """Whether the gradient vanishes after the edit at every draw of generic sizes."""
    return all(
        spot.vanishes(edit)
        for c in evidence.generic
        for spot in _spots(
            evidence.claim, c.sides, [int(d) for d in np.flatnonzero(c.defined)], size
        )
    )


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
