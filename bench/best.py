"""Of each comparison the closed form that counts: the fastest one that returns what autodiff
returns, entry by entry."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
"""A timing: the fields of ``closedform.bench.rows.Timing``."""

LOSES = 0.97
"""A closed form loses where its whole interval lies under this: a hair under 1 is no reason to do
without it."""


def best(rows: Iterable[Row]) -> list[Row]:
    """The closed form with the largest ratio in each cell that was timed and where an empty call
    does not take longest.

    A form that returns a matrix by its factors is left out, unless autodiff returns as many bytes.
    """
    cells: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        if row["outcome"] == "ok":
            cells.setdefault(_cell(row), []).append(row)
    found = (
        max(dense(of_cell), key=lambda row: row["ratio"], default=None)
        for of_cell in cells.values()
    )
    return [row for row in found if row is not None]


def dense(rows: Sequence[Row]) -> list[Row]:
    """The closed forms of a cell that return as many bytes as the autodiff mode that they were held
    against."""
    written = {row["method"]: row["write_bytes"] for row in rows if row["role"] == "autodiff"}
    closed = [
        row
        for row in rows
        if row["role"] == "closed form" and row["reference"] in written and row["ratio"]
    ]
    return [row for row in closed if _same(row["write_bytes"], written[row["reference"]])]


def at_largest(rows: Iterable[Row]) -> list[Row]:
    """Of each claim, dtype and device the row with the most entries in its sizes."""
    largest: dict[tuple[str, ...], Row] = {}
    for row in sorted(rows, key=lambda row: math.prod(row["sizes"].values())):
        largest[_place(row)] = row
    return list(largest.values())


def geometric_mean(rows: Iterable[Row]) -> float:
    """Of the ratios, autodiff's time over the closed form's; nan of none."""
    logs = [math.log(row["ratio"]) for row in rows]
    return math.exp(math.fsum(logs) / len(logs)) if logs else math.nan


def means(rows: Iterable[Row]) -> list[str]:
    """A line that says each kind's geometric mean, every claim counted once, at its largest
    size."""
    counted = at_largest(best(rows))
    kinds = list(dict.fromkeys(row["kind"] for row in counted))
    of = {kind: [row for row in counted if row["kind"] == kind] for kind in kinds}
    told = [f"{kind} {geometric_mean(found):.3g} ({len(found)})" for kind, found in of.items()]
    rule = (
        "geometric means of the ratio, each claim once, at its largest size, "
        "by its fastest form that returns every entry"
    )
    return [f"{rule}: {', '.join(told)}"] if told else []


def seeming_losers(rows: Iterable[Row]) -> list[Row]:
    """The best forms whose interval lies under `LOSES`, one run's evidence: in some cells of many,
    by chance."""
    return [row for row in best(rows) if row["high"] < LOSES]


def lost(rows: Iterable[Row], journal: str) -> list[str]:
    """A line that says how many best forms seem to lose, and what times those of that journal
    again."""
    seeming = seeming_losers(rows)
    again = f"to time them again: python -m closedform.bench.losers {journal}"
    return [f"seem to lose by their best form: {len(seeming)}; {again}"] if seeming else []


def _same(one: float | None, other: float | None) -> bool:
    """Whether two counts are equal, or one is not known: None, or nan in a data frame."""
    return one is None or other is None or one == other or math.isnan(one) or math.isnan(other)


def _place(row: Row) -> tuple[str, ...]:
    return row["claim"], row["dtype"], str(row["device_kind"] or row["device"])


def _cell(row: Row) -> tuple[str, ...]:
    return *_place(row), str(sorted(row["sizes"].items())), str(row.get("journal"))
