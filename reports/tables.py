"""Tables made from rows: each one plain, with figures as numbers, and shown, with the digits that
mean something."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from closedform.bench.best import at_largest, best, geometric_mean
from closedform.formulas import KINDS, InputError
from closedform.formulas._kit.sources import citation
from closedform.reports import words
from closedform.reports.cells import cells, compared
from closedform.reports.evidence import Evidence, Row

OUTCOMES = ("wins", "ties", "loses")
"""What a closed form that was timed does."""
STANDINGS = ("verified", "refuted as expected", "unexpected")
"""How a verdict compares with the one expected. A verified misprint is unexpected."""

CELL = ("claim", "sizes", "dtype", "device", "device_kind")
"""Columns that the forms of one comparison share."""
LINE = ("claim", "kind", "sizes", "dtype", "device", "method", "reference", "outcome")
"""Columns of a timing that are text."""


@dataclass(frozen=True)
class Table:
    """One table, twice."""

    name: str
    """Stem of its files."""
    caption: str
    plain: pd.DataFrame
    """Figures as numbers, in the units that `caption` states, for other programs."""
    shown: pd.DataFrame
    """The same as text for a person, a word where there is no figure."""
    figures: frozenset[str] = frozenset()
    """Columns of `shown` that hold figures."""


def tables(evidence: Evidence) -> list[Table]:
    """The summary, the verdicts and the timings."""
    claims, timed = verdicts(evidence.verdicts), timings(evidence.timings)
    counted = at_largest(
        best(row for row in evidence.timings if row["role"] != "closed form" or compared(row))
    )
    return [summary(claims.plain, timed.plain, counted), claims, timed]


def verdicts(rows: Iterable[Row]) -> Table:
    """One row a claim: what came out, what was expected, and how close it came to its tolerance."""
    names = [
        "claim",
        "kind",
        "status",
        "expected",
        "comparisons",
        "max_error",
        "tolerance",
        "share",
        "source",
    ]
    rows = sorted(rows, key=lambda row: row["id"])
    lines = [{**row, "claim": row["id"]} for row in rows]
    plain = pd.DataFrame(
        [[_plain(line[name]) for name in names] for line in lines], columns=pd.Index(names)
    )
    shown = {
        "claim": [words.clean(row["id"]) for row in rows],
        "kind": [words.clean(row["kind"]) for row in rows],
        "status": [words.clean(row["status"]) for row in rows],
        "expected": [words.clean(row["expected"]) for row in rows],
        "comparisons": [f"{row['comparisons'] or 0:,}" for row in rows],
        "max error": [words.figure(row["max_error"]) for row in rows],
        "share of tolerance": [words.share(row["share"]) for row in rows],
        "source": [_cited(row["source"]) for row in rows],
    }
    caption = (
        "Claims and their verdicts. The error is |claim - autodiff| in float64, in the value's own unit, "
        "at the entry that used most of its tolerance; above the whole tolerance a claim is refuted."
    )
    return Table(
        "verdicts",
        caption,
        plain,
        pd.DataFrame(shown),
        frozenset({"comparisons", "max error", "share of tolerance"}),
    )


def timings(rows: Iterable[Row]) -> Table:
    """One row a closed form in a cell: its ratio against the best autodiff mode, and the cell's A/A
    control."""
    ordered = sorted(cells(rows), key=lambda cell: _order(cell[0]))
    lines = [
        _line(row, others) for others in ordered for row in others if row["role"] == "closed form"
    ]
    names = [*LINE, "device_kind", "ratio", "low", "high", "seconds", "reference_seconds"]
    names += ["control_ratio", "control_low", "control_high", "detail"]
    plain = pd.DataFrame(
        [[_plain(line[name]) for name in names] for line in lines], columns=pd.Index(names)
    )
    text = {
        name: [words.clean(line[name]) or "none" for line in lines]
        for name in LINE
        if name != "kind"
    }
    shown = {
        **{name.replace("reference", "against"): column for name, column in text.items()},
        "ratio": [_ratio(line) for line in lines],
        "time": [words.seconds(line["seconds"]) for line in lines],
        "autodiff's time": [words.seconds(line["reference_seconds"]) for line in lines],
        "A/A control": [
            words.ratio(*(line[f"control_{name}"] for name in ("ratio", "low", "high")))
            for line in lines
        ],
    }
    caption = (
        "Timings. A ratio is autodiff's time over the closed form's, with its 95% interval: above 1 the closed form is faster; "
        "an interval that holds 1 is a tie. What is too small counts nowhere: a call that does nothing takes as long. "
        "Autodiff is the fastest mode at that size. "
        "The A/A control is autodiff against a copy of itself: what its interval strays from 1 is noise."
    )
    return Table(
        "timings",
        caption,
        plain,
        pd.DataFrame(shown),
        frozenset({"ratio", "time", "autodiff's time", "A/A control"}),
    )


def summary(
    claims: pd.DataFrame, timed: pd.DataFrame, largest: Sequence[Mapping[str, Any]] = ()
) -> Table:
    """One row a kind and one for all: verdicts counted; wins, ties and losses of the fastest forms,
    the range of ratios.

    `largest`: rows of which each kind's geometric mean is taken, one for each claim, dtype and
    device."""
    timed = fastest(timed)
    found = set(claims["kind"]) | set(timed["kind"])
    kinds = [kind for kind in KINDS if kind in found] + sorted(found - set(KINDS))
    stands = [*STANDINGS[:-1], *sorted({*standings(claims)} - {*STANDINGS}), STANDINGS[-1]]
    lines = [
        _counts(kind, stands, claims.loc[claims["kind"] == kind], timed.loc[timed["kind"] == kind])
        for kind in kinds
    ]
    lines.append(_counts("all", stands, claims, timed))
    means = [
        geometric_mean(row for row in largest if kind in ("all", row["kind"]))
        for kind in (*kinds, "all")
    ]
    plain = pd.DataFrame(lines).assign(mean_ratio=means)
    shown = plain.drop(columns=["least_ratio", "largest_ratio", "mean_ratio"]).map(str)
    ends = zip(
        map(words.figure, plain["least_ratio"]),
        map(words.figure, plain["largest_ratio"]),
        strict=True,
    )
    shown["ratios"] = [low if low == high else f"{low} to {high}" for low, high in ends]
    shown["mean ratio"] = list(map(words.figure, means))
    caption = (
        "Verdicts and timings by kind of claim. Refuted as expected: misprints of a source, kept as printed. "
        "A closed form wins where its fastest form is faster than the best autodiff mode; ratios run from least to largest. "
        "Their mean is geometric: each claim once for each dtype and device, at its largest size, by its fastest form that "
        "returns every entry."
    )
    return Table("summary", caption, plain, shown, frozenset(shown.columns) - {"kind"})


def fastest(timed: pd.DataFrame) -> pd.DataFrame:
    """Of each comparison the row of the form with the largest ratio that says something; where none
    does, its first row."""
    ordered = timed.assign(ratio=_ratios(timed)).sort_values(
        "ratio", ascending=False, na_position="last", kind="stable"
    )
    return timed.loc[sorted(ordered.groupby(list(CELL), sort=False, dropna=False).head(1).index)]


def standings(claims: pd.DataFrame) -> list[str]:
    """Of each claim, whether its status is the expected one: one of STANDINGS, or another status
    that was expected."""
    pairs = zip(claims["status"], claims["expected"], strict=True)
    return [
        "unexpected" if s != e else s if s == "verified" else f"{s} as expected" for s, e in pairs
    ]


def controls(evidence: Evidence) -> tuple[int, int]:
    """How many A/A controls have an interval that holds 1, and how many there are."""
    intervals = [(row["low"], row["high"]) for row in evidence.timings if row["role"] == "control"]
    known = [
        words.outcome(*interval) for interval in intervals if not any(map(words.absent, interval))
    ]
    return known.count("ties"), len(known)


def _counts(
    kind: str, stands: Iterable[str], claims: pd.DataFrame, timed: pd.DataFrame
) -> dict[str, Any]:
    stood, outcomes = standings(claims), list(timed["outcome"])
    ratios = [ratio for ratio in _ratios(timed) if math.isfinite(ratio)]
    counted = {name: stood.count(name) for name in stands} | {
        name: outcomes.count(name) for name in OUTCOMES
    }
    rest = {"not compared": sum(word not in OUTCOMES for word in outcomes)}
    ends = {
        "least_ratio": min(ratios, default=math.nan),
        "largest_ratio": max(ratios, default=math.nan),
    }
    return {"kind": kind, "claims": len(claims), **counted, **rest, **ends}


def _ratios(timed: pd.DataFrame) -> list[float]:
    """The ratios of what was compared, nan elsewhere: of what is too small there is one, and it
    says nothing."""
    pairs = zip(timed["outcome"], timed["ratio"], strict=True)
    return [
        math.nan if outcome not in OUTCOMES or words.absent(ratio) else ratio
        for outcome, ratio in pairs
    ]


def _order(row: Row) -> tuple[str, str, str, float]:
    entries = math.prod(size for size in row["sizes"].values() if isinstance(size, int))
    return str(row["claim"]), str(row["device"]), str(row["dtype"]), entries


def _line(row: Row, others: list[Row]) -> dict[str, Any]:
    against: Row = next(
        (r for r in others if r["role"] == "autodiff" and r["method"] == row["reference"]), {}
    )
    control: Row = next((r for r in others if r["role"] == "control"), {})
    return {
        **row,
        "sizes": words.sizes(row["sizes"]),
        "outcome": words.outcome(row["low"], row["high"])
        if row["outcome"] == "ok"
        else row["outcome"],
        "seconds": row["median"],
        "reference_seconds": against.get("median"),
        **{f"control_{name}": control.get(name) for name in ("ratio", "low", "high")},
    }


def _cited(source: Any) -> str:
    """A source in words, where what is cited is listed."""
    try:
        return words.clean(citation(source) if isinstance(source, str) else source) or "not stated"
    except (InputError, OSError):
        return words.clean(source)


def _ratio(line: Row) -> str:
    shown = words.ratio(line["ratio"], line["low"], line["high"])
    return (
        words.clean(line["outcome"])
        if shown == "none" and line["outcome"] not in OUTCOMES
        else shown
    )


def _plain(value: Any) -> Any:
    return words.clean(value) if isinstance(value, str) else None if words.absent(value) else value
