"""Fonts and accents: what they stand around is a name, a word, or any part of the formula."""

import re

from closedform.formulas.notation.names import GREEK
from closedform.formulas.notation.reading.groups import FONTS, SWITCHES, Group, group, squeezed
from closedform.formulas.notation.reading.letters import euler, function
from closedform.formulas.notation.reading.named import differential, name, ones
from closedform.formulas.notation.reading.scanning import Scan
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.reading.words import ACCENTS, FUNCTIONS, REFUSED, refusal

JOINING = re.compile(r"[\s,;]*(where|with|and|for|if|s\.t\.|such that|when|in which|let)?[\s,:;]*")
"""Words that stand before a definition."""
AS_TEXT = frozenset(("text", "mbox", "hbox", "textrm", "textit", "textup"))


def font(s: Scan, word: str, at: int, end: int) -> int:
    """A font and what is in it."""
    if word in SWITCHES:
        s.font = FONTS[word]
        return end
    found = group(s.text, end, f"what stands in \\{word}")
    said, shape = squeezed(s.text[found.start : found.end]), FONTS[word]
    letter = said.lstrip("\\")
    if said == "d" and shape in ("r", "o", "s"):
        return differential(s, at, found.next)
    if said == "1":
        return ones(s, at, found.next)
    if said == "0":
        s.tokens.add("NUMBER", "0", at)
        return found.next
    if said == "e" and (raised := re.compile(r"\s*\^").match(s.text, found.next)):
        return euler(s, at, raised.end())
    if said in FUNCTIONS:
        return function(s, said, at, found.next)
    if said in REFUSED:
        raise refusal(said, at)
    if (shape != "bb" or said == "I") and (letter in GREEK or (len(said) == 1 and said.isalpha())):
        return name(s, letter, at, found.next, shape)
    return _many_letters(s, word, at, found)


def _many_letters(s: Scan, word: str, at: int, found: Group) -> int:
    inner, shape = s.text[found.start : found.end], FONTS[word]
    said = squeezed(inner)
    if word in AS_TEXT and JOINING.fullmatch(inner):
        s.tokens.add("WHERE", inner, at)
        return found.next
    if shape == "o":
        known = "known are " + ", ".join(sorted(set(FUNCTIONS.values())))
        raise Unread("product or function", f"the function {said} is not known; {known}", at)
    if shape in ("r", "s", "t") and re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", said):
        return name(s, said, at, found.next, shape)
    if shape in ("b", "", "r", "s") and word not in AS_TEXT:
        before, s.font = s.font, shape
        s.within(found.start, found.end)
        s.font = before
        return found.next
    reason = "operation" if shape == "bb" else "character"
    raise Unread(reason, f"\\{word}{{{inner.strip()[:40]}}} is not read", at)


def accent(s: Scan, word: str, at: int, end: int) -> int:
    """A mark above a name."""
    found = group(s.text, end, f"what stands under \\{word}")
    before = len(s.tokens.found)
    s.within(found.start, found.end)
    inner = s.tokens.found[before:]
    del s.tokens.found[before:]
    if len(inner) != 1 or inner[0].type != "NAME":
        raise Unread("character", f"\\{word} stands on more than a name", at)
    if "_" in inner[0].text:
        raise Unread("index", f"write what stands below outside of \\{word}", at)
    return name(s, f"{inner[0].text}_{ACCENTS[word]}", at, found.next, inner[0].font)
