"""Where verdicts and timings were found, what the machine can do at best, and what was noisy."""

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from closedform.bench.rows import Limit
from closedform.reports import words
from closedform.reports.rows.cells import Row
from closedform.reports.rows.evidence import Evidence
from closedform.wording import bytes_in_words, counted

NAMED = 8
"""Cells that are named where their control is not a tie."""


@dataclass(frozen=True)
class Measured:
    """What a machine can do at best with one dtype on one device."""

    place: str
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class Noise:
    """How far timings can be believed."""

    said: list[str]
    cells: list[str]
    """Where the A/A control is not a tie."""


def environments(evidence: Evidence) -> dict[str, dict[str, str]]:
    """Title -> setting -> value, of verdicts and of each environment that timings come from."""
    measured: dict[str, dict[str, str]] = {}
    for row in evidence.timings:
        if settings := _flat(row["environment"] or {}):
            measured[str(settings)] = settings
    several = len(measured) > 1
    found = {"Verdicts": _flat(evidence.environment)}
    for i, settings in enumerate(measured.values(), 1):
        found[f"Timings, {i}" if several else "Timings"] = settings
    return {title: settings for title, settings in found.items() if settings}


def measured(limits: Iterable[Limit]) -> list[Measured]:
    """What was measured of each device and dtype."""
    return [_measured(limit) for limit in limits]


def noise(rows: Iterable[Row]) -> Noise:
    """What the A/A controls say, and which cells ran out of time before they were precise."""
    rows = list(rows)
    controls = [row for row in rows if row["role"] == "control" and _whole(row)]
    loud = [row for row in controls if words.outcome(row["low"], row["high"]) != "ties"]
    budget = [r for r in rows if r["role"] == "closed form" and r.get("stopped") == "budget"]
    said = []
    if controls:
        width = statistics.median((row["high"] - row["low"]) / 2 for row in controls)
        said.append(
            f"Of {counted(len(controls), 'A/A control')}, autodiff against a copy of itself, "
            f"{len(controls) - len(loud)} came out as a tie; about 19 in 20 should. Half of them "
            f"are known to within {words.share(width)} of their ratio."
        )
    if budget:
        said.append(
            f"{counted(len(budget), 'closed form')} ran out of time before the ratio was as "
            "precise as wanted."
        )
    cells = [f"{words.clean(r['claim'])} at {words.sizes(r['sizes'])}" for r in loud]
    return Noise(said, cells[:NAMED])


def _measured(limit: Limit) -> Measured:
    device = words.clean(limit.device_kind) or words.clean(limit.device)
    place = f"{words.clean(limit.dtype)} on {device}"
    if limit.outcome != "ok":
        why = f"{words.clean(limit.outcome)} {words.clean(limit.detail)}".strip()
        return Measured(place, [("not measured", why)])
    facts = [
        ("matrix products", f"{_in_thousands(limit.throughput)}flop/s"),
        ("a call that does nothing", words.seconds(limit.floor)),
    ]
    for size, read, write in zip(limit.sizes, limit.read, limit.write, strict=False):
        rates = f"read at {_in_thousands(read)}B/s, written anew at {_in_thousands(write)}B/s"
        facts.append((bytes_in_words(size), rates))
    return Measured(place, facts)


def _in_thousands(value: float | None) -> str:
    """``133 G``: three digits and the prefix of the unit that follows."""
    if value is None or not words.finite(value):
        return f"{words.figure(value)} "
    power = next((k for k, _ in enumerate("kMGTP", 1) if value < 1000 ** (k + 1)), 5)
    return f"{float(f'{value / 1000**power:.3g}'):g} {' kMGTP'[power]}"


def _whole(row: Row) -> bool:
    return not any(
        words.absent(row[name]) or not words.finite(row[name]) for name in ("low", "high")
    )


def _flat(settings: Any, prefix: str = "") -> dict[str, str]:
    """Nested settings as one level, with dots between names."""
    if not isinstance(settings, Mapping):
        return {prefix: words.clean(settings)}
    flat: dict[str, str] = {}
    for name, value in settings.items():
        flat |= _flat(value, f"{prefix}.{words.clean(name)}" if prefix else words.clean(name))
    return flat
