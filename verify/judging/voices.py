"""What autodiff and finite differences of the function's values say of each other and of the
claim."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from closedform.formulas import Claim
from closedform.verify.judging.comparison import Comparison
from closedform.verify.judging.sides import Sides
from closedform.verify.oracles import differences


@dataclass
class Voices:
    """What each oracle said, over all draws.

    Attributes:
        row: the verdict's ``oracles``.
        disputed: whether the values contradict autodiff.
        smooth: whether the function has a derivative where they do.
    """

    row: dict[str, Any] = field(default_factory=dict)
    disputed: bool = False
    smooth: bool = True


def voices(claim: Claim, comparisons: Sequence[Comparison]) -> Voices:
    """What the oracles say of each other and of the claim."""
    rounds = [c.sides for c in comparisons]
    if claim.kind.order == 0:
        return Voices({"value": {}})
    row: dict[str, Any] = {"autodiff": {"modes": list(rounds[0].modes)}}
    if rounds[0].observed is None:
        return Voices(row)
    order = claim.kind.order
    there = np.concatenate([_meaningful(sides) for sides in rounds])
    said = [values_say(sides, order) for sides in rounds]
    of_autodiff, of_claim = (np.concatenate(each)[there] for each in zip(*said, strict=True))
    slopes = [slope for sides in rounds if (slope := _slope(sides, order)) is not None]
    row["values"] = {
        "autodiff": _count(of_autodiff),
        "claim": _count(of_claim),
        "taylor slope": float(np.median(slopes)) if slopes else None,
    }
    contradicted = _most(of_autodiff < 0)
    return Voices(row, contradicted, not contradicted or _smooth(rounds, order))


def estimate(sides: Sides, order: int) -> differences.Estimate:
    """The derivative along the probing tangents, by the values of a round."""
    assert sides.observed is not None
    return differences.estimate(sides.observed, sides.step, order)


def values_say(sides: Sides, order: int) -> tuple[np.ndarray, np.ndarray]:
    """Of autodiff and of the claim, for each draw: +1 agree, -1 contradict, 0 can't tell, or the
    formula has no value there."""
    seen = estimate(sides, order)
    of_modes = [differences.compare(sides.predicted[name], seen) for name in sides.modes]
    of_claim = differences.compare(sides.predicted["claim"], seen)
    there = _meaningful(sides)
    return np.where(there, np.min(of_modes, axis=0), 0), np.where(there, of_claim, 0)


def _meaningful(sides: Sides) -> np.ndarray:
    """For each draw, whether the formula has a value there."""
    return np.asarray(np.isfinite(sides.value.reshape(len(sides.value), -1)).all(axis=1))


def _slope(sides: Sides, order: int) -> float | None:
    if order != 1 or sides.observed is None:
        return None
    predicted = next(sides.predicted[name] for name in sides.modes)
    with np.errstate(all="ignore"):
        return differences.taylor_slope(sides.observed, predicted, sides.step)


def _smooth(rounds: Sequence[Sides], order: int) -> bool:
    """Whether the derivatives from both sides agree wherever both are resolved, in most draws."""
    if order != 1:
        return True
    return not _most(np.concatenate([kinked(sides) for sides in rounds]))


def kinked(sides: Sides) -> np.ndarray:
    """For each draw, whether the derivatives from the two sides differ, or there is none."""
    right, left = _from_two_sides(sides)
    said = differences.compare(left.value, right)
    unresolved = right.error > differences.RESOLVED * np.abs(right.value)
    blown = ~np.isfinite(right.error) | unresolved
    nowhere = blown.reshape(len(blown), -1).all(axis=1)
    return (said < 0) | (nowhere & (said == 0))


def bent(sides: Sides) -> np.ndarray:
    """For each draw, whether there are derivatives from the two sides, and they differ by more than
    is nothing beside the values of all draws."""
    right, left = _from_two_sides(sides)
    assert sides.observed is not None
    values = largest(sides.observed)
    usual = values[np.isfinite(values)].max(initial=0.0)
    nothing = differences.FLAT * usual / (sides.step * differences.STEPS.min())
    apart = largest(left.value - right.value)
    return np.asarray((differences.compare(left.value, right) < 0) & (apart > nothing))


def largest(a: np.ndarray) -> np.ndarray:
    """For each draw, the largest entry."""
    return np.asarray(np.abs(a.reshape(len(a), -1)).max(axis=1, initial=0.0))


def _from_two_sides(sides: Sides) -> list[differences.Estimate]:
    """The derivatives from the right and from the left."""
    assert sides.observed is not None
    with np.errstate(all="ignore"):
        return [differences.one_sided(sides.observed, sides.step, sign) for sign in (1, -1)]


def _most(said: np.ndarray) -> bool:
    return bool(said.sum() * 2 > len(said)) and len(said) > 0


def _count(said: np.ndarray) -> dict[str, int]:
    return {
        "agree": int((said > 0).sum()),
        "contradict": int((said < 0).sum()),
        "cannot tell": int((said == 0).sum()),
    }
