"""From what the programs computed to a verdict."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from closedform.formulas import Claim
from closedform.formulas._kit.claim import LABELLED, OPTIMA
from closedform.verify.judging.program import Sides, reduced
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
from closedform.verify.oracles import differences as values
from closedform.verify.rows import Verdict


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
        flat = [s.reshape(len(s), -1).max(axis=1, initial=0.0) for s in self.shares]
        return np.max(flat, axis=0)


@dataclass
class Voices:
    """What each oracle said, over all draws."""

    row: dict[str, Any] = field(default_factory=dict)
    disputed: bool = False
    smooth: bool = True


def compare(claim: Claim, rounds: Sequence[Sides]) -> list[Comparison]:
    """Hold the claim against autodiff in every round, with one scale over all of them."""
    firsts = [reduced(claim, s.frame, next(iter(s.modes.values()))) for s in rounds]
    largest = (
        [max(_peak(_finite(leaves[k])) for leaves in firsts) for k in range(len(firsts[0]))]
        if firsts
        else []
    )
    return [_compare(claim, sides, largest) for sides in rounds]


def _compare(claim: Claim, sides: Sides, largest: list[float]) -> Comparison:
    modes = [reduced(claim, sides.frame, leaves) for leaves in sides.modes.values()]
    comparison = Comparison(
        sides, [], [], [], [], np.asarray(np.isfinite(_rows(sides.value)).all(axis=1))
    )
    with np.errstate(invalid="ignore", over="ignore"):
        for k, leaf in enumerate(reduced(claim, sides.frame, sides.claim)):
            got, copies = sides.split(leaf)
            want, base, apart, size = _wanted(
                claim, sides, [leaves[k] for leaves in modes], got, copies, largest[k]
            )
            noise = (
                spread(got, copies[:SENSITIVITY:2]) if claim.kind in OPTIMA else spread(got, copies)
            )
            there = np.isfinite(_rows(want)).all(axis=1)
            known = there & (
                _rows(base)
                <= BLIND * np.maximum(_rows(size), max(largest[k], natural(claim, sides)))
            ).all(axis=1)
            comparison.defined &= (
                known | ~there if claim.kind in OPTIMA else known
            )  # a point without a gradient is wrong
            comparison.errors.append(np.abs(got - want))
            comparison.tolerances.append(tolerance(base, noise + roughness(copies), apart, size))
            comparison.got.append(got)
            comparison.want.append(want)
    return comparison


def _wanted(
    claim: Claim,
    sides: Sides,
    modes: list[np.ndarray],
    got: np.ndarray,
    copies: np.ndarray,
    largest: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What autodiff wants, what it alone allows, how far its modes are apart, and the size of its
    values."""
    want, want_copies = sides.split(modes[0])
    other, _ = sides.split(modes[-1])
    if (
        claim.kind in OPTIMA
    ):  # zero is wanted: the scale is how far the gradient moves with the point
        moved = spread(got, copies[1:SENSITIVITY:2])
        base = SPREADS * moved + RELATIVE * np.abs(want) + ABSOLUTE * natural(claim, sides)
        return want, base, np.abs(want - other), peak(moved) / PERTURBATION
    base = floor(want, spread(want, want_copies) + roughness(want_copies), largest)
    return want, base, np.abs(want - other), peak(want)


def natural(claim: Claim, sides: Sides) -> float:
    """The size that a derivative has as a rule: the value's over the variable's, once or twice.
    Unbounded for a value."""
    if claim.kind in LABELLED:
        return float("inf")  # a value that is zero is compared as it stands
    order = 2 if claim.kind in ("hessian", "hvp") else 1
    raw = max(_peak(a) for leaves in sides.modes.values() for a in leaves)
    return max(raw, _peak(sides.value) / float(np.min(sides.step)) ** order)


def _rows(a: np.ndarray) -> np.ndarray:
    return a.reshape(len(a), -1)


def _finite(a: np.ndarray) -> np.ndarray:
    """The draws in which nothing overflowed: what is left of the others would be the largest by
    far."""
    return a[np.isfinite(_rows(a)).all(axis=1)]


