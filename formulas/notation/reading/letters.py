"""Letters without a backslash: one a name, but for words of the closed list, e^x and dX."""

import re

from closedform.formulas.notation.names import GREEK
from closedform.formulas.notation.reading.groups import past_spaces, squeezed
from closedform.formulas.notation.reading.named import differential, moving_after, name, subscript
from closedform.formulas.notation.reading.scanning import Scan
from closedform.formulas.notation.reading.superscripts import TRANSPOSES, above
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.reading.words import FUNCTIONS, REFUSED, refusal

RUN = re.compile(r"[A-Za-z]+")
INSIDE = ("softmax", "trace", "exp", "log", "det", "diag", "tanh", "vec", "sin", "cos", "tr", "Tr")
INSIDE += ("ln", "max", "min")
"""Words that a run of letters may hide: ``logx``."""


def letters(s: Scan, at: int) -> int:
    """A run of letters."""
    run = RUN.match(s.text, at)
    assert run
    word = run.group()
    if word in FUNCTIONS and (len(word) > 2 or word in ("tr", "Tr", "ln")):
        return function(s, word, at, run.end())
    if word in GREEK and len(word) > 2:
        return name(s, word, at, run.end())
    if word in REFUSED and len(word) > 2:
        raise refusal(word, at)
    if word[0] == "d" and len(word) > 1:
        return _differential(s, word, at)
    if word == "d" and "d" not in s.moving and moving_after(s, run.end()):
        return differential(s, at, run.end())
    if word[0] == "e" and (power := _power_of_e(s.text, at)):
        return euler(s, at, power)
    _hidden(word, at)
    return name(s, word[0], at, at + 1)


def function(s: Scan, word: str, at: int, end: int) -> int:
    """A function's name, with a power or a prime that stands behind it."""
    s.tokens.add("FUNCTION", FUNCTIONS[word], at)
    if lowered := re.compile(r"\s*_").match(s.text, end):
        told = f"what stands below {word} is not read"
        raise Unread("operation", told, lowered.end() - 1)
    raised = re.compile(r"\s*\^").match(s.text, end)
    if not raised:
        return end
    power = above(s.text, raised.end(), "a power")
    said = squeezed(s.text[power.start : power.end])
    if said in (r"\prime", "'"):
        s.tokens.add("PRIME", "'", raised.end() - 1)
    elif said.isdigit():
        s.tokens.add("FUNCTIONPOWER", said, raised.end() - 1)
    else:
        told = f"{word}^{{{said}}}: a power, an inverse or a transpose? write it after the bracket"
        raise Unread("power", told, raised.end() - 1)
    return power.next


def euler(s: Scan, at: int, power: int) -> int:
    """``e^{...}``, the power beginning at `power`."""
    raised = above(s.text, power, "a power of e")
    if (
        re.match(r"\d{2,}|-", s.text[past_spaces(s.text, power) :])
        and raised.end - raised.start == 1
    ):
        raise Unread("power", "how far does this power reach? write e^{...}", power)
    s.tokens.add("EULER", "e", at)
    s.bracketed(raised.start, raised.end)
    return raised.next


def _power_of_e(text: str, at: int) -> int | None:
    """Where a power of e begins; None where e is a name. (``e^t`` is one: where t is a transpose
    elsewhere, the text is refused.)"""
    raised = re.compile(r"e\s*\^").match(text, at)
    if not raised:
        return None
    found = above(text, raised.end(), "a power of e")
    transposed = squeezed(text[found.start : found.end]) in TRANSPOSES - {"t"}
    return None if transposed else raised.end()


def _differential(s: Scan, word: str, at: int) -> int:
    """dX: a differential where X may move."""
    moved = re.match(r"d(" + "|".join(sorted(GREEK, key=len, reverse=True)) + r"|[A-Za-z])", word)
    assert moved
    if f"{moved[1]}{_below(s, at + moved.end())}" in s.moving or moved[1] in s.moving:
        return name(s, moved.group(), at, at + moved.end())
    _hidden(word, at)
    if word[1].isupper():  # put off: dF may stand on the left of an =
        told = f"is {word[:2]} a differential, or d times {word[1]}? write d {{{word[1]}}}"
        why = Unread("differential or product", told, at)
        s.tokens.add("REFUSED", word[:2], at, refused=why)
        return at + 2
    return name(s, "d", at, at + 1)


def _below(s: Scan, end: int) -> str:
    below, _ = subscript(s, end)
    return f"_{below}" if below else ""


def _hidden(word: str, at: int) -> None:
    """Raise Unread for a run of letters that hides a function."""
    for hidden in INSIDE:
        place = word.find(hidden)
        if place >= 0 and len(word) > len(hidden):
            told = f"is {hidden} in {word!r} a function? write it with a space, or as \\{hidden}"
            raise Unread("reach", told, at + place)
