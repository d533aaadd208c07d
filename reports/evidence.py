"""What a report is made from: verdicts, timings, and where they were read."""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.rows import COLUMNS as TIMING_COLUMNS
from formulas import InputError
from reports.words import clean
from verify.rows import COLUMNS, SCHEMA

VERDICTS = Path("reports/out/verdicts.json")
"""Where `python -m verify` is asked to leave its verdicts."""
JOURNAL = Path("reports/out/bench.jsonl")
"""Where `python -m bench` keeps its journal."""
CELL = ("claim", "sizes", "dtype", "device", "device_kind")
"""What tells one cell of timings from another."""

_VERDICT = {"id": str, "formula": str, "kind": str, "status": str, "expected": str}
_VERDICT_FIGURES = ("comparisons", "max_error", "tolerance", "share")
_TIMING = {"claim": str, "kind": str, "sizes": dict, "method": str, "role": str, "outcome": str}
_TIMING_FIGURES = ("ratio", "low", "high", "median")

_WORDS = {str: "text", dict: "dimensions with their sizes"}

Row = dict[str, Any]
NOT_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
"""What is no number in JSON, by the word that stands for it there."""
"""A verdict or a timing, by the columns of its row type."""


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


def gather(verdicts: Path = VERDICTS, journals: Iterable[Path] = ()) -> Evidence:
    """Read the verdicts and the timings; without journals, those of the default journal if it is there.

    Raises:
        InputError: a file that was named, or the verdicts file, is missing, unreadable or malformed.
    """
    found, environment = read_verdicts(verdicts)
    origins = [_origin(verdicts, len(found), "verdicts")]
    journals, remarks, timings = list(journals), [], []
    if not journals and not JOURNAL.is_file():
        remarks.append(f"no timings: there is no {JOURNAL}; to measure some, run: python -m bench")
    for journal in journals or ([JOURNAL] if JOURNAL.is_file() else []):
        rows = read_journal(journal)
        origins.append(_origin(journal, len(rows), "timings"))
        timings.append(rows)
    return Evidence(found, latest(timings), environment, origins, remarks)


def read_verdicts(path: Path) -> tuple[list[Row], dict[str, Any]]:
    """The verdicts of a file, every column present, and the environment they were found in.

    Raises:
        InputError: no such file, not JSON, another schema, or a verdict of the wrong shape.
    """
    again = f"to write it, run: python -m verify --json {path}"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"there is no {path}; {again}") from error
    except OSError as error:
        raise InputError(f"{path} can't be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is not JSON ({error}); {again}") from error
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        given = found.get("schema") if isinstance(found, dict) else None
        raise InputError(f"{path} has the schema {given!r}, and this version reads {SCHEMA}; {again}")
    claims, environment = found.get("claims"), found.get("environment") or {}
    if not isinstance(claims, list) or not isinstance(environment, dict):
        raise InputError(f"{path} lacks its list of claims or its environment; {again}")
    rows = [_checked(claim, f"claim {i} of {path}", COLUMNS, _VERDICT, _VERDICT_FIGURES) for i, claim in enumerate(claims, 1)]
    return rows, environment


def read_journal(path: Path) -> list[Row]:
    """The timings of a journal.

    Raises:
        InputError: no such file, or one that holds something else.
    """
    import bench

    if not path.is_file():
        raise InputError(f"there is no {path}; to write it, run: python -m bench --journal {path}")
    try:
        rows = bench.load(path).to_dict("records")
    except InputError:
        raise
    except Exception as error:
        raise InputError(f"{path} is not a journal of timings: {type(error).__name__}: {error}") from error
    return [_checked(row, f"row {i} of {path}", TIMING_COLUMNS, _TIMING, _TIMING_FIGURES) for i, row in enumerate(rows, 1)]


def latest(journals: Iterable[list[Row]]) -> list[Row]:
    """The timings of all journals; of a cell that several hold, those of the last one."""
    cells: dict[str, list[Row]] = {}
    for journal in journals:
        fresh: dict[str, list[Row]] = {}
        for row in journal:
            fresh.setdefault(cell(row), []).append(row)
        cells |= fresh
    return [row for rows in cells.values() for row in rows]


def cell(row: Row) -> str:
    """What the methods of one comparison share, as a key."""
    return json.dumps([row[name] for name in CELL], sort_keys=True, default=str)


def _checked(row: Any, where: str, columns: Iterable[str], types: Mapping[str, type], figures: Iterable[str]) -> Row:
    if not isinstance(row, dict):
        raise InputError(f"{where} is not an object")
    row = dict.fromkeys(columns) | {str(name): value for name, value in row.items()}
    for name, kind in types.items():
        if not isinstance(row[name], kind):
            raise InputError(f"{where} has {name} = {clean(repr(row[name]))[:80]}; wanted {_WORDS[kind]}")
    for name in figures:
        row[name] = NOT_FINITE.get(row[name], row[name]) if isinstance(row[name], str) else row[name]
        if row[name] is not None and (isinstance(row[name], bool) or not isinstance(row[name], int | float)):
            raise InputError(f"{where} has {name} = {clean(repr(row[name]))[:80]}; wanted a figure")
    return row


def _origin(path: Path, rows: int, what: str) -> Origin:
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    return Origin(str(path), rows, what, written)
