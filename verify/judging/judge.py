"""From what the programs computed to a verdict."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from closedform.formulas import Claim
from closedform.verify.judging.comparison import Comparison, compare, rows
from closedform.verify.judging.sides import Sides
from closedform.verify.judging.voices import Voices, voices
from closedform.verify.rows import Verdict


def decide(claim: Claim, rounds: Sequence[Sides], verdict: Verdict) -> list[Comparison]:
    """Fill the verdict in from the rounds; return the comparisons it rests on."""
    comparisons = compare(claim, rounds)
    verdict.comparisons = sum(
        int(c.defined.sum()) * sum(errors[0].size for errors in c.errors) for c in comparisons
    )
    heard = voices(claim, comparisons) if comparisons else Voices()
    verdict.oracles = heard.row
    undefined = [str(c.sides.round.sizes) for c in comparisons if not c.defined.any()]
    if undefined:
        verdict.detail = "undefined at " + "; ".join(undefined)
    if heard.disputed:
        _dispute(verdict, heard)
    elif not verdict.comparisons:
        verdict.status = "unexercised"
        verdict.detail = verdict.detail or "no size is legal, or there is nothing to compare"
    else:
        _judge(claim, comparisons, verdict)
        circular = any(sides.program and sides.program.circular for sides in rounds)
        if circular and claim.kind.order:
            _carried_by_values(verdict, heard)
    return comparisons


def separating(c: Comparison) -> Comparison:
    """The same but for draws at which the claim itself is not finite: that doesn't make it another
    value."""
    finite = np.all([np.isfinite(rows(got)).all(axis=1) for got in c.got], axis=0)
    return replace(c, defined=c.defined & finite)


def _carried_by_values(verdict: Verdict, heard: Voices) -> None:
    """A claim that holds autodiff itself agrees with autodiff for nothing: the function's own
    values decide."""
    nothing = {"agree": 0, "contradict": 0, "cannot tell": 0}
    said = heard.row.get("values", {}).get("claim", nothing)
    told = "autodiff is in the claim; the function's own values decide"
    verdict.oracles["autodiff"] = {"circular": told}
    if verdict.status != "verified":
        return
    total = sum(said.values())
    if 2 * said["agree"] <= total:  # a contradiction on most draws was a dispute already
        verdict.status = "unexercised"
    counts = f"they agree in {said['agree']} of {total} draws, contradict in {said['contradict']}"
    verdict.detail = f"autodiff is in the claim, so the function's own values decide: {counts}"


def _dispute(verdict: Verdict, heard: Voices) -> None:
    of_autodiff, of_claim = heard.row["values"]["autodiff"], heard.row["values"]["claim"]
    count = f"in {of_autodiff['contradict']} of {sum(of_autodiff.values())} draws"
    if heard.smooth:
        verdict.status = "disputed"
        agreeing = f"the closed form agrees with them in {of_claim['agree']}"
        verdict.detail = f"autodiff contradicts the function's own values {count}; {agreeing}"
    else:
        verdict.status = "not differentiable"
        sides = "the derivatives from the two sides differ"
        verdict.detail = f"{sides}; central differences contradict autodiff {count}"


def _judge(claim: Claim, comparisons: Sequence[Comparison], verdict: Verdict) -> None:
    if claim.kind.unequal:
        _judge_unequal([separating(c) for c in comparisons], verdict)
        return
    at, d, k, entry = _worst(comparisons)
    _measure(verdict, at, d, k, entry)
    verdict.status = "verified" if at.shares[k][d][entry] <= 1 else "refuted"
    if verdict.status == "refuted":
        verdict.counterexample = {
            "shape": at.sides.round.sizes,
            "seed": at.sides.round.seeds[d],
            "array": claim.wrt[k] if len(claim.wrt) > 1 and k < len(claim.wrt) else None,
            "entry": [int(i) for i in entry],
            "claim": float(at.got[k][d][entry]),
            "autodiff": float(at.want[k][d][entry]),
            "mode": next(iter(at.sides.modes)),
        }


def _judge_unequal(comparisons: Sequence[Comparison], verdict: Verdict) -> None:
    """A claim that two things differ is right where some draw separates them."""
    if not any(c.defined.any() for c in comparisons):
        verdict.status = "refuted"
        verdict.detail = "the expression is finite in no draw, and so not seen to differ"
        return
    at, d, k, entry = _worst(comparisons)
    _measure(verdict, at, d, k, entry)
    verdict.status = "verified" if at.shares[k][d][entry] > 1 else "refuted"
    if verdict.status == "refuted":
        verdict.detail = "equal in every draw"


Place = tuple[Comparison, int, int, tuple[int, ...]]


def _worst(comparisons: Sequence[Comparison]) -> Place:
    """Where most of a tolerance was used: the comparison, its draw, its array and the entry."""
    at = max((c for c in comparisons if c.defined.any()), key=lambda c: np.nanmax(c.worst))
    d = int(np.nanargmax(at.worst))
    k = int(np.argmax([share[d].max(initial=-1.0) for share in at.shares]))
    share = at.shares[k][d]
    return at, d, k, tuple(int(i) for i in np.unravel_index(int(np.argmax(share)), share.shape))


def _measure(verdict: Verdict, at: Comparison, d: int, k: int, entry: tuple[int, ...]) -> None:
    verdict.max_error = float(at.errors[k][d][entry])
    verdict.tolerance = float(at.tolerances[k][d][entry])
    verdict.share = float(at.shares[k][d][entry])
