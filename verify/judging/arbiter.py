"""The last word where float64 can't have it: claim and autodiff evaluated again in 50-digit
arithmetic.

Autodiff rounds too, and where it has lost digits (p - p^2 at p near 1) no perturbation of the
arguments need show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np

from closedform.formulas import Claim
from closedform.verify import kinds
from closedform.verify.exact import interpreter as precise
from closedform.verify.exact.library import approximated
from closedform.verify.judging.comparison import Comparison, natural
from closedform.verify.judging.operands import points
from closedform.verify.judging.sides import Sides
from closedform.verify.judging.tolerance import COARSE
from closedform.verify.kinds.frame import Frame
from closedform.verify.oracles.closed import closed

SMALL = 1e-3
"""Errors larger than this part of the largest value over all draws are no matter of rounding."""
SAME = 1e-13
"""Relative difference, at 50 digits, of what counts as the same: constants of the program are
float64."""
RESIDUE = 1e-30
"""Part of what such values are as a rule that 50 digits leave of a zero."""
ROUNDING = 2.0**-20
"""Errors of up to this part of a draw's largest value are of a size that rounding can have: where
50 digits can't tell, they refute nothing."""
APPROXIMATE = 2.0**-16
"""The same of errors that an approximation of JAX's can have."""
RARE = 0.1
"""Part of the draws, at most, whose refutation is looked at again whatever its size: a claim that
is wrong is wrong at most draws."""
ACCURATE = 2.0**-30
"""Part of the largest entry that a claim may lose where it is the same at 50 digits: as CAP in the
tolerance."""
UNTOLD = (
    *(precise.Unsupported, ArithmeticError, ValueError, TypeError),
    *(NotImplementedError, AssertionError, LookupError),
)
"""What evaluating to 50 digits raises where there is no rule, or no value."""
Place = tuple[Comparison, int]
"""A comparison, and the number of a draw."""


@dataclass(frozen=True)
class Settled:
    """What 50 digits say.

    Attributes:
        same: whether the claim is the same as autodiff there; None where that can't be told.
        accurate: whether its float64 value is right too.
        why: why it can't be told.
    """

    same: bool | None
    accurate: bool = False
    why: str = ""


def settle(claim: Claim, comparisons: Sequence[Comparison]) -> Settled | None:
    """Look at refuting draws again; None where the error is no matter of rounding, or can't be told
    from one that is none."""
    places = _beyond_tolerance(comparisons)
    if claim.kind.point or not places:
        return None
    if not _small(claim, comparisons) and not _rare(comparisons, places):
        return None
    return _looked_at(claim, places)


def separated(claim: Claim, comparisons: Sequence[Comparison]) -> Settled | None:
    """Look at the draws that tell two expressions apart: whether they are the same at every one;
    None where it is seen at once, or can't be told, that they are not."""
    places = [(c, d) for c, d in _beyond_tolerance(comparisons) if np.isfinite(c.worst[d])]
    return _looked_at(claim, places) if like_rounding(places, SMALL) else None


def like_rounding(places: Sequence[Place], part: float = ROUNDING) -> bool:
    """Whether every error at these draws is of a size that rounding can have."""
    return all(
        error[d].max(initial=0.0) <= part * np.abs(want[d]).max(initial=0.0)
        for c, d in places
        for error, want in zip(c.errors, c.want, strict=True)
    )


def _beyond_tolerance(comparisons: Sequence[Comparison]) -> list[Place]:
    """The draws whose errors are not tolerated, the largest first."""
    places = [(c, d) for c in comparisons for d in map(int, np.flatnonzero(c.worst > 1))]
    return sorted(places, key=lambda place: -place[0].worst[place[1]])


def _looked_at(claim: Claim, places: Sequence[Place]) -> Settled | None:
    """What 50 digits say of draws together: the first that is not the same decides."""
    accurate = True
    for c, d in places:
        try:
            said = _draw(claim, c, d)
        except UNTOLD as error:
            why = str(error) or type(error).__name__
            return Settled(None, why=why) if like_rounding(places) else None
        if not said.same:
            return _unless_approximated(claim, (c, d), places)
        accurate &= said.accurate
    return Settled(True, accurate)


