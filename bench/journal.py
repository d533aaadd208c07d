"""The journal: JSON lines, appended and forced to disk one by one, so that a crash loses at most the cell at hand."""

import dataclasses
import json
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench.rows import SCHEMA, Timing
from formulas import InputError

DEFAULT = Path("reports/out/bench.jsonl")
"""Where rows go unless told otherwise."""


class Journal:
    """An append-only file of events. A ``start`` without its ``cell`` names what was being measured when all ended.

    Raises InputError where the file can't be written.
    """

    def __init__(self, path: Path) -> None:
        """Open it, making its folder."""
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
            self.torn = _is_torn(self.file)
        except OSError as error:
            raise InputError(f"the journal {path} can't be written: {error.strerror}") from error

    def start(self, key: str) -> None:
        """Note that a cell is begun."""
        self._append({"event": "start", "schema": SCHEMA, "key": key, "time": time.time()})

    def cell(self, key: str, rows: Iterable[Timing]) -> None:
        """Note what came out of a cell."""
        found = [dataclasses.asdict(row) for row in rows]
        self._append({"event": "cell", "schema": SCHEMA, "key": key, "time": time.time(), "rows": found})

    def close(self) -> None:
        """Close the file."""
        os.close(self.file)

    def __enter__(self) -> "Journal":
        """The journal itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def _append(self, event: dict[str, Any]) -> None:
        line = json.dumps(event) + "\n"
        os.write(self.file, ("\n" * self.torn + line).encode())
        os.fsync(self.file)
        self.torn = False


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The journal's events, in order. A line that was torn by a crash is passed over.

    Raises InputError for a file that can't be read, or that holds lines but no event of a schema known here.
    """
    try:
        lines = Path(path).read_bytes().split(b"\n")
    except OSError as error:
        raise InputError(f"the journal {path} can't be read: {error.strerror}") from error
    events = [event for line in lines if (event := _event(line))]
    if any(lines) and not any(event.get("schema") == SCHEMA for event in events):
        raise InputError(f"{path} is not a journal of timings (schema {SCHEMA})")
    return (event for event in events if event.get("schema") == SCHEMA)


def cells(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Key -> rows, of the last time each cell was measured."""
    return {event["key"]: event["rows"] for event in read(path) if event["event"] == "cell"}


def _event(line: bytes) -> dict[str, Any] | None:
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) and {"event", "key"} <= event.keys() else None


def _is_torn(file: int) -> bool:
    size = os.fstat(file).st_size
    return size > 0 and os.pread(file, 1, size - 1) != b"\n"
