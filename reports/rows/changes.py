"""What changed since an earlier run: other statuses, and ratios whose intervals have no value in
common."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from closedform.bench.rows import TIMED
from closedform.formulas import InputError
from closedform.reports import words
from closedform.reports.rows.cells import alike, compared, device, kind, latest, place
from closedform.reports.rows.evidence import Evidence, Row, read_journal, read_verdicts

WANTED = "give --against a run's folder or file"


@dataclass(frozen=True)
class Change:
    """One claim that is no longer as it was."""

    claim: str
    what: str
    """Which figure or word."""
    before: str
    after: str
    worse: bool = False
    """Whether a reader should look: no longer as expected, or slower than it was."""


@dataclass(frozen=True)
class Changes:
    """All changes against an earlier run, and how much was compared."""

    against: str
    verdicts: list[Change] = field(default_factory=list)
    timings: list[Change] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    """Claims judged now and not then."""
    gone: list[str] = field(default_factory=list)
    """Claims judged then and not now."""
    judged: int = 0
    """Claims judged in both (count)."""
    timed: int = 0
    """Ratios that say something in both (count)."""


def earlier(path: Path) -> Evidence:
    """An earlier run: a folder with verdicts.json and journals, a file of verdicts, or a journal.

    Raises:
        InputError: there is nothing of the kind.
    """
    if not path.is_dir():
        journal = path.suffix == ".jsonl"
        return (
            Evidence([], latest([read_journal(path, WANTED)]))
            if journal
            else Evidence(read_verdicts(path, WANTED)[0])
        )
    verdicts, journals = path / "verdicts.json", sorted(path.glob("*.jsonl"))
    if not verdicts.is_file() and not journals:
        raise InputError(f"{path} holds neither verdicts.json nor a journal (*.jsonl); {WANTED}")
    return Evidence(
        read_verdicts(verdicts)[0] if verdicts.is_file() else [],
        latest(map(read_journal, journals)),
    )


def compare(new: Evidence, old: Evidence, against: str) -> Changes:
    """What is other than it was. Only what both hold is compared; no verdicts or no timings on one
    side change nothing."""
    now, then = ({row["id"]: row for row in found.verdicts} for found in (new, old))
    both = [id for id in now if id in then]
    pairs = _pairs(new.timings, old.timings)
    return Changes(
        against,
        [change for id in sorted(both) if (change := _verdict(now[id], then[id]))],
        [change for row, before in pairs if (change := _timing(row, before))],
        sorted(now.keys() - then.keys()) if then else [],
        sorted(then.keys() - now.keys()) if now else [],
        len(both),
        sum(compared(row) and compared(before) for row, before in pairs),
    )


def _pairs(new: Iterable[Row], old: Iterable[Row]) -> list[tuple[Row, Row]]:
    then: dict[str, list[Row]] = {}
    for row in old:
        then.setdefault(_key(row), []).append(row)
    closed = [row for row in new if row["role"] == "closed form"]
    return [(row, before) for row in closed if (before := _before(row, then.get(_key(row), [])))]


def _before(row: Row, found: list[Row]) -> Row | None:
    """The row from the same kind of device; else, where one of the two doesn't say its kind, the
    last that it may be."""
    same = [before for before in found if kind(before) == kind(row)]
    return next(
        reversed(same or [before for before in found if alike(kind(before), kind(row))]), None
    )


def _key(row: Row) -> str:
    return json.dumps([place(row), row["role"], row["method"]])


def _verdict(row: Row, before: Row) -> Change | None:
    if row["status"] == before["status"]:
        return None
    return Change(
        words.clean(row["id"]),
        "status",
        *_words(before, row, "status"),
        row["status"] != row["expected"],
    )


def _timing(row: Row, before: Row) -> Change | None:
    claim, what = words.clean(row["claim"]), _what(row, before)
    if row["outcome"] != before["outcome"]:
        return Change(
            claim,
            f"outcome of {what}",
            *_words(before, row, "outcome"),
            row["outcome"] not in TIMED,
        )
    if not (compared(row) and compared(before)) or (
        row["low"] <= before["high"] and before["low"] <= row["high"]
    ):
        return None
    then, now = (words.ratio(r["ratio"], r["low"], r["high"]) for r in (before, row))
    return Change(claim, f"ratio of {what}", then, now, row["ratio"] < before["ratio"])


def _what(row: Row, before: Row) -> str:
    """Which form, in which cell."""
    dtype, where = words.clean(row["dtype"]), words.clean(device(row if kind(row) else before, {}))
    return f"{words.clean(row['method'])} at {words.sizes(row['sizes'])}, {dtype}, {where}"


def _words(before: Row, after: Row, name: str) -> tuple[str, str]:
    return words.clean(before[name]), words.clean(after[name])
