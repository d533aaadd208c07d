"""The journal: JSON lines, appended and forced to disk one by one, so that a crash loses at most
the cell at hand."""

import contextlib
import fcntl
import json
import os
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from closedform.bench import events
from closedform.bench.events import Begun, Done, Event, Found
from closedform.bench.rows import SCHEMA, Limit, Timing
from closedform.formulas import InputError

DEFAULT = Path("reports/out/bench.jsonl")
"""Where rows go unless told otherwise."""
FIRST = b'{"event": "'
"""How a line begins."""
ELSEWHERE = "name another with --journal"

Row = dict[str, Any]


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
            self.file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NONBLOCK, 0o644)
        except OSError as error:
            raise self._unwritten(error, ELSEWHERE) from error
        try:
            _regular(path, os.fstat(self.file))
            self._lock()
            self.torn = _is_torn(self.file)
            read(path)
        except BaseException:
            os.close(self.file)
            raise

    def start(self, key: str) -> None:
        """Note that a cell is to be measured."""
        self._append(Begun(key))

    def cell(self, key: str, rows: Iterable[Timing], seconds: float | None = None) -> None:
        """Note what came out of a cell, which took so many seconds in all."""
        self._append(Done(key, list(rows), seconds))

    def limit(self, key: str, limit: Limit) -> None:
        """Note what the machine can do at best."""
        self._append(Found(key, limit))

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
            again = f"wait for it, or {ELSEWHERE}: journals can be read together"
            raise InputError(
                f"the journal {self.path} is being written by another process; {again}"
            ) from error
        except OSError as error:
            why = f"can't be locked: {error.strerror}"
            raise InputError(f"the journal {self.path} {why}; {ELSEWHERE}") from error

    def _append(self, event: Event) -> None:
        """One write and one fsync. What can't be written whole is taken back, so that the file ends
        with a whole line."""
        written = {**events.packed(event), "schema": SCHEMA, "time": time.time()}
        line = ("\n" * self.torn + json.dumps(written) + "\n").encode()
        state = os.fstat(self.file)
        if not state.st_nlink:
            raise InputError(f"the journal {self.path} was deleted meanwhile; run it again")
        try:
            if os.write(self.file, line) < len(line):
                raise OSError(0, "no room for the whole line")
            os.fsync(self.file)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self.file, state.st_size)
            kept = "what it holds is kept; make room, then go on with --resume"
            raise self._unwritten(error, kept) from error
        self.torn = False

    def _unwritten(self, error: OSError, advice: str) -> InputError:
        return InputError(f"the journal {self.path} can't be written: {error.strerror}; {advice}")


def read(path: Path) -> list[Event]:
    """The journal's events, in order. A line that was torn by a crash is passed over.

    Raises:
        InputError: a file that can't be read, that holds lines but no event, or events of another
            schema or shape.
    """
    *lines, last = _bytes(path).split(b"\n")
    found = [(k, event) for k, line in enumerate((*lines, last), 1) if (event := _event(line))]
    if not found and (any(lines) or not (FIRST.startswith(last) or last.startswith(FIRST))):
        raise InputError(f"{path} is not a journal of timings; name another")
    for _, event in found:
        if event.get("schema") != SCHEMA:
            told = f"lines of schema {event.get('schema')}, and this version knows {SCHEMA}"
            raise InputError(f"the journal {path} holds {told}; move it away, or name another")
    return [_unpacked(path, k, event) for k, event in found]


def cells(path: Path) -> dict[str, list[Timing]]:
    """Key -> rows, of the last time each cell was measured with the same programs and versions."""
    return {event.key: event.rows for event in read(path) if isinstance(event, Done)}


def titles(path: Path) -> set[str]:
    """The cells that were measured, with whatever programs and versions."""
    return {events.title(event.key) for event in read(path) if isinstance(event, Done)}


def limits(path: Path) -> dict[str, Limit]:
    """Key -> the machine's limit, as last measured for each device, dtype, machine and versions."""
    return {event.key: event.limit for event in read(path) if isinstance(event, Found)}


def latest(path: Path) -> Iterator[Row]:
    """The rows of the last time each cell was measured, whatever its programs and the versions
    were."""
    done = (event for event in read(path) if isinstance(event, Done))
    found = {events.title(event.key): event.rows for event in done}
    return (vars(row) for rows in found.values() for row in rows)


def _bytes(path: Path) -> bytes:
    try:
        _regular(path, os.stat(path))
        return Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"the journal {path} can't be read: {error.strerror}") from error


def _regular(path: Path, state: os.stat_result) -> None:
    """Raise InputError for a device, a pipe or the like, which might have no end."""
    if not stat.S_ISREG(state.st_mode):
        raise InputError(f"the journal {path} is no regular file; name another")


def _event(line: bytes) -> dict[str, Any] | None:
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) and {"event", "key"} <= event.keys() else None


def _unpacked(path: Path, number: int, event: dict[str, Any]) -> Event:
    try:
        return events.unpacked(event)
    except ValueError as error:
        told = f"the journal {path} holds no event in line {number}: {error}"
        raise InputError(f"{told}; move it away, or name another") from error


def _is_torn(file: int) -> bool:
    size = os.fstat(file).st_size
    return size > 0 and os.pread(file, 1, size - 1) != b"\n"
