"""Why a refuted claim is wrong: causes ranked by worth, each tested by experiment; none fits:
unknown."""

from collections.abc import Sequence

import numpy as np

from closedform.formulas import Claim
from closedform.verify.causes import readings, special, terms
from closedform.verify.causes.cause import Cause, failing
from closedform.verify.judging.comparison import Comparison

DIGITS = 1e-5
"""Errors below this part of the largest value, in a claim that nothing else explains, are lost
digits."""


def diagnose(
    claim: Claim, comparisons: Sequence[Comparison], same_at_50_digits: bool = False
) -> list[Cause]:
    """Causes that fit, best first; at least one."""
    defined = [c for c in comparisons if c.defined.any()]
    if any(not np.isfinite(g[c.defined]).all() for c in defined for g in c.got):
        return [
            Cause(
                "non-finite", f"it is nan or inf {_where(defined)} where the right value is finite"
            )
        ]
    if same_at_50_digits:
        return [
            Cause(
                "precision",
                "in exact arithmetic it is right: rounding takes its digits away",
                "evaluate it in another way",
            )
        ]
    rounds, which = [c.sides for c in defined], failing(defined)
    if claim.kind.point:
        edited = terms.of_optimum(claim, rounds)
        return (
            edited or special.sizes(claim, defined) or [Cause("unknown", _optimum(claim, defined))]
        )
    found = readings.diagnose(claim, rounds, which)
    symmetric = (
        special.symmetric(claim, rounds)
        if not found or found[0].name in ("missing-commutation", "transposed")
        else []
    )
    if found or symmetric:
        return [*found, *symmetric]
    if transpose := readings.own_transpose(claim, rounds, which):
        return transpose
    if small := _lost_digits(defined):
        return [small]
    edited, entries = terms.diagnose(claim, rounds, which), _entries(defined, which)
    if edited and edited[0].instead:
        return [*edited, *entries]
    cases = special.other(claim, rounds)
    sizes = special.sizes(claim, defined) if not (cases or edited or entries) else []
    return [*cases, *entries, *edited, *sizes] or [
        Cause("unknown", "no simple change makes it right")
    ]


def _where(defined: Sequence[Comparison]) -> str:
    bad = [c for c in defined if any(not np.isfinite(g[c.defined]).all() for g in c.got)]
    return f"at {bad[0].sides.round.sizes}"


def _optimum(claim: Claim, defined: Sequence[Comparison]) -> str:
    names = (
        "the gradient does not vanish there",
        "the point lies outside its domain",
        "a curvature has the wrong sign",
    )
    which = [k for k in failing(defined) if k < len(names)]
    return "; ".join(names[k] for k in which) or "no simple change makes it right"


def _lost_digits(defined: Sequence[Comparison]) -> Cause | None:
    largest = max(np.abs(w[c.defined]).max(initial=0.0) for c in defined for w in c.want)
    error = max(e[c.defined].max(initial=0.0) for c in defined for e in c.errors)
    if error > DIGITS * largest:
        return None
    return Cause(
        "precision",
        f"it is right to {-np.log10(error / largest):.0f} digits alone: the rest is lost",
        "evaluate it in another way",
    )


def _entries(defined: Sequence[Comparison], which: Sequence[int]) -> list[Cause]:
    """Only some entries wrong, the same ones in every draw."""
    if len(which) != 1:
        return []
    k, patterns = which[0], []
    for c in defined:
        wrong = (c.shares[k][c.defined] > 1).any(axis=0)
        if wrong.size > 1 and 1 not in c.sides.round.sizes.values():
            if not np.abs(c.want[k][c.defined][:, ~wrong]).max(initial=0.0) > 0:
                return []  # those that are right are zero
            patterns.append(wrong)
    if not patterns or any(p.all() or not p.any() for p in patterns):
        return []
    return [Cause("wrong-entries", f"wrong are {_pattern(patterns)}; the others are right")]


def _pattern(patterns: Sequence[np.ndarray]) -> str:
    tests = {
        "those on the diagonal": lambda p: np.eye(*p.shape, dtype=bool),
        "those off the diagonal": lambda p: ~np.eye(*p.shape, dtype=bool),
        "those above the diagonal": lambda p: np.triu(np.ones(p.shape, bool), 1),
        "those below the diagonal": lambda p: np.tril(np.ones(p.shape, bool), -1),
    }
    if all(p.ndim == 2 for p in patterns):
        for words, mask in tests.items():
            if all(not (p & ~mask(p)).any() for p in patterns):
                return words
        for axis, word in ((1, "row"), (0, "column")):
            lines = {tuple(np.flatnonzero(p.any(axis=axis))) for p in patterns}
            if all(len(line) == 1 for line in lines):
                return (
                    f"those of one {word} (number {min(lines)[0] if len(lines) == 1 else 'last'})"
                )
    first = patterns[0]
    return f"{int(first.sum())} of {first.size}, as {', '.join(str([int(i) for i in at]) for at in np.argwhere(first)[:3])}"
