"""What a report is made from: verdicts, timings, and where they were read."""

import dataclasses
import json
import math
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from closedform.bench.journal import limits as journal_limits
from closedform.bench.rows import COLUMNS as TIMING_COLUMNS
from closedform.bench.rows import Limit, Timing
from closedform.formulas import InputError
from closedform.reports.rows.cells import Row, latest
from closedform.reports.words import as_float, clean, finite
from closedform.verify.rows import COLUMNS, SCHEMA

VERDICTS = Path("reports/out/verdicts.json")
"""Where `closedform verify` is asked to leave its verdicts."""
JOURNAL = Path("reports/out/bench.jsonl")
"""Where `closedform bench` keeps its journal."""

NO_VERDICTS = "give a file that closedform verify --json wrote"
NO_JOURNAL = "give a journal that closedform bench wrote"
"""What to do about a file that is something else. No command that would write over it."""

_VERDICT = {"id": str, "formula": str, "kind": str, "status": str, "expected": str}
_VERDICT_FIGURES = ("comparisons", "max_error", "tolerance", "share")
_TIMING = {
    "claim": str,
    "formula": str,
    "kind": str,
    "sizes": dict,
    "method": str,
    "role": str,
    "outcome": str,
}
_TIMING_FIGURES = [
    column.name
    for column in dataclasses.fields(Timing)
    if column.type in (float | None, int | None)
]

_WORDS = {str: "text", dict: "dimensions with their sizes"}
LARGEST = 2**63 - 1
"""The most that a dimension of an array can be."""

NOT_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
"""What is no number in JSON, by the word that stands for it there."""


@dataclass(frozen=True)
class Origin:
    """A file that rows were read from."""

    file: str
    rows: int
    """Number of rows read (count)."""
    what: str
    """verdicts or timings."""
    written: str
    """When the file was last written, UTC, ISO 8601."""


@dataclass(frozen=True)
class Evidence:
    """Rows to report, checked for shape."""

    verdicts: list[Row]
    timings: list[Row] = field(default_factory=list)
    environment: Mapping[str, Any] = field(default_factory=dict)
    """Where the verdicts were found: versions and settings."""
    origins: list[Origin] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What a reader should know is missing, a line each."""
    limits: list[Limit] = field(default_factory=list)
    """What the machines that timed can do at best."""


def gather(verdicts: Path = VERDICTS, journals: Iterable[Path] = ()) -> Evidence:
    """Read the verdicts and the timings; without journals, those of the default journal if it is
    there.

    Raises:
        InputError: a file that was named, or the verdicts file, is missing, unreadable or
            malformed.
    """
    again = f"run: closedform verify --json {shlex.quote(str(verdicts))}"
    found, environment = read_verdicts(verdicts, f"to write it, {again}")
    origins = [_origin(verdicts, len(found), "verdicts")]
    journals, remarks, timings = list(journals), [], []
    limits: dict[str, Limit] = {}
    if environment.get("complete") is False:
        remarks.append(
            f"{verdicts} is of an interrupted run: claims are missing; to finish it, {again}"
        )
    if not journals and not JOURNAL.is_file():
        remarks.append(f"no timings: there is no {JOURNAL}; to measure some, run: closedform bench")
    for journal in journals or ([JOURNAL] if JOURNAL.is_file() else []):
        rows = read_journal(
            journal, f"to write it, run: closedform bench --journal {shlex.quote(str(journal))}"
        )
        origins.append(_origin(journal, len(rows), "timings"))
        timings.append(rows)
        limits |= journal_limits(journal)
    known = list(limits.values())
    return Evidence(found, latest(timings), environment, origins, remarks, known)


def read_verdicts(path: Path, missing: str = NO_VERDICTS) -> tuple[list[Row], dict[str, Any]]:
    """The verdicts of a file, every column present, and the environment they were found in.

    Args:
        path: the file.
        missing: what to do where there is no such file.

    Raises:
        InputError: no such file, not JSON, another schema, or a verdict of the wrong shape.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"there is no {path}; {missing}") from error
    except OSError as error:
        raise InputError(f"{path} can't be read: {error.strerror}; {NO_VERDICTS}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is not JSON ({error}); {NO_VERDICTS}") from error
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        given = found.get("schema") if isinstance(found, dict) else None
        raise InputError(
            f"{path} has the schema {given!r}, and this version reads {SCHEMA}; {NO_VERDICTS}"
        )
    claims, environment = found.get("claims"), found.get("environment") or {}
    if not isinstance(claims, list) or not isinstance(environment, dict):
        raise InputError(f"{path} lacks its list of claims or its environment; {NO_VERDICTS}")
    rows = [
        _checked(claim, f"claim {i} of {path}", COLUMNS, _VERDICT, _VERDICT_FIGURES)
        for i, claim in enumerate(claims, 1)
    ]
    return rows, environment


def read_journal(path: Path, missing: str = NO_JOURNAL) -> list[Row]:
    """The timings of a journal.

    Args:
        path: the file.
        missing: what to do where there is no such file.

    Raises:
        InputError: no such file, or one that holds something else.
    """
    from closedform import bench

    if path.is_dir():
        there = next(iter(sorted(path.glob("*.jsonl"))), path / JOURNAL.name)
        raise InputError(f"{path} is a folder; name a journal: {there}")
    if not path.is_file():
        raise InputError(f"there is no {path}; {missing}")
    try:
        rows = bench.load(path).to_dict("records")
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        RecursionError,
    ) as error:  # events or rows of another shape
        raise InputError(
            f"{path} is not a journal of timings: {type(error).__name__}: {error}; {NO_JOURNAL}"
        ) from error
    return [_timing(row, f"row {i} of {path}") for i, row in enumerate(rows, 1)]


def _timing(row: Any, where: str) -> Row:
    row = _checked(row, where, TIMING_COLUMNS, _TIMING, _TIMING_FIGURES)
    for name in ("ratio", "low", "high"):
        if row[name] is not None and row[name] <= 0:
            raise _wrong(where, name, row[name], "a figure above 0")
    if not all(type(size) is int and 0 < size <= LARGEST for size in row["sizes"].values()):
        raise _wrong(where, "sizes", row["sizes"], _WORDS[dict])
    return row


def _checked(
    row: Any, where: str, columns: Iterable[str], types: Mapping[str, type], figures: Iterable[str]
) -> Row:
    if not isinstance(row, dict):
        raise InputError(f"{where} is not an object")
    row = dict.fromkeys(columns) | {str(name): value for name, value in row.items()}
    for name, kind in types.items():
        if not isinstance(row[name], kind):
            raise _wrong(where, name, row[name], _WORDS[kind])
    for name in figures:
        value = NOT_FINITE.get(row[name], row[name]) if isinstance(row[name], str) else row[name]
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise _wrong(where, name, value, "a figure")
        row[name] = value if value is None or finite(value) else as_float(value)
    return row


def _wrong(where: str, name: str, value: Any, wanted: str) -> InputError:
    return InputError(f"{where} has {name} = {clean(repr(value))[:80]}; wanted {wanted}")


def _origin(path: Path, rows: int, what: str) -> Origin:
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    return Origin(str(path), rows, what, written)
