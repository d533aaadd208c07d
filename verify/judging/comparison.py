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
    PERTURBATION,
    RELATIVE,
    SENSITIVITY,
    SPREADS,
    floor,
    peak,
    roughness,
    spread,
    tolerance,
)
from closedform.verify.kinds.standard import Standard


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
    """Hold the claim against autodiff in every round, with one scale over all of them."""
    standard = kinds.of(claim)
    firsts = [standard.reduced(sides.frame, sides.judge) for sides in rounds]
    count = len(firsts[0]) if firsts else 0
    largest = [max(largest_of(finite(leaves[k])) for leaves in firsts) for k in range(count)]
    return [_compare(standard, sides, largest) for sides in rounds]


def _compare(standard: Standard, sides: Sides, largest: list[float]) -> Comparison:
    modes = [standard.reduced(sides.frame, leaves) for leaves in sides.modes.values()]
    comparison = Comparison(sides, [], [], [], [], _finite_rows(sides.value))
    usual = natural(standard, sides)
    with np.errstate(invalid="ignore", over="ignore"):
        for k, leaf in enumerate(standard.reduced(sides.frame, sides.claim)):
            got, copies = sides.split(leaf)
            judges = [leaves[k] for leaves in modes]
            if standard.vanishing:
                scale, moved = _of_zero(sides, judges, got, copies, usual), copies[:SENSITIVITY:2]
            else:
                scale, moved = _of_values(sides, judges, largest[k]), copies
            noise = spread(got, moved) + roughness(copies)
            comparison.got.append(got)
            comparison.want.append(scale.want)
            comparison.errors.append(np.abs(got - scale.want))
            comparison.tolerances.append(tolerance(scale.base, noise, scale.apart, scale.size))
            comparison.defined &= _decides(standard, scale, max(largest[k], usual))
    return comparison


def _decides(standard: Standard, scale: Scale, usual: float) -> np.ndarray:
    """For each draw, whether autodiff has a value there and knows it well enough to decide."""
    exists = _finite_rows(scale.want)
    blurred = rows(scale.base) > BLIND * np.maximum(rows(scale.size), usual)
    known = exists & ~blurred.any(axis=1)
    if standard.vanishing:
        return known | ~exists  # a claimed point without a gradient is wrong
    return known


def _of_values(sides: Sides, judges: list[np.ndarray], largest: float) -> Scale:
    """The scale of a derivative: that of its own values."""
    want, copies = sides.split(judges[0])
    other, _ = sides.split(judges[-1])
    base = floor(want, spread(want, copies) + roughness(copies), largest)
    return Scale(want, base, np.abs(want - other), peak(want))


def _of_zero(
    sides: Sides, judges: list[np.ndarray], got: np.ndarray, copies: np.ndarray, usual: float
) -> Scale:
    """The scale where zero is wanted: how far what is found moves with the claimed point."""
    want, _ = sides.split(judges[0])
    other, _ = sides.split(judges[-1])
    moved = spread(got, copies[1:SENSITIVITY:2])
    base = SPREADS * moved + RELATIVE * np.abs(want) + ABSOLUTE * usual
    return Scale(want, base, np.abs(want - other), peak(moved) / PERTURBATION)


def natural(standard: Standard, sides: Sides) -> float:
    """The size that a derivative has as a rule: the value's over the variable's, as often as it is
    differentiated. Unbounded for a value."""
    order = standard.claim.kind.order
    if order == 0:
        return float("inf")  # a value that is zero is compared as it stands
    raw = max(largest_of(a) for leaves in sides.modes.values() for a in leaves)
    return max(raw, largest_of(sides.value) / float(np.min(sides.step)) ** order)


def rows(a: np.ndarray) -> np.ndarray:
    """One row a draw."""
    return a.reshape(len(a), -1)


def _finite_rows(a: np.ndarray) -> np.ndarray:
    return np.asarray(np.isfinite(rows(a)).all(axis=1))


def finite(a: np.ndarray) -> np.ndarray:
    """The draws in which nothing overflowed: what is left of the others would be the largest by
    far."""
    return a[_finite_rows(a)]


def largest_of(a: np.ndarray) -> float:
    """The largest finite magnitude; 0 where there is none."""
    known = np.abs(a[np.isfinite(a)])
    return float(known.max(initial=0.0))