def _peak(a: np.ndarray) -> float:
    finite = np.abs(a[np.isfinite(a)])
    return float(finite.max(initial=0.0))


def voices(claim: Claim, comparisons: Sequence[Comparison]) -> Voices:
    """What autodiff and the values say of each other and of the claim."""
    modes = list(comparisons[0].sides.modes)
    row: dict[str, Any] = {"autodiff": {"modes": modes}}
    if claim.kind in LABELLED:
        return Voices({"value": {}})
    if comparisons[0].sides.observed is None:
        return Voices(row)
    says = [_values_say(claim, c) for c in comparisons]
    of_autodiff = np.concatenate([s[0] for s in says])
    of_claim = np.concatenate([s[1] for s in says])
    slopes = [s for c in comparisons if (s := _slope(claim, c)) is not None]
    row["values"] = {
        "autodiff": _count(of_autodiff),
        "claim": _count(of_claim),
        "taylor slope": float(np.median(slopes)) if slopes else None,
    }
    contradicted = len(of_autodiff) > 0 and (of_autodiff < 0).sum() * 2 > len(of_autodiff)
    return Voices(row, bool(contradicted), not contradicted or _smooth(claim, comparisons))


def _values_say(claim: Claim, c: Comparison) -> tuple[np.ndarray, np.ndarray]:
    sides = c.sides
    estimate = _estimate(claim, sides)
    predicted = sides.predicted
    of_modes = [values.compare(predicted[name], estimate) for name in sides.modes]
    meaningful = np.isfinite(sides.value.reshape(len(sides.value), -1)).all(axis=1)
    return np.min(of_modes, axis=0)[meaningful], values.compare(predicted["claim"], estimate)[
        meaningful
    ]


def _estimate(claim: Claim, sides: Sides) -> values.Estimate:
    assert sides.observed is not None
    order = values.second_order if claim.kind in ("hessian", "hvp") else values.first_order
    with np.errstate(all="ignore"):
        return order(sides.observed, sides.step)


def _slope(claim: Claim, c: Comparison) -> float | None:
    if claim.kind in ("hessian", "hvp") or c.sides.observed is None:
        return None
    predicted = next(c.sides.predicted[name] for name in c.sides.modes)
    with np.errstate(all="ignore"):
        return values.taylor_slope(c.sides.observed, predicted, c.sides.step)


def _smooth(claim: Claim, comparisons: Sequence[Comparison]) -> bool:
    """Whether the derivatives from both sides agree wherever both are resolved, in most draws."""
    if claim.kind in ("hessian", "hvp"):
        return True
    verdicts = []
    for c in comparisons:
        assert c.sides.observed is not None
        with np.errstate(all="ignore"):
            right, left = (
                values.one_sided(c.sides.observed, c.sides.step, sign) for sign in (1, -1)
            )
        verdicts.append(values.compare(left.value, right))
        blown = ~np.isfinite(right.error) | (right.error > values.RESOLVED * np.abs(right.value))
        verdicts[-1] = np.where(
            blown.reshape(len(blown), -1).all(axis=1) & (verdicts[-1] == 0), -1, verdicts[-1]
        )
    said = np.concatenate(verdicts)
    return (said < 0).sum() * 2 <= len(said)


def _count(said: np.ndarray) -> dict[str, int]:
    return {
        "agree": int((said > 0).sum()),
        "contradict": int((said < 0).sum()),
        "cannot tell": int((said == 0).sum()),
    }


