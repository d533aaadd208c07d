"""The table of verdicts: one row a claim."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from closedform.formulas import InputError
from closedform.formulas._kit.sources import citation
from closedform.reports import words
from closedform.reports.rows.cells import Row
from closedform.reports.tables.table import Table, plain

STANDINGS = ("verified", "refuted as expected", "unexpected")
"""How a verdict compares with the one expected. A verified misprint is unexpected."""
NAMES = ["claim", "kind", "status", "expected", "comparisons", "max_error", "tolerance"]
NAMES += ["share", "source"]
CAPTION = (
    "Claims and their verdicts. The error is |claim - autodiff| in float64, in the value's own "
    "unit, at the entry that used most of its tolerance; above the whole tolerance a claim is "
    "refuted."
)


def verdicts(rows: Iterable[Row]) -> Table:
    """One row a claim: what came out, what was expected, and how close it came to its tolerance."""
    rows = sorted(rows, key=lambda row: row["id"])
    shown = {
        "claim": [words.clean(row["id"]) for row in rows],
        "kind": [words.clean(row["kind"]) for row in rows],
        "status": [words.clean(row["status"]) for row in rows],
        "expected": [words.clean(row["expected"]) for row in rows],
        "comparisons": [words.count(row["comparisons"]) for row in rows],
        "max error": [words.figure(row["max_error"]) for row in rows],
        "share of tolerance": [words.share(row["share"]) for row in rows],
        "source": [_cited(row["source"]) for row in rows],
    }
    figures = frozenset({"comparisons", "max error", "share of tolerance"})
    lines = [{**row, "claim": row["id"]} for row in rows]
    return Table("verdicts", CAPTION, plain(lines, NAMES), pd.DataFrame(shown), figures)


def standings(claims: pd.DataFrame) -> list[str]:
    """Of each claim, whether its status is the expected one: one of STANDINGS, or another status
    that was expected."""
    return [_standing(s, e) for s, e in zip(claims["status"], claims["expected"], strict=True)]


def _standing(status: str, expected: str) -> str:
    if status != expected:
        return "unexpected"
    return status if status == "verified" else f"{status} as expected"


def _cited(source: Any) -> str:
    """A source in words, where what is cited is listed."""
    try:
        return words.clean(citation(source) if isinstance(source, str) else source) or "not stated"
    except (InputError, OSError):
        return words.clean(source)
