"""A claim held against autodiff, entry by entry."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from closedform.formulas import Claim
from closedform.verify import kinds
from closedform.verify.judging.sides import Sides
from closedform.verify.judging.tolerance import (
    ABSOLUTE,
    BLIND,
    CAP,
    COARSE,
    PERTURBATION,
    RELATIVE,
    ROUGH,
    SENSITIVITY,
    SPREADS,
    floor,
    peak,
    roughness,
    spread,
    tolerance,
)
from closedform.verify.kinds.standard import Standard

VALUES = 2.0**6
"""Times the arguments that a value is as a rule; a derivative has a scale of its own."""


@dataclass
class Comparison:
    """One round compared: values, errors and tolerances, each an array (draws x ...) for each of
    the claim's arrays."""

    sides: Sides
    got: list[np.ndarray]
    want: list[np.ndarray]
    errors: list[np.ndarray]
    tolerances: list[np.ndarray]
    defined: np.ndarray
    """For each draw, whether formula and autodiff are finite there."""
    rough: np.ndarray
    """For each draw, whether the claim has lost digits that autodiff has."""

    @property
    def shares(self) -> list[np.ndarray]:
        """Error over tolerance; inf where the claim is not finite, nan where the draw is
        undefined."""
        result = []
        for error, allowed in zip(self.errors, self.tolerances, strict=True):
            with np.errstate(divide="ignore", invalid="ignore"):
                share = np.where(error == 0, 0.0, error / allowed)
            share = np.where(np.isfinite(error), share, np.inf)
            share[~self.defined] = np.nan
            result.append(share)
        return result

    @property
    def worst(self) -> np.ndarray:
        """The largest share of each draw; nan where it is undefined."""
        flat = [rows(share).max(axis=1, initial=0.0) for share in self.shares]
        return np.max(flat, axis=0)


@dataclass(frozen=True)
class Scale:
    """What autodiff alone says of one array: its values, what they allow, and their size.

    Attributes:
        want: what the claim should be (draws x ...).
        base: what the oracle alone allows; apart: how far its modes are apart.
        size: the size of its values, for each draw.
    """

    want: np.ndarray
    base: np.ndarray
    apart: np.ndarray
    size: np.ndarray


def compare(claim: Claim, rounds: Sequence[Sides]) -> list[Comparison]:
    """Hold the claim against autodiff in every round.

    Each draw has a scale of its own. What is nothing beside the values of other draws is forgiven
    only where it is nothing beside what is usual at its own, too.
    """
    standard = kinds.of(claim)
    generic = [sides for sides in rounds if sides.round.sort in ("main", "equal", "ones", "asked")]
    firsts = [standard.reduced(sides.frame, sides.judge) for sides in generic]
    count = len(firsts[0]) if firsts else 0
    largest = [max(float(_largest(leaves[k]).max(initial=0.0)) for leaves in firsts)
               for k in range(count)]  # fmt: skip
    return [_compare(standard, sides, largest) for sides in rounds]


def _compare(standard: Standard, sides: Sides, largest: Sequence[float]) -> Comparison:
    modes = [standard.reduced(sides.frame, leaves) for leaves in sides.modes.values()]
    nowhere = np.zeros(len(sides.draws), bool)
    comparison = Comparison(sides, [], [], [], [], _finite_rows(sides.value), nowhere)
    usual = natural(standard, sides)
    with np.errstate(invalid="ignore", over="ignore"):
        for k, leaf in enumerate(standard.reduced(sides.frame, sides.claim)):
            got, copies = sides.split(leaf)
            judges = [leaves[k] for leaves in modes]
            like = usual.reshape(-1, *(1,) * (got.ndim - 1))
            most = _usual(sides, got, like, largest[k] if k < len(largest) else 0.0)
            if standard.vanishing:
                scale, moved = _of_zero(sides, judges, got, copies, like), copies[:SENSITIVITY:2]
            else:
                scale, moved = _of_values(sides, judges, most), copies
            noise = spread(got, moved) + roughness(copies)
            cap = BLIND if sides.round.sort in COARSE else CAP
            allowed = tolerance(scale.base, noise, scale.apart, scale.size, most, cap)
            comparison.got.append(got)
            comparison.want.append(scale.want)
            comparison.errors.append(np.abs(got - scale.want))
            comparison.tolerances.append(allowed)
            comparison.defined &= _decides(standard, scale, usual)
            comparison.rough = comparison.rough | _rougher(noise, scale)
    return comparison


