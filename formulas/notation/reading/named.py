r"""Names: letters with their fonts, accents and subscripts; differentials; I, 1 and K."""

import re

from closedform.formulas.notation.names import GREEK
from closedform.formulas.notation.reading.groups import group, past_spaces, squeezed
from closedform.formulas.notation.reading.scanning import Scan
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.reading.words import LOWERED

INDICES = frozenset("ijklmnpqrst")
"""Letters of which two below a name are an entry's place."""
ONE_SIZE = re.compile(r"([A-Za-z]|\d+)(?:\\times\1)?")
"""What stands below an I: its size, once or twice."""


def name(s: Scan, base: str, at: int, end: int, font: str = "") -> int:
    """A name that begins at `at` and whose letter ends at `end`, with what stands below it."""
    below, next = subscript(s, end)
    if base == "I" and (not below or ONE_SIZE.fullmatch(below)):
        s.tokens.add("IDENTITY", below.split("\\times")[0], at)
    elif base == "I" and re.fullmatch(r"[A-Za-z]{2}", below) and below[0] != below[1]:
        s.tokens.add("IDENTITY", "*".join(below), at)
    elif base == "K" and re.fullmatch(r"[A-Za-z]{2}", below):
        s.tokens.add("COMMUTATION", below, at)
    elif len(below) == 2 and set(below) <= INDICES:
        raise Unread("index", f"{base}_{{{below}}} is an entry: entries are not read", at)
    elif not below.isalnum() and below:
        raise Unread("index", f"the subscript {below!r} is not read as part of a name", at)
    else:
        s.tokens.add("NAME", f"{base}_{below}" if below else base, at, font=font or s.font)
    return next


def subscript(s: Scan, at: int) -> tuple[str, int]:
    """What stands below, as letters and digits, and where to go on."""
    end = at
    while end < len(s.text) and s.text[end] in LOWERED:
        end += 1
    if end > at:
        return "".join(LOWERED[c] for c in s.text[at:end]), end
    lowered = re.compile(r"\s*_").match(s.text, at)
    if not lowered:
        return "", at
    found = group(s.text, lowered.end(), "a subscript")
    said = squeezed(s.text[found.start : found.end])
    said = re.sub(r"\\([A-Za-z]+)", lambda m: m[1] if m[1] in GREEK else m[0], said)
    said = re.sub(r"^([A-Za-z]),([A-Za-z])$", r"\1\2", said)
    if not re.fullmatch(r"[A-Za-z0-9]+(?:\\times[A-Za-z0-9]+)?", said):
        told = f"the subscript {said!r} is not read as part of a name"
        raise Unread("index", told, lowered.end() - 1)
    return said, found.next


def ones(s: Scan, at: int, end: int) -> int:
    r"""``\mathbf 1``, with its length below where it is said."""
    below, next = subscript(s, end)
    if below and not re.fullmatch(r"[A-Za-z]|\d+", below):
        told = (
            "an indicator, or ones of more than one column? write 1_n, or \\mathbf{1}\\mathbf{1}^T"
        )
        raise Unread("index", told, at)
    s.tokens.add("ONES", below, at)
    return next


def moving_after(s: Scan, at: int) -> bool:
    """Whether what follows is a name that may move."""
    if not s.moving or not past_spaces(s.text, at) < len(s.text):
        return False
    found = group(s.text, at, "a name")
    return squeezed(s.text[found.start : found.end]).lstrip("\\") in s.moving


def differential(s: Scan, at: int, end: int) -> int:
    r"""``\mathrm{d}`` and the name that follows it."""
    start = past_spaces(s.text, end)
    if s.text[start : start + 1] in ("(", "[") or s.text.startswith("\\left", start):
        told = "d( ) of an expression is not read: write it out, with \\mathrm{d}X alone"
        raise Unread("derivative", told, at)
    found = group(s.text, start, "what d stands before")
    said = squeezed(s.text[found.start : found.end]).lstrip("\\")
    if not (len(said) == 1 and said.isalpha()) and said not in GREEK:
        raise Unread("derivative", "\\mathrm{d} stands before one name", at)
    return name(s, f"d{said}", at, found.next)
