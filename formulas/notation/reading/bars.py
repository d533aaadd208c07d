"""Bars and norms: whether one opens or closes, and which norm it is."""

import re

from closedform.formulas.notation.reading.groups import group, past_spaces, squeezed
from closedform.formulas.notation.reading.scanning import Scan
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.reading.words import LOWERED

NORMS = {"": "", "2": "2", "F": "F", "Fro": "F", "fro": "F", "Frob": "F", "1": "1"}
NORMS |= {"\\ell_2": "2", "\\ell_1": "1", "\\ell2": "2", "\\ell1": "1", "L2": "2", "L1": "1"}
"""What stands below a norm -> which it is; nothing: Euclidean, of a matrix Frobenius's."""


def bar(s: Scan, at: int, end: int, side: str | None = None) -> int:
    """``|``: the determinant, or an absolute value; it closes where one is open and an operand has
    ended."""
    if _closes(s, "OPENBAR", side):
        s.tokens.close("OPENBAR", at)
    else:
        _may_nest(s, at, end, "OPENBAR", side)
        s.tokens.open("OPENBAR", at)
    return end


def norm(s: Scan, at: int, end: int, side: str | None = None) -> int:
    r"""``\|``: it closes where one is open and an operand has ended; then what stands below says
    which it is."""
    if not _closes(s, "OPENNORM", side):
        _may_nest(s, at, end, "OPENNORM", side)
        s.tokens.open("OPENNORM", at)
        return end
    which, power, end = _below(s, end)
    if which not in NORMS:
        wanted = "the Euclidean one, Frobenius's (_F) and _1 are"
        raise Unread("norm", f"the norm {which} is not read; {wanted}", at)
    s.tokens.close("OPENNORM", at, NORMS[which])
    if power:
        s.tokens.add("POWER", power, at)
    return end


def may_open(s: Scan) -> bool:
    """Whether two bars in a row are a norm's: no single one is open that the first may close."""
    return not s.tokens.is_open("OPENBAR")


def close_angle(s: Scan, at: int, end: int) -> int:
    r"""``\rangle``: an F below it says what it is anyway."""
    s.tokens.close("OPENANGLE", at)
    which, power, next = _below(s, end)
    if power or which not in ("", "F", "Fro", "fro"):
        raise Unread("norm", f"the inner product _{which} is not read; Frobenius's is", at)
    return next if which else end


def _closes(s: Scan, type: str, side: str | None) -> bool:
    return side == "right" or (side is None and s.tokens.is_open(type) and s.tokens.ended)


def _may_nest(s: Scan, at: int, end: int, type: str, side: str | None) -> None:
    r"""``\|A \|x\| + b\|`` may be read in two ways: an opening sign after an operand, a sign after
    that."""
    after = past_spaces(s.text, end)
    if side is None and s.tokens.ended and s.text[after : after + 1] in ("+", "-"):
        told = "are these bars inside one another? write \\lvert and \\rvert, \\lVert and \\rVert"
        raise Unread("order", told, at)


def _below(s: Scan, at: int) -> tuple[str, str, int]:
    r"""What stands below a norm, a power that stands before it, and where to go on."""
    power, next = "", at
    if s.text[at : at + 1] in LOWERED:
        return LOWERED[s.text[at]], "", at + 1
    if raised := re.compile(r"\s*\^").match(s.text, at):
        found = group(s.text, raised.end(), "a power")
        power, next = squeezed(s.text[found.start : found.end]), found.next
        if not power.isdigit() or not re.compile(r"\s*_").match(s.text, next):
            return "", "", at
    if lowered := re.compile(r"\s*_").match(s.text, next):
        found = group(s.text, lowered.end(), "a norm's name")
        return squeezed(s.text[found.start : found.end]), power, found.next
    return "", power, next
