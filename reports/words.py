"""Figures and data as words: with the digits their interval allows, and harmless wherever they are
shown."""

import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from closedform.bench.rows import OUTCOMES, REFUSED, TIMED
from closedform.bench.statistics import verdict
from closedform.bench.summary import figure as interval
from closedform.wording import bytes_in_words

_SEQUENCES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_].*?(?:\x07|\x1b\\|$)|\x1b[ -/]*[0-~]?", re.DOTALL
)
_OVERRIDES = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that reorder the text around them."""
RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{i}" for port in ("com", "lpt") for i in range(1, 10)),
}
"""Names that are no files on some systems."""
FAULTS = set(OUTCOMES) - {*TIMED, *REFUSED}
"""Outcomes that tell against a closed form."""


def clean(value: Any) -> str:
    """Data as one line of text: no terminal control codes, no marks that reorder text.

    None is the empty string; lists and dicts are JSON.
    """
    if absent(value):
        return ""
    text = (
        json.dumps(value, ensure_ascii=False, default=str)
        if isinstance(value, dict | list)
        else str(value)
    )
    return " ".join(harmless(text).split())


def harmless(text: str) -> str:
    """Text with its lines and spaces, without terminal control codes and marks that reorder
    text."""
    if text.replace("\n", "").isprintable():  # as nearly all is
        return text
    return "".join(map(_harmless, _OVERRIDES.sub("", _SEQUENCES.sub("", text))))


def absent(value: Any) -> bool:
    """Whether a figure or text is missing: None, or the NaN that pandas puts in its place."""
    return value is None or (isinstance(value, float) and math.isnan(value))


def as_float(value: float) -> float:
    """A figure in float64; whole numbers beyond its range are infinite, as 1e400 is."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def finite(value: float) -> bool:
    """Whether a figure is a number that float64 can hold."""
    return math.isfinite(as_float(value))


def outcome(low: float | None, high: float | None) -> str:
    """Whether the closed form wins, ties or loses, by the interval of its ratio: one that holds 1
    is a tie."""
    if low is None or high is None or absent(low) or absent(high):
        return "no interval"
    return verdict(low, high)


def look(word: str) -> str:
    """How a page marks what came of a timing: good, even, bad, or none where it tells nothing of
    the closed form."""
    return {"wins": "good", "ties": "even", "loses": "bad"}.get(
        word, "bad" if word in FAULTS else "none"
    )


def ratio(value: float | None, low: float | None, high: float | None) -> str:
    """``2.31 [2.25, 2.36]``: digits down to the first one of the interval's half width.

    More digits follow only where rounding would move an end to the other side of 1.
    """
    if value is None or absent(value):
        return "none"
    if low is None or high is None or absent(low) or absent(high):
        return f"{figure(value)}, no interval"
    if not all(map(finite, (value, low, high))):
        return "not finite"
    return interval(value, low, high)


def figure(value: float | None) -> str:
    """Two significant digits; a word where there is no finite figure."""
    if value is None or absent(value):
        return "none"
    return f"{_rounded(value, 2):g}" if finite(value) else "not finite"


def count(value: float | None) -> str:
    """``1,200``; 0 for none."""
    return f"{value or 0:,}" if value is None or finite(value) else "not finite"


def share(value: float | None) -> str:
    """A part of a tolerance: per cent below 1, above it how many times."""
    if value is None or absent(value) or not finite(value):
        return figure(value)
    return f"{figure(100 * value)}%" if value <= 1 else f"{figure(value)} times"


def seconds(value: float | None) -> str:
    """Three significant digits, in s, ms or \u00b5s."""
    if value is None or absent(value) or not finite(value):
        return figure(value)
    value = _rounded(value, 3)
    unit, factor = _unit(value)
    return f"{value * factor:g} {unit}"


def span(value: float | None, low: float | None, high: float | None) -> str:
    """``10.3 [10.1, 10.6] \u00b5s``: a time in seconds with its interval, digits down to the first
    one of its half width."""
    if value is None or low is None or high is None or any(map(absent, (value, low, high))):
        return seconds(value)
    unit, factor = _unit(as_float(value))
    middle, least, most = (as_float(x) * factor for x in (value, low, high))
    if not all(map(finite, (middle, least, most))):
        return "not finite"
    width = max((most - least) / 2, middle / 1000)
    digits = -math.floor(math.log10(width)) if width > 0 else 3
    middle, least, most = (f"{round(x, digits):.{max(digits, 0)}f}" for x in (middle, least, most))
    return f"{middle} [{least}, {most}] {unit}"


def size_in_bytes(value: float | None) -> str:
    """``1.5 KiB``; a word where there is no finite figure."""
    if value is None or absent(value) or not finite(value):
        return figure(value)
    return bytes_in_words(value)


def slug(text: str, longest: int = 80) -> str:
    """A text as part of an address: itself where it is plain, else its plain characters and a
    digest that tells it from others.

    No slug begins with a dot or holds a slash; it is the same in every report.
    """
    plain = (
        re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*", text) is not None
        and len(text) <= longest
    )
    if plain and text.partition(".")[0].casefold() not in RESERVED:
        return text
    parts = [*re.findall(r"[A-Za-z0-9]+", text)[:8], _digest(text)]
    return "-".join(parts)[-longest:].lstrip("-")


def file_name(text: str, longest: int = 80) -> str:
    """A text as the name of a file, without ending: its slug, with a digest where a file system
    that takes X for x could confuse it with another."""
    found = slug(text, longest)
    return found if found != text or text == text.casefold() else f"{found}-{_digest(text)}"


def sizes(value: Mapping[str, int]) -> str:
    """``m=16, n=64``."""
    return ", ".join(f"{clean(name)}={clean(size)}" for name, size in value.items()) or "none"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _harmless(character: str) -> str:
    match "" if character == "\n" else unicodedata.category(character):
        case "Cc":
            return " "
        case "Cs":  # half a surrogate pair can't be encoded
            return "\N{REPLACEMENT CHARACTER}"
        case _:
            return character


def _unit(value: float) -> tuple[str, float]:
    return next(
        ((unit, factor) for unit, factor in (("s", 1.0), ("ms", 1e3)) if value * factor >= 1),
        ("\u00b5s", 1e6),
    )


def _rounded(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")
