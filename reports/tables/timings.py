"""The table of timings: one row a closed form in a cell."""

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from closedform.reports import words
from closedform.reports.rows.cells import Row, cells
from closedform.reports.tables.table import Table, plain

OUTCOMES = ("wins", "ties", "loses")
"""What a closed form that was timed does."""
CELL = ["claim", "sizes", "dtype", "device", "device_kind"]
"""Columns that the forms of one comparison share."""
LINE = ["claim", "kind", "sizes", "dtype", "device", "method", "reference", "outcome"]
"""Columns of a timing that are text."""
ENDS = ("ratio", "low", "high")
"""A ratio, and the ends of its interval."""
NAMES = [*LINE, "device_kind", *ENDS, "seconds", "reference_seconds"]
NAMES += [*(f"control_{name}" for name in ENDS), "detail"]
CAPTION = (
    "Timings. A ratio is autodiff's time over the closed form's, with its 95% interval: above 1 "
    "the closed form is faster; an interval that holds 1 is a tie. What is too small counts "
    "nowhere: a call that does nothing takes as long. Autodiff is the fastest mode at that size. "
    "The A/A control is autodiff against a copy of itself: what its interval strays from 1 is "
    "noise."
)


def timings(rows: Iterable[Row]) -> Table:
    """One row a closed form in a cell: its ratio against the best autodiff mode, and the cell's A/A
    control."""
    ordered = sorted(cells(rows), key=lambda cell: _order(cell[0]))
    lines = [_line(r, cell) for cell in ordered for r in cell if r["role"] == "closed form"]
    text = {
        name.replace("reference", "against"): [words.clean(line[name]) or "none" for line in lines]
        for name in LINE
        if name != "kind"
    }
    shown = {
        **text,
        "ratio": [_ratio(line) for line in lines],
        "time": [words.seconds(line["seconds"]) for line in lines],
        "autodiff's time": [words.seconds(line["reference_seconds"]) for line in lines],
        "A/A control": [words.ratio(*(line[f"control_{e}"] for e in ENDS)) for line in lines],
    }
    figures = frozenset({"ratio", "time", "autodiff's time", "A/A control"})
    return Table("timings", CAPTION, plain(lines, NAMES), pd.DataFrame(shown), figures)


def fastest(timed: pd.DataFrame) -> pd.DataFrame:
    """Of each comparison the row of the form with the largest ratio that says something; where none
    does, its first row."""
    ordered = timed.assign(ratio=ratios(timed)).sort_values(
        "ratio", ascending=False, na_position="last", kind="stable"
    )
    first = ordered.groupby(CELL, sort=False, dropna=False).head(1)
    return timed.loc[sorted(first.index)]


def ratios(timed: pd.DataFrame) -> list[float]:
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


def _line(row: Row, cell: list[Row]) -> dict[str, Any]:
    """A row of the table from a closed form's row and those of its cell."""
    by_role = {(other["role"], other["method"]): other for other in reversed(cell)}
    against = by_role.get(("autodiff", row["reference"]), {})
    control: Row = next((other for other in cell if other["role"] == "control"), {})
    timed = row["outcome"] == "ok"
    return {
        **row,
        "sizes": words.sizes(row["sizes"]),
        "outcome": words.outcome(row["low"], row["high"]) if timed else row["outcome"],
        "seconds": row["median"],
        "reference_seconds": against.get("median"),
        **{f"control_{name}": control.get(name) for name in ENDS},
    }


def _ratio(line: Row) -> str:
    """The ratio; where there is none, why."""
    shown = words.ratio(line["ratio"], line["low"], line["high"])
    why = shown == "none" and line["outcome"] not in OUTCOMES
    return words.clean(line["outcome"]) if why else shown
