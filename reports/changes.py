"""What changed since an earlier run: other statuses, and ratios whose intervals have no value in common."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from formulas import InputError
from reports import words
from reports.evidence import Evidence, Row, cell, latest, read_journal, read_verdicts


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
    """Comparisons with an interval in both (count)."""


def earlier(path: Path) -> Evidence:
    """An earlier run: a folder with verdicts.json and journals, a file of verdicts, or a journal.

    Raises:
        InputError: there is nothing of the kind.
    """
    if not path.is_dir():
        return Evidence([], latest([read_journal(path)])) if path.suffix == ".jsonl" else Evidence(read_verdicts(path)[0])
    verdicts, journals = path / "verdicts.json", sorted(path.glob("*.jsonl"))
    if not verdicts.is_file() and not journals:
        raise InputError(f"{path} holds neither verdicts.json nor a journal (*.jsonl); give --against a run's folder or file")
    return Evidence(read_verdicts(verdicts)[0] if verdicts.is_file() else [], latest(map(read_journal, journals)))


def compare(new: Evidence, old: Evidence, against: str) -> Changes:
    """What is other than it was. Only what both hold is compared; no verdicts or no timings on one side change nothing."""
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
        sum(_interval(row) and _interval(before) for row, before in pairs),
    )


def _pairs(new: Iterable[Row], old: Iterable[Row]) -> list[tuple[Row, Row]]:
    then = {_key(row): row for row in old}
    return [(row, then[_key(row)]) for row in new if row["role"] == "closed form" and _key(row) in then]


def _key(row: Row) -> str:
    return json.dumps([cell(row), row["role"], row["method"]])


def _verdict(row: Row, before: Row) -> Change | None:
    if row["status"] == before["status"]:
        return None
    return Change(words.clean(row["id"]), "status", *_words(before, row, "status"), row["status"] != row["expected"])


def _timing(row: Row, before: Row) -> Change | None:
    where = ", ".join(words.clean(row[name]) for name in ("dtype", "device"))
    what = f"{words.clean(row['method'])} at {words.sizes(row['sizes'])}, {where}"
    if row["outcome"] != before["outcome"]:
        return Change(words.clean(row["claim"]), f"outcome of {what}", *_words(before, row, "outcome"), row["outcome"] != "ok")
    if not (_interval(row) and _interval(before)) or (row["low"] <= before["high"] and before["low"] <= row["high"]):
        return None
    then, now = (words.ratio(r["ratio"], r["low"], r["high"]) for r in (before, row))
    return Change(words.clean(row["claim"]), f"ratio of {what}", then, now, row["ratio"] < before["ratio"])


def _interval(row: Row) -> bool:
    return not any(words.absent(row[name]) for name in ("ratio", "low", "high"))


def _words(before: Row, after: Row, name: str) -> tuple[str, str]:
    return words.clean(before[name]), words.clean(after[name])
