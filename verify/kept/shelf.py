"""The file in which verdicts are kept, in the user's cache folder: SQLite's, so that two writers or
a crash do it no harm.

It is a convenience: where it can't be read or written, everything is checked, and it may be deleted
at any time."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

MOST = 50_000
"""Verdicts that are kept; the oldest go first."""
PATIENCE = 5.0
"""Seconds to wait for another writer."""
TABLE = "CREATE TABLE IF NOT EXISTS verdicts (key TEXT PRIMARY KEY, found TEXT, row TEXT)"
OLDEST = "DELETE FROM verdicts WHERE rowid <= (SELECT max(rowid) FROM verdicts) - ?"


def path() -> Path:
    """Where the file is."""
    return user_cache_path("closedform") / "verdicts.sqlite3"


def get(key: str) -> tuple[dict[str, Any], str] | None:
    """The verdict's row that is kept under a key, and when it was found (ISO 8601, UTC); None
    where there is none."""
    with contextlib.suppress(OSError, sqlite3.Error, ValueError, TypeError), _opened() as file:
        for row, found in file.execute("SELECT row, found FROM verdicts WHERE key = ?", (key,)):
            return dict(json.loads(row)), str(found)
    return None


def put(key: str, row: dict[str, Any]) -> None:
    """Keep a verdict's row, where that is possible."""
    found = datetime.now(UTC).isoformat(timespec="seconds")
    with contextlib.suppress(OSError, sqlite3.Error, ValueError, TypeError), _opened() as file:
        file.execute("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?)", (key, found, _text(row)))
        file.execute(OLDEST, (MOST,))


def _text(row: dict[str, Any]) -> str:
    return json.dumps(row)


@contextlib.contextmanager
def _opened() -> Iterator[sqlite3.Connection]:
    """The file, made where there is none; one that is damaged is made anew."""
    where = path()
    where.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = _connected(where)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        where.unlink(missing_ok=True)
        file = _connected(where)
    with contextlib.closing(file), file:
        yield file


def _connected(where: Path) -> sqlite3.Connection:
    file = sqlite3.connect(where, timeout=PATIENCE)
    try:
        file.execute(TABLE)
    except BaseException:
        file.close()
        raise
    return file
