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
"""Errors of up to this part of a draw's largest value are of a size that rounding can have."""
ACCURATE = 2.0**-30
"""Part of the largest entry that a claim may lose where it is the same at 50 digits: as CAP in the
tolerance."""
DRAWS = 3
"""Refuting draws that are looked at first, the worst of them; all, where these speak for the
claim."""


@dataclass(frozen=True)
class Settled:
    """Whether the claim is the same as autodiff at 50 digits, and whether its float64 value is
    right too."""

    same: bool
    accurate: bool


def settle(claim: Claim, comparisons: Sequence[Comparison]) -> Settled | None:
    """Look at refuting draws again; None where that can't be done or the error is no matter of
    rounding."""
    if claim.kind.point or (claim.along and claim.kind.tangents):
        return None
    worst = sorted(
        ((c.worst[d], c, d) for c in comparisons for d in map(int, np.flatnonzero(c.worst > 1))),
        key=lambda w: -w[0],
    )
    if not worst or not _small(claim, comparisons):
        return None
    try:
        said = [_draw(claim, c, d) for _, c, d in worst[:DRAWS]]
        if all(s.same and s.accurate for s in said):
            said += [_draw(claim, c, d) for _, c, d in worst[DRAWS:]]
    except (
        precise.Unsupported,
        ArithmeticError,
        ValueError,
        TypeError,
        NotImplementedError,
        AssertionError,
        LookupError,
    ):
        return None  # what 50 digits have no rule for, or no value
    return Settled(all(s.same for s in said), all(s.accurate for s in said))


def like_rounding(comparisons: Sequence[Comparison]) -> bool:
    """Whether every error that refutes is of a size that rounding can have."""
    for c in comparisons:
        for d in np.flatnonzero(c.worst > 1):
            for error, want in zip(c.errors, c.want, strict=True):
                size = np.abs(want[d]).max(initial=0.0)
                if not error[d].max(initial=0.0) <= ROUNDING * size:
                    return False
    return True


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