def _usual(sides: Sides, got: np.ndarray, like: np.ndarray, largest: float) -> np.ndarray:
    """What ABSOLUTE is a part of, for each draw: the largest value of other draws, as far as such a
    value is usual at this one. At special points a function may have gone flat."""
    if sides.round.sort in ("corner", "wide"):
        return np.full(like.shape, largest)
    args = [np.abs(a).max(initial=0.0) for draw in sides.draws for a in draw.args.values()]
    of_values = np.maximum(peak(got), max(args, default=0.0)) * VALUES
    return np.minimum(np.where(np.isfinite(like), like, of_values), largest)


def _decides(standard: Standard, scale: Scale, usual: np.ndarray) -> np.ndarray:
    """For each draw, whether autodiff has a value there and knows it well enough to decide."""
    exists = _finite_rows(scale.want)
    blurred = rows(scale.base) > BLIND * np.maximum(rows(scale.size), usual[:, None])
    known = exists & ~blurred.any(axis=1)
    if standard.vanishing:
        return known | ~exists  # a claimed point without a gradient is wrong
    return known


def _rougher(noise: np.ndarray, scale: Scale) -> np.ndarray:
    """For each draw, whether the claim's noise is a part ROUGH of its values, and autodiff's is
    not."""
    size = rows(scale.size).max(axis=1, initial=0.0)
    of_claim = rows(noise).max(axis=1, initial=0.0)
    of_autodiff = rows(scale.base).max(axis=1, initial=0.0) / SPREADS
    return np.asarray((of_claim > ROUGH * size) & (of_autodiff < ROUGH * size) & (size > 0))


def _of_values(sides: Sides, judges: list[np.ndarray], usual: np.ndarray) -> Scale:
    """The scale of a derivative: that of its own values."""
    want, copies = sides.split(judges[0])
    other, _ = sides.split(judges[-1])
    base = floor(want, spread(want, copies) + roughness(copies), usual)
    base = base + COARSE.get(sides.round.sort, 0.0) * peak(want)
    return Scale(want, base, np.abs(want - other), peak(want))


def _of_zero(
    sides: Sides,
    judges: list[np.ndarray],
    got: np.ndarray,
    copies: np.ndarray,
    usual: np.ndarray,
) -> Scale:
    """The scale where zero is wanted: how far what is found moves with the claimed point."""
    want, _ = sides.split(judges[0])
    other, _ = sides.split(judges[-1])
    moved = spread(got, copies[1:SENSITIVITY:2])
    base = SPREADS * moved + RELATIVE * np.abs(want) + ABSOLUTE * usual
    return Scale(want, base, np.abs(want - other), peak(moved) / PERTURBATION)


def natural(standard: Standard, sides: Sides) -> np.ndarray:
    """The size that a derivative has as a rule, for each draw: the value's over the variable's, as
    often as it is differentiated. Unbounded for a value."""
    order, count = standard.claim.kind.order, len(sides.draws)
    if order == 0:
        return np.full(count, np.inf)  # a value that is zero is compared as it stands
    values = _largest(sides.value[:count]) / sides.step**order
    found = [_largest(a[:count]) for leaves in sides.modes.values() for a in leaves]
    return np.maximum(values, np.max(found, axis=0))


def _largest(a: np.ndarray) -> np.ndarray:
    """The largest finite magnitude of each draw; 0 where there is none."""
    flat = np.abs(rows(a))
    return np.where(np.isfinite(flat), flat, 0.0).max(axis=1, initial=0.0)


def rows(a: np.ndarray) -> np.ndarray:
    """One row a draw."""
    return a.reshape(len(a), -1)


def _finite_rows(a: np.ndarray) -> np.ndarray:
    return np.asarray(np.isfinite(rows(a)).all(axis=1))


def largest_of(a: np.ndarray) -> float:
    """The largest finite magnitude; 0 where there is none."""
    known = np.abs(a[np.isfinite(a)])
    return float(known.max(initial=0.0))
