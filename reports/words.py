"""Figures and data as words: with the digits their interval allows, and harmless wherever they are shown."""

import json
import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from bench.statistics import verdict
from bench.summary import figure as interval

_SEQUENCES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_].*?(?:\x07|\x1b\\|$)|\x1b[ -/]*[0-~]?", re.DOTALL)
_OVERRIDES = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that reorder the text around them."""


def clean(value: Any) -> str:
    """Data as one line of text: no terminal control codes, no marks that reorder text.

    None is the empty string; lists and dicts are JSON.
    """
    if absent(value):
        return ""
    text = json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else str(value)
    text = _OVERRIDES.sub("", _SEQUENCES.sub("", text))
    return " ".join("".join(map(_harmless, text)).split())


def absent(value: Any) -> bool:
    """Whether a figure or text is missing: None, or the NaN that pandas puts in its place."""
    return value is None or (isinstance(value, float) and math.isnan(value))


def outcome(low: float | None, high: float | None) -> str:
    """Whether the closed form wins, ties or loses, by the interval of its ratio: one that holds 1 is a tie."""
    if low is None or high is None or absent(low) or absent(high):
        return "no interval"
    return verdict(low, high)


def ratio(value: float | None, low: float | None, high: float | None) -> str:
    """``2.31 [2.25, 2.36]``: digits down to the first one of the interval's half width.

    More digits follow only where rounding would move an end to the other side of 1.
    """
    if value is None or absent(value):
        return "none"
    if low is None or high is None or absent(low) or absent(high):
        return f"{figure(value)}, no interval"
    if not all(map(math.isfinite, (value, low, high))):
        return "not finite"
    return interval(value, low, high)


def figure(value: float | None) -> str:
    """Two significant digits; a word where there is no finite figure."""
    if value is None or absent(value):
        return "none"
    return f"{_rounded(value, 2):g}" if math.isfinite(value) else "not finite"


def share(value: float | None) -> str:
    """A part of a tolerance: per cent below 1, above it how many times."""
    if value is None or absent(value) or not math.isfinite(value):
        return figure(value)
    return f"{figure(100 * value)}%" if value <= 1 else f"{figure(value)} times"


def seconds(value: float | None) -> str:
    """Three significant digits, in s, ms or \u00b5s."""
    if value is None or absent(value) or not math.isfinite(value):
        return figure(value)
    value = _rounded(value, 3)
    unit, factor = next(((u, f) for u, f in (("s", 1.0), ("ms", 1e3)) if value * f >= 1), ("\u00b5s", 1e6))
    return f"{value * factor:g} {unit}"


def sizes(value: Mapping[str, int]) -> str:
    """``m=16, n=64``."""
    return ", ".join(f"{clean(name)}={clean(size)}" for name, size in value.items()) or "none"


def _harmless(character: str) -> str:
    match unicodedata.category(character):
        case "Cc":
            return " "
        case "Cs":  # half a surrogate pair can't be encoded
            return "\N{REPLACEMENT CHARACTER}"
        case _:
            return character


def _rounded(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")
