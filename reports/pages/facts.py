"""What a verdict says about one claim, in words."""

from dataclasses import dataclass, field
from typing import Any

from closedform.reports import words
from closedform.reports.rows.cells import Row
from closedform.wording import counted

NOT_CHECKED = "not checked"
"""Status of a claim without a verdict."""


@dataclass(frozen=True)
class Judged:
    """A claim's verdict, or its having none."""

    status: str
    expected: str
    standing: str
    """``good`` where the status is the expected one, ``bad`` where it is not, ``none`` without a
    verdict."""
    facts: list[tuple[str, str]] = field(default_factory=list)
    """What the verdict says, as name and words."""
    accuracy: list[tuple[str, str, str]] = field(default_factory=list)
    """Condition number, float32 error of the closed form and of autodiff; empty where that was not
    asked for."""
    verdict: Row | None = None
    causes: list[str] = field(default_factory=list)
    """Of what was not verified, what may be wrong with it, likeliest first; else its detail."""
    counterexample: dict[str, Any] = field(default_factory=dict)
    """Of what was not verified, the smallest, if one was found."""

    @property
    def mark(self) -> str:
        """The status in words, with whether it was expected."""
        if self.standing == "bad":
            return f"{self.status}, expected {self.expected}"
        if self.standing == "good" and self.status != "verified":
            return f"{self.status}, as expected"
        return self.status


def judged(row: Row | None, expected: str) -> Judged:
    """What a verdict says; without one, what it should be."""
    if row is None:
        return Judged(NOT_CHECKED, expected, "none")
    return Judged(
        words.clean(row["status"]),
        words.clean(row["expected"]),
        "good" if row["status"] == row["expected"] else "bad",
        _facts(row),
        _accuracy(row),
        row,
        [] if row["status"] == "verified" else _causes(row),
        {} if row["status"] == "verified" else _mapping(row["counterexample"]),
    )


def _causes(row: Row) -> list[str]:
    found = row["causes"] if isinstance(row["causes"], list) else []
    return [words.clean(cause) for cause in found or filter(None, [row["detail"]])]


def _mapping(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _facts(row: Row) -> list[tuple[str, str]]:
    compared = f"{words.count(row['comparisons'])} entries"
    compared += f" over {counted(row['draws'], 'draw')}" if row["draws"] else ""
    found = [
        ("compared", compared),
        ("worst error", _error_and_share(row)),
        ("mutants", _mutants(row["mutants"])),
    ]
    if not _accuracy(row):
        found.append(("float32", "accuracy not asked for, or no derivative"))
    return found


def _error_and_share(row: Row) -> str:
    """``3.2e-15, 3.2% of the tolerance of 1e-13``, or ``2 times the tolerance``; without a share,
    both figures."""
    if words.absent(row["max_error"]):
        return "none"
    error, tolerance = words.figure(row["max_error"]), words.figure(row["tolerance"])
    share = row["share"]
    if words.absent(share) or not words.finite(share):
        return f"{error}; the tolerance is {tolerance}"
    of = " of" if share <= 1 else ""
    return f"{error}, {words.share(share)}{of} the tolerance of {tolerance}"


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
