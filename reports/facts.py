"""What a verdict says about one claim, in words."""

import math
from typing import Any

from closedform.reports import words
from closedform.reports.evidence import Row
from closedform.wording import counted

NOT_CHECKED = "not checked"
"""Status of a claim without a verdict."""


def judged(row: Row | None, expected: str) -> dict[str, Any]:
    """The fields of a claim's entry that follow from its verdict, or from its having none."""
    if row is None:
        return {
            "status": NOT_CHECKED,
            "expected": expected,
            "standing": "none",
            "facts": [],
            "accuracy": [],
            "verdict": None,
        }
    return {
        "status": words.clean(row["status"]),
        "expected": words.clean(row["expected"]),
        "standing": "good" if row["status"] == row["expected"] else "bad",
        "facts": _facts(row),
        "accuracy": _accuracy(row),
        "verdict": row,
    }


def _facts(row: Row) -> list[tuple[str, str]]:
    return [
        (
            "compared",
            f"{row['comparisons'] or 0:,} entries"
            + (f" over {counted(row['draws'], 'draw')}" if row["draws"] else ""),
        ),
        ("worst error", _error_and_share(row)),
        ("mutants", _mutants(row["mutants"])),
        *([] if _accuracy(row) else [("float32", "accuracy not asked for, or no derivative")]),
    ]


def _error_and_share(row: Row) -> str:
    """``3.2e-15, 3.2% of the tolerance of 1e-13``, or ``2 times the tolerance``; without a share,
    both figures."""
    if words.absent(row["max_error"]):
        return "none"
    error, share, tolerance = (
        words.figure(row["max_error"]),
        row["share"],
        words.figure(row["tolerance"]),
    )
    if words.absent(share) or not math.isfinite(share):
        return f"{error}; the tolerance is {tolerance}"
    return (
        f"{error}, {words.share(share)}{' of' if share <= 1 else ''} the tolerance of {tolerance}"
    )


def _mutants(found: Any) -> str:
    if not isinstance(found, dict):
        return "not asked for"
    if found.get("skipped"):
        return f"none made: {words.clean(found['skipped'])}"
    said = f"{words.clean(found.get('killed'))} of {words.clean(found.get('made'))} killed"
    same = found.get("equivalent")
    return said + (f", {words.clean(same)} equal to the claim" if same else "")


def _accuracy(row: Row) -> list[tuple[str, str, str]]:
    found = row["accuracy"]
    if not isinstance(found, dict):
        return []
    pairs = [
        (words.clean(cond), errors) for cond, errors in found.items() if isinstance(errors, dict)
    ]
    return [
        (cond, _error(errors.get("closed form")), _error(errors.get("autodiff")))
        for cond, errors in pairs
    ]


def _error(value: Any) -> str:
    return words.figure(value) if isinstance(value, int | float) else "not finite"
