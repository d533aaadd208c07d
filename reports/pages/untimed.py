"""Closed forms that were to be compared with autodiff and were not, and why."""

from closedform.reports import words
from closedform.reports.rows.cells import Row, compared, outcome
from closedform.reports.rows.evidence import Evidence


def untimed(evidence: Evidence) -> list[Row]:
    """A line each, as they stand in the journal."""
    rows = [row for row in evidence.timings if row["role"] == "closed form" and not compared(row)]
    return [
        {
            "claim": row["claim"],
            "sizes": words.sizes(row["sizes"]),
            "dtype": row["dtype"],
            "outcome": outcome(row),
            "detail": words.clean(row["detail"]),
        }
        for row in rows
    ]
