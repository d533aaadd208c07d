"""The journal: JSON lines, appended and forced to disk one by one, so that a crash loses at most
the cell at hand."""

import contextlib
import dataclasses
import fcntl
import json
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from closedform.bench.rows import SCHEMA, Limit, Timing
from closedform.formulas import InputError

DEFAULT = Path("reports/out/bench.jsonl")
"""Where rows go unless told otherwise."""
CODE = " #"
"""What stands in a key between what names a cell and the hash of what was measured."""
FIRST = b'{"event": "'
"""How a line begins."""

Row = dict[str, Any]
Event = dict[str, Any]


class Journal:
    """An append-only file of events. A ``start`` without its ``cell`` names what was being measured
    when all ended.

    One process writes it at a time. Raises InputError where the file can't be written or locked, is
    being written by another process, or is no journal of this schema; what it holds stays as it is.
    """

    def __init__(self, path: Path) -> None:
        """Open it, making its folder, and lock it until it is closed or the process is gone."""
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        except OSError as error:
            why = f"can't be written: {error.strerror}"
            raise InputError(f"the journal {path} {why}; name another with --journal") from error
        try:
            self._lock()
            self.torn = _is_torn(self.file)
            read(path)
        except BaseException:
            os.close(self.file)
            raise

    def start(self, key: str) -> None:
        """Note that a cell is begun."""
        self._append({"event": "start", "schema": SCHEMA, "key": key, "time": time.time()})

    def cell(self, key: str, rows: Iterable[Timing]) -> None:
        """Note what came out of a cell."""
        found = [dataclasses.asdict(row) for row in rows]
        self._append(
            {"event": "cell", "schema": SCHEMA, "key": key, "time": time.time(), "rows": found}
        )

    def limit(self, key: str, limit: Limit) -> None:
        """Note what the machine can do at best."""
        self._append(
            {
                "event": "limit",
                "schema": SCHEMA,
                "key": key,
                "time": time.time(),
                "limit": dataclasses.asdict(limit),
            }
        )

    def close(self) -> None:
        """Close the file."""
        os.close(self.file)

    def __enter__(self) -> "Journal":
        """The journal itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def _lock(self) -> None:
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            again = "wait for it, or name another with --journal: journals can be read together"
            raise InputError(
                f"the journal {self.path} is being written by another process; {again}"
            ) from error
        except OSError as error:
            why = f"can't be locked: {error.strerror}"
            told = f"the journal {self.path} {why}; name another with --journal"
            raise InputError(told) from error

    def _append(self, event: Event) -> None:
        """One write and one fsync. What can't be written whole is taken back, so that the file ends
        with a whole line."""
        line = ("\n" * self.torn + json.dumps(event) + "\n").encode()
        before = os.fstat(self.file).st_size
        try:
            if os.write(self.file, line) < len(line):
                raise OSError(0, "no room for the whole line")
            os.fsync(self.file)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self.file, before)
            kept = "what it holds is kept; make room, then go on with --resume"
            raise InputError(
                f"the journal {self.path} can't be written: {error.strerror}; {kept}"
            ) from error
        self.torn = False


def read(path: Path) -> list[Event]:
    """The journal's events, in order. A line that was torn by a crash is passed over.

    Raises:
        InputError: a file that can't be read, that holds lines but no event, or events of another
            schema.
    """
    try:
        *lines, last = Path(path).read_bytes().split(b"\n")
    except OSError as error:
        raise InputError(f"the journal {path} can't be read: {error.strerror}") from error
    events = [event for line in (*lines, last) if (event := _event(line))]
    if not events and (any(lines) or not (FIRST.startswith(last) or last.startswith(FIRST))):
        raise InputError(f"{path} is not a journal of timings; name another with --journal")
    for event in events:
        if event.get("schema") != SCHEMA:
            told = f"lines of schema {event.get('schema')}, and this version knows {SCHEMA}"
            raise InputError(
                f"the journal {path} holds {told}; move it away, or name another with --journal"
            )
    return events


def cells(path: Path) -> dict[str, list[Row]]:
    """Key -> rows, of the last time each cell was measured with the same code and versions."""
    return {event["key"]: event["rows"] for event in read(path) if event["event"] == "cell"}


def limits(path: Path) -> dict[str, Limit]:
    """Key -> the machine's limit, as last measured for each device, dtype, machine and versions."""
    return {
        event["key"]: Limit(**event["limit"]) for event in read(path) if event["event"] == "limit"
    }


def latest(path: Path) -> Iterator[Row]:
    """The rows of the last time each cell was measured, whatever its code and the versions were."""
    found = {
        event["key"].split(CODE)[0]: event["rows"]
        for event in read(path)
        if event["event"] == "cell"
    }
    return (row for rows in found.values() for row in rows)


def _event(line: bytes) -> Event | None:
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) and {"event", "key"} <= event.keys() else None


def _is_torn(file: int) -> bool:
    size = os.fstat(file).st_size
    return size > 0 and os.pread(file, 1, size - 1) != b"\n"
