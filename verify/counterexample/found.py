"""A counterexample that was found: how clear it is, and what to show of it."""

from collections.abc import Mapping
from dataclasses import dataclass

import jax.numpy as jnp
import numpy as np

from closedform.formulas import Claim
from closedform.verify.draws.random import Draw
from closedform.verify.judging.comparison import Comparison
from closedform.verify.judging.sides import Sides
from closedform.verify.judging.voices import estimate
from closedform.verify.oracles import differences
from closedform.verify.oracles.closed import closed

CLEAR = 1e-6
"""Part of the value that an error must exceed to be visible."""
SMALL = 1e-3
"""Part of the largest value of several draws below which a draw's own does not count."""


@dataclass(frozen=True)
class Smallest:
    """A counterexample, as small as could be found.

    Attributes:
        sizes: dimension -> size; output: shape of the formula's value.
        draw: the arguments and tangents.
        got, want: the claim's array and autodiff's (in the mode that judges first), of the claim's
            own shape. Of an optimum: what was found at the claimed point and what should be.
        array: which array of several: the variable's name, or of an optimum "gradient", "outside",
            "curvature" or "fall".
        compared: the two arrays that were compared: got and want themselves, or their components
            along the claim's directions; entry: where in them the claim is most clearly wrong.
        point: what an optimum claims, one array for each variable; empty for other kinds.
        simple: whether the arguments are simple ones, not as drawn.
    """

    sizes: dict[str, int]
    output: tuple[int, ...]
    draw: Draw
    got: np.ndarray
    want: np.ndarray
    array: str | None
    entry: tuple[int, ...]
    compared: tuple[np.ndarray, np.ndarray]
    point: tuple[np.ndarray, ...]
    simple: bool


@dataclass(frozen=True)
class Found:
    """One size's program and a draw, the `d`-th, by which it refutes."""

    comparison: Comparison
    d: int

    @property
    def sides(self) -> Sides:
        """What the program computed."""
        return self.comparison.sides

    @property
    def draw(self) -> Draw:
        """The draw that refutes."""
        return self.sides.draws[self.d]


def point(
    claim: Claim, sizes: Mapping[str, int], args: Mapping[str, np.ndarray]
) -> tuple[np.ndarray, ...]:
    """The point that an optimum claims, one array for each variable."""
    return tuple(
        np.asarray(x)
        for x in closed(claim, sizes)({name: jnp.asarray(a) for name, a in args.items()}, {})
    )


def clear(claim: Claim, c: Comparison) -> tuple[np.ndarray, np.ndarray]:
    """For each draw, whether an error is a visible part of the values, and whether the claim is
    finite.

    Where a gradient should vanish there are no values, and small integers make it of size 1.
    """
    visible, finite = np.zeros(len(c.defined), bool), np.ones(len(c.defined), bool)
    for got, want, error in zip(c.got, c.want, c.errors, strict=True):
        a, b, e = (np.abs(x.reshape(len(x), -1)) for x in (got, want, error))
        size = np.maximum(a.max(axis=1, initial=0.0), b.max(axis=1, initial=0.0))
        least = 1.0 if claim.kind.point else SMALL * np.max(size[np.isfinite(size)], initial=0.0)
        visible |= e.max(axis=1, initial=0.0) > CLEAR * np.maximum(size, least)
        finite &= np.isfinite(a).all(axis=1)
    return visible, finite


def contradicted(claim: Claim, sides: Sides) -> np.ndarray:
    """For each draw, whether the function's own values contradict autodiff there, as at a kink."""
    if sides.observed is None:
        return np.zeros(len(sides.draws), bool)
    predicted = sides.predicted[next(iter(sides.modes))]
    return differences.compare(predicted, estimate(sides, claim.kind.order)) < 0


def smallest(claim: Claim, found: Found, simple: bool) -> Smallest:
    """What to show of it: the array in which the claim is most clearly wrong."""
    c, d, sides = found.comparison, found.d, found.sides
    shares = [np.nan_to_num(s[d], nan=0.0, posinf=np.inf) for s in c.shares]
    k = int(np.argmax([s.max(initial=0.0) for s in shares]))
    entry = np.unravel_index(int(np.argmax(shares[k])), shares[k].shape) if shares[k].size else ()
    names: tuple[str | None, ...] = claim.wrt if len(sides.claim) > 1 else (None,)
    if claim.kind.point:
        names = ("gradient", "outside", "curvature", "fall")
    return Smallest(
        sizes=dict(sides.round.sizes),
        output=sides.frame.output,
        draw=found.draw,
        got=sides.claim[k][d] + 0.0,  # no negative zeros
        want=next(iter(sides.modes.values()))[k][d] + 0.0,
        array=names[k],
        entry=tuple(int(i) for i in entry),
        compared=(c.got[k][d] + 0.0, c.want[k][d] + 0.0),
        point=point(claim, sides.round.sizes, found.draw.args) if claim.kind.point else (),
        simple=simple,
    )
