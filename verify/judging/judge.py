"""From what the programs computed to a verdict."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from closedform.formulas import Claim
from closedform.verify.judging.comparison import Comparison, compare, rows
from closedform.verify.judging.confirm import contradicted
from closedform.verify.judging.points import SPECIAL, decisive
from closedform.verify.judging.sides import Sides
from closedform.verify.judging.tolerance import floor
from closedform.verify.judging.voices import Voices, values_say, voices
from closedform.verify.rows import Verdict

TANGENT = 3.0
"""Size of an entry of a probing tangent: of a normal number, seldom more."""


def decide(claim: Claim, rounds: Sequence[Sides], verdict: Verdict) -> list[Comparison]:
    """Fill the verdict in from the rounds; return the comparisons it rests on."""
    comparisons = compare(claim, rounds)
    ordinary = [c for c in comparisons if c.sides.round.sort not in SPECIAL]
    heard = voices(claim, ordinary) if ordinary else Voices()
    verdict.oracles = heard.row
    against: list[str] = []
    if "values" in heard.row:
        # Differences of second order reach less far down: near a singular matrix, not far enough.
        wide = [c for c in comparisons if c.sides.round.sort == "wide" and claim.kind.order == 1]
        short = [c for c in ordinary if c.sides.round.sort != "long"]
        against = _contradictions(claim, [*short, *wide], heard)
    for c in comparisons:
        if c.sides.round.sort in SPECIAL:
            c.defined &= decisive(claim, c)
    if "values" in heard.row:
        _crossed(claim, comparisons)
    verdict.comparisons = sum(
        int(c.defined.sum()) * sum(errors[0].size for errors in c.errors) for c in comparisons
    )
    undefined = [str(c.sides.round.sizes) for c in ordinary if not c.defined.any()]
    if undefined:
        verdict.detail = "undefined at " + "; ".join(undefined)
    if heard.disputed:
        _dispute(verdict, heard)
    elif against:
        _dispute_few(verdict, heard, against)
    elif not verdict.comparisons:
        verdict.status = "unexercised"
        verdict.detail = verdict.detail or "no size is legal, or there is nothing to compare"
    else:
        _judge(claim, comparisons, verdict)
        circular = (sides.program.circular for sides in rounds if sides.program)
        why = next(filter(None, circular), None) or _quotient(ordinary)
        if why and claim.kind.order:
            _carried_by_values(verdict, heard, why)
    return comparisons


def _contradictions(claim: Claim, comparisons: Sequence[Comparison], heard: Voices) -> list[str]:
    """Draws in which the values contradict autodiff for good, in words; where the function has no
    derivative the draw decides nothing from here on. A dispute that none of them bears out is
    none."""
    told, borne_out, kinks = [], False, 0
    for c in comparisons:
        confirmed, without = contradicted(c.sides, claim.kind.order, _resolved(c, claim.kind.order))
        borne_out |= bool(confirmed)
        kinks += len(without)
        c.defined[without] = False
        round = c.sides.round
        told += [f"seed {round.seeds[d]} at {round.sizes}" for d in confirmed if d not in without]
    heard.disputed &= borne_out
    if kinks and not any(c.defined.any() for c in comparisons):
        heard.disputed, heard.smooth = True, False
    return told


def _resolved(c: Comparison, order: int) -> np.ndarray:
    """For each draw, the difference of derivatives along probing tangents that the tolerances of
    its entries amount to."""
    each = [a.reshape(len(a), -1) for a in c.tolerances]
    return np.asarray(sum(a.sum(axis=1) for a in each) * TANGENT**order)


def _crossed(claim: Claim, comparisons: Sequence[Comparison]) -> None:
    """Where autodiff agrees with the values and the claim contradicts them, no tolerance helps."""
    for c in comparisons:
        of_autodiff, of_claim = values_say(c.sides, claim.kind.order)
        for d in np.flatnonzero((of_autodiff > 0) & (of_claim < 0) & c.defined):
            zero = np.zeros(1)
            for want, allowed in zip(c.want, c.tolerances, strict=True):
                allowed[d] = np.minimum(allowed[d], floor(want[d : d + 1], zero, zero)[0])


def separating(c: Comparison) -> Comparison:
    """The same but for draws at which the claim itself is not finite: that doesn't make it another
    value."""
    finite = np.all([np.isfinite(rows(got)).all(axis=1) for got in c.got], axis=0)
    return replace(c, defined=c.defined & finite)


def _carried_by_values(verdict: Verdict, heard: Voices, why: str) -> None:
    """A claim that holds autodiff itself agrees with autodiff for nothing: the function's own
    values decide."""
    nothing = {"agree": 0, "contradict": 0, "cannot tell": 0}
    said = heard.row.get("values", {}).get("claim", nothing)
    verdict.oracles["autodiff"] = {"circular": f"{why}; the function's own values decide"}
    if verdict.status != "verified":
        return
    total = sum(said.values())
    if 2 * said["agree"] <= total:  # a contradiction on most draws was a dispute already
        verdict.status = "unexercised"
    counts = f"they agree in {said['agree']} of {total} draws, contradict in {said['contradict']}"
    verdict.detail = f"{why}, so the function's own values decide: {counts}"


def _quotient(comparisons: Sequence[Comparison]) -> str | None:
    """Whether the claim rounds as a quotient of differences does, where autodiff is exact."""
    rough = np.concatenate([c.rough[c.defined] for c in comparisons])
    if len(rough) and 2 * rough.sum() > len(rough):
        return "the claim loses digits as a quotient of differences does"
    return None


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


def _dispute_few(verdict: Verdict, heard: Voices, told: Sequence[str]) -> None:
    of_claim = heard.row["values"]["claim"]
    heard.row["values"]["contradicted at"] = list(told)
    verdict.status = "disputed"
    where = "; ".join(told[:3]) + ("; ..." if len(told) > 3 else "")
    verdict.detail = (
        f"autodiff contradicts the function's own values in {len(told)} of "
        f"{sum(of_claim.values())} draws ({where}), along every tangent and however small the "
        f"steps; the closed form agrees with them in {of_claim['agree']}"
    )


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
            "array": claim.wrt[k] if k < len(claim.wrt) and len(at.got) > 1 else None,
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
