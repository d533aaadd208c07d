"""Where verdicts and timings were found, as the page of the machine shows it."""

from collections.abc import Mapping
from typing import Any

from closedform.reports import words
from closedform.reports.rows.evidence import Evidence


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


def _flat(settings: Any, prefix: str = "") -> dict[str, str]:
    """Nested settings as one level, with dots between names."""
    if not isinstance(settings, Mapping):
        return {prefix: words.clean(settings)}
    flat: dict[str, str] = {}
    for name, value in settings.items():
        flat |= _flat(value, f"{prefix}.{words.clean(name)}" if prefix else words.clean(name))
    return flat
