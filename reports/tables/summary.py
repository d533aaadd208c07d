"""The table of kinds: verdicts, and what came of timings, counted."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from closedform.bench.best import at_largest, best, geometric_mean
from closedform.formulas import KINDS
from closedform.reports import words
from closedform.reports.rows.cells import compared
from closedform.reports.rows.evidence import Evidence
from closedform.reports.tables.table import Table
from closedform.reports.tables.timings import OUTCOMES, fastest, ratios, timings
from closedform.reports.tables.verdicts import STANDINGS, standings, verdicts

CAPTION = (
    "Verdicts and timings by kind of claim. Refuted as expected: misprints of a source, kept as "
    "printed. A closed form wins where its fastest form is faster than the best autodiff mode; "
    "ratios run from least to largest. Their mean is geometric: each claim once for each dtype "
    "and device, at its largest size, by its fastest form that returns every entry."
)


def tables(evidence: Evidence) -> list[Table]:
    """The summary, the verdicts and the timings."""
    claims, timed = verdicts(evidence.verdicts), timings(evidence.timings)
    counted = [row for row in evidence.timings if row["role"] != "closed form" or compared(row)]
    return [summary(claims.plain, timed.plain, at_largest(best(counted))), claims, timed]


def summary(
    claims: pd.DataFrame, timed: pd.DataFrame, largest: Sequence[Mapping[str, Any]] = ()
) -> Table:
    """One row a kind and one for all: verdicts counted; wins, ties and losses of the fastest forms,
    the range of ratios.

    `largest`: rows of which each kind's geometric mean is taken, one for each claim, dtype and
    device."""
    timed = fastest(timed)
    kinds = _kinds(claims, timed)
    stands = [*STANDINGS[:-1], *sorted({*standings(claims)} - {*STANDINGS}), STANDINGS[-1]]
    lines = [
        _counts(kind, stands, claims.loc[claims["kind"] == kind], timed.loc[timed["kind"] == kind])
        for kind in kinds
    ]
    lines.append(_counts("all", stands, claims, timed))
    means = [geometric_mean(row for row in largest if row["kind"] == kind) for kind in kinds]
    means.append(geometric_mean(largest))
    plain = pd.DataFrame(lines).assign(mean_ratio=means)
    shown = _shown(plain)
    return Table("summary", CAPTION, plain, shown, frozenset(shown.columns) - {"kind"})


def controls(evidence: Evidence) -> tuple[int, int]:
    """How many A/A controls have an interval that holds 1, and how many there are."""
    intervals = [(row["low"], row["high"]) for row in evidence.timings if row["role"] == "control"]
    whole = [interval for interval in intervals if not any(map(words.absent, interval))]
    return [words.outcome(*interval) for interval in whole].count("ties"), len(whole)


def _kinds(*frames: pd.DataFrame) -> list[str]:
    """The kinds that occur, in the kit's order; those that it lacks last."""
    found = {kind for frame in frames for kind in frame["kind"]}
    return [kind for kind in KINDS if kind in found] + sorted(found - set(KINDS))


def _counts(
    kind: str, stands: Iterable[str], claims: pd.DataFrame, timed: pd.DataFrame
) -> dict[str, Any]:
    stood, outcomes = standings(claims), list(timed["outcome"])
    found = [ratio for ratio in ratios(timed) if math.isfinite(ratio)]
    return {
        "kind": kind,
        "claims": len(claims),
        **{name: stood.count(name) for name in stands},
        **{name: outcomes.count(name) for name in OUTCOMES},
        "not compared": sum(word not in OUTCOMES for word in outcomes),
        "least_ratio": min(found, default=math.nan),
        "largest_ratio": max(found, default=math.nan),
    }


def _shown(plain: pd.DataFrame) -> pd.DataFrame:
    shown = plain.drop(columns=["least_ratio", "largest_ratio", "mean_ratio"]).map(str)
    least, largest = (map(words.figure, plain[f"{end}_ratio"]) for end in ("least", "largest"))
    ends = zip(least, largest, strict=True)
    shown["ratios"] = [low if low == high else f"{low} to {high}" for low, high in ends]
    shown["mean ratio"] = list(map(words.figure, plain["mean_ratio"]))
    return shown
