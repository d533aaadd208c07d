"""Cells of timings: which rows belong to one comparison, on which device, and whether their ratio
says something."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from closedform.reports import words
from closedform.reports.words import absent, clean

Row = dict[str, Any]
"""A verdict or a timing, by the columns of its row type."""

PLACE = ("claim", "sizes", "dtype", "device")
"""What tells one cell from another, but for the device's kind, which a process that died could not
say."""


def compared(row: Row) -> bool:
    """Whether a timing has a ratio that says something: not where a call that does nothing takes as
    long as the work."""
    return row["outcome"] == "ok" and not any(
        absent(row[name]) for name in ("ratio", "low", "high")
    )


def outcome(row: Row) -> str:
    """What came of a row, in a word."""
    if row["outcome"] != "ok":
        return clean(row["outcome"])
    return words.outcome(row["low"], row["high"]) if row["role"] == "closed form" else "timed"


def place(row: Row) -> str:
    """Where a timing was taken, as a key; without the device's kind."""
    return json.dumps([row[name] for name in PLACE], sort_keys=True, default=str)


def kind(row: Row) -> str | None:
    """The device's kind; None where it is not known."""
    return clean(row.get("device_kind")) or None


def alike(one: str | None, other: str | None) -> bool:
    """Whether two kinds of device may be the same: one that is not known may be any."""
    return one == other or one is None or other is None


def cells(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of each cell: the methods of one comparison."""
    found: dict[tuple[str, str | None], list[Row]] = {}
    for row in rows:
        found.setdefault((place(row), kind(row)), []).append(row)
    return list(found.values())


def latest(journals: Iterable[list[Row]]) -> list[Row]:
    """The timings of all journals; of a cell that several hold, those of the last one."""
    kept: dict[str, list[list[Row]]] = {}
    for journal in journals:
        fresh: dict[str, list[list[Row]]] = {}
        for cell in cells(journal):
            fresh.setdefault(place(cell[0]), []).append(cell)
        for key, new in fresh.items():
            old = [
                cell
                for cell in kept.get(key, [])
                if not any(alike(kind(cell[0]), kind(other[0])) for other in new)
            ]
            kept[key] = old + new
    return [row for found in kept.values() for cell in found for row in cell]


def kinds(rows: Iterable[Row]) -> dict[str, str]:
    """Device -> its kind, of the devices of which the rows know exactly one."""
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(str(row["device"]), set()).update(filter(None, [kind(row)]))
    return {device: next(iter(known)) for device, known in found.items() if len(known) == 1}


def device(row: Row, known: Mapping[str, str]) -> str:
    """A device with its kind, where that says more; `known`: the kinds of devices, for rows that
    don't say."""
    name = str(row["device"])
    of_kind = kind(row) or known.get(name)
    return f"{name} ({of_kind})" if of_kind and of_kind != name else name