def _unless_approximated(claim: Claim, place: Place, places: Sequence[Place]) -> Settled:
    """Not the same, unless what was evaluated is not what it stands for."""
    sides, d = place[0].sides, place[1]
    draw, sizes = sides.draws[d], sides.round.sizes
    programs = (
        jax.make_jaxpr(closed(claim, sizes))(draw.args, draw.tangents),
        jax.make_jaxpr(lambda args: claim.formula.value(args, sizes))(draw.args),
    )
    names = sorted({name for program in programs for name in approximated(program)})
    if not names or not like_rounding(places, APPROXIMATE):
        return Settled(False)
    why = f"JAX approximates {', '.join(names)} and cuts the approximation off"
    return Settled(None, why=why)


def _rare(comparisons: Sequence[Comparison], places: Sequence[Place]) -> bool:
    return len(places) <= RARE * sum(int(c.defined.sum()) for c in comparisons)


def _small(claim: Claim, comparisons: Sequence[Comparison]) -> bool:
    """Whether every error is small beside the largest value of all draws, or beside what such
    values are as a rule."""
    defined = [c for c in comparisons if c.defined.any()]
    largest = max(np.abs(w[c.defined]).max(initial=0.0) for c in defined for w in c.want)
    errors = [e[c.defined].max(initial=0.0) for c in defined for e in c.errors]
    usual = max(float(natural(kinds.of(claim), c.sides).max()) for c in defined)
    return bool(np.isfinite(errors).all()) and max(errors) <= SMALL * max(largest, usual)


def _draw(claim: Claim, c: Comparison, d: int) -> Settled:
    sides = c.sides
    operands, methods = _methods(claim, sides, d)
    found = []
    for method in methods:
        program = jax.make_jaxpr(method)(*operands)
        found.append(precise.evaluate(program, jax.tree.leaves(operands)))
    same = accurate = True
    usual = float(natural(kinds.of(claim), sides)[d])
    usual = usual if np.isfinite(usual) else 0.0  # of a value, which has no other size than its own
    with precise.precision():
        for k, (got, want) in enumerate(
            zip(*(_reduced(claim, sides, d, leaves) for leaves in found), strict=True)
        ):
            got, want = np.asarray(got, dtype=object), np.asarray(want, dtype=object)
            size = max((abs(x) for x in want.flat), default=0)
            most = max(SAME * size, RESIDUE * usual)
            same &= all(abs(x) <= most for x in np.asarray(got - want, dtype=object).flat)
            truth = np.array([float(x) for x in want.flat]).reshape(want.shape)
            largest = max(float(np.abs(truth).max(initial=0.0)), usual)
            allowed = np.maximum(c.tolerances[k][d], ACCURATE * largest)
            accurate &= bool((np.abs(c.got[k][d] - truth) <= allowed).all())
    return Settled(same, accurate or sides.round.sort in COARSE)  # where rounding is not judged


def _methods(claim: Claim, sides: Sides, d: int) -> tuple[Any, tuple[Any, Any]]:
    """A draw's operands; the claim and the mode that judges, as functions of them."""
    draw, sizes, mode = sides.draws[d], sides.round.sizes, next(iter(sides.modes))
    if sides.round.sort != "long" or not claim.kind.order:
        judge = kinds.of(claim).modes(sizes)[mode]
        return (draw.args, draw.tangents), (closed(claim, sizes), judge)
    along = kinds.along_one(claim)
    (_, at_draws) = points(along, [draw], sides.round.seeds[d : d + 1])
    operands = jax.tree.map(lambda a: a[0], at_draws)

    def claimed(o: Any) -> Any:
        said = along.evaluate(o, closed(claim, sizes), {}, sides.frame.output)
        return said["claim"]

    return (operands,), (claimed, lambda o: along.modes(sizes)[mode](o["args"], o))


def _reduced(claim: Claim, sides: Sides, d: int, leaves: list[np.ndarray]) -> list[np.ndarray]:
    if not sides.frame.along:
        return leaves
    with precise.precision():
        along = [precise.lift(T) for T in sides.frame.at(d).along]
        frame = Frame(sides.frame.output, along)
        return [a[0] for a in kinds.of(claim).reduced(frame, [leaf[None] for leaf in leaves])]