def decide(claim: Claim, rounds: Sequence[Sides], verdict: Verdict) -> list[Comparison]:
    """Fill the verdict in from the rounds; return the comparisons it rests on."""
    comparisons = compare(claim, rounds)
    defined = sum(int(c.defined.sum()) for c in comparisons)
    verdict.comparisons = sum(
        int(c.defined.sum()) * sum(e[0].size for e in c.errors) for c in comparisons
    )
    heard = voices(claim, comparisons) if comparisons else Voices()
    verdict.oracles = heard.row
    undefined = [c.sides.round for c in comparisons if not c.defined.any()]
    if undefined:
        verdict.detail = "undefined at " + "; ".join(str(r.sizes) for r in undefined)
    if heard.disputed:
        _dispute(verdict, heard)
    elif not defined or not verdict.comparisons:
        verdict.status = "unexercised"
        verdict.detail = verdict.detail or "no size is legal, or there is nothing to compare"
    else:
        _judge(claim, comparisons, verdict)
        if claim.kind not in LABELLED and any(s.program and s.program.circular for s in rounds):
            _carried_by_values(verdict, heard)
    return comparisons


def _carried_by_values(verdict: Verdict, heard: Voices) -> None:
    """A claim that holds autodiff itself agrees with autodiff for nothing: the function's own
    values decide."""
    said = heard.row.get("values", {}).get("claim", {"agree": 0, "contradict": 0, "cannot tell": 0})
    verdict.oracles["autodiff"] = {
        "circular": "autodiff is in the claim; the function's own values decide"
    }
    if verdict.status != "verified":
        return
    if 2 * said["agree"] <= sum(
        said.values()
    ):  # a contradiction on most draws was a dispute already
        verdict.status = "unexercised"
    told = f"they agree in {said['agree']} of {sum(said.values())} draws, contradict in {said['contradict']}"
    verdict.detail = f"autodiff is in the claim, so the function's own values decide: {told}"


def separating(c: Comparison) -> Comparison:
    """The same but for draws at which the claim itself is not finite: that doesn't make it another
    value."""
    finite = np.all([np.isfinite(_rows(got)).all(axis=1) for got in c.got], axis=0)
    return replace(c, defined=c.defined & finite)


def _dispute(verdict: Verdict, heard: Voices) -> None:
    of_autodiff, of_claim = heard.row["values"]["autodiff"], heard.row["values"]["claim"]
    total = sum(of_autodiff.values())
    verdict.status = "disputed" if heard.smooth else "not differentiable"
    verdict.detail = (
        f"autodiff contradicts the function's own values in {of_autodiff['contradict']} of {total} draws; "
        f"the closed form agrees with them in {of_claim['agree']}"
        if heard.smooth
        else "the derivatives from the two sides differ; central differences contradict autodiff "
        f"in {of_autodiff['contradict']} of {total} draws"
    )


def _judge(claim: Claim, comparisons: Sequence[Comparison], verdict: Verdict) -> None:
    if claim.kind == "differs":
        comparisons = [separating(c) for c in comparisons]
        if not any(c.defined.any() for c in comparisons):
            verdict.status, verdict.detail = (
                "refuted",
                "the expression is finite in no draw, and so not seen to differ",
            )
            return
    at = max((c for c in comparisons if c.defined.any()), key=lambda c: np.nanmax(c.worst))
    d = int(np.nanargmax(at.worst))
    k = int(np.argmax([s[d].max(initial=-1.0) for s in at.shares]))
    entry = np.unravel_index(int(np.argmax(at.shares[k][d])), at.shares[k][d].shape)
    verdict.max_error, verdict.tolerance = (
        float(at.errors[k][d][entry]),
        float(at.tolerances[k][d][entry]),
    )
    verdict.share = float(at.shares[k][d][entry])
    equal = verdict.share <= 1
    if claim.kind == "differs":
        verdict.status = "refuted" if equal else "verified"
        verdict.detail = "equal in every draw" if equal else verdict.detail
        return
    verdict.status = "verified" if equal else "refuted"
    if not equal:
        names = list(at.sides.modes)
        verdict.counterexample = {
            "shape": at.sides.round.sizes,
            "seed": at.sides.round.seeds[d],
            "array": claim.wrt[k] if len(claim.wrt) > 1 and k < len(claim.wrt) else None,
            "entry": [int(i) for i in entry],
            "claim": float(at.got[k][d][entry]),
            "autodiff": float(at.want[k][d][entry]),
            "mode": names[0],
        }
