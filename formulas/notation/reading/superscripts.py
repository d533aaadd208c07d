r"""What a superscript is: a transpose, an inverse, a power, or part of a name."""

import re

from closedform.formulas.notation.reading.groups import Group, group, past_spaces, squeezed
from closedform.formulas.notation.reading.scanning import Scan
from closedform.formulas.notation.reading.tokens import Token
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.reading.words import RAISED

_TRANSPOSES = r"T \top \intercal t tr \prime ' ⊤ ᵀ \T \trans \transp \transpose ′"
TRANSPOSES = frozenset(_TRANSPOSES.split())
INVERSES = frozenset(f"-{t}" for t in TRANSPOSES) | frozenset(f"{t}-1" for t in TRANSPOSES)
INVERSES |= frozenset(f"-1{t}" for t in TRANSPOSES) | {"-\\top1"}
CONJUGATES = frozenset(("H", "*", r"\ast", r"\star", r"\mathsfH", r"\H", "h", "∗"))

MINUS = re.compile(r"-\s*(?:\\[A-Za-z]+|\d+|.)", re.DOTALL)
ENTRYWISE = re.compile(r"\\(?:odot|circ)|[⊙∘○]")


def superscript(s: Scan, at: int) -> int:
    """A ``^`` and what stands above."""
    if not s.tokens.ended:
        told = "this superscript stands on nothing; a transpose stands behind, as A^T"
        raise Unread("grammar", told, at)
    found = _above(s.text, at + 1)
    return say(s, at, found, squeezed(s.text[found.start : found.end]))


def above(text: str, at: int, what: str = "a superscript") -> Group:
    """What stands above: a group, or what stands in round brackets, as in ``X^(-1)``; of digits
    alone these may be an index."""
    start = past_spaces(text, at)
    if text[start : start + 1] != "(":
        return group(text, at, what)
    end = _closed(text, start)
    if text[start + 1 : end].strip().isdigit():
        told = "a power, or an index? write ^{...}, or a name, as W_1"
        raise Unread("power", told, start)
    return Group(start + 1, end, end + 1)


def _closed(text: str, at: int) -> int:
    """The column of the round bracket that closes the one at `at`."""
    depth = 0
    for k in range(at, len(text)):
        depth += (text[k] == "(") - (text[k] == ")")
        if depth == 0:
            return k
    raise Unread("brackets", "a bracket is never closed", at)


def _above(text: str, at: int) -> Group:
    """What stands above; without brackets a minus takes what follows, and more than one digit is
    refused."""
    start = past_spaces(text, at)
    if minus := MINUS.match(text, start):
        return Group(start, minus.end(), minus.end())
    if digits := re.compile(r"\d{2,}").match(text, start):
        told = f"which digits are the power? write ^{{{digits.group()}}}"
        raise Unread("power", told, start)
    return above(text, start)


def raised(s: Scan, at: int) -> int:
    """Unicode's raised characters, as in ``X⁻¹``."""
    end = at
    while end < len(s.text) and s.text[end] in RAISED:
        end += 1
    if not s.tokens.ended:
        raise Unread("grammar", "this superscript stands on nothing", at)
    said = "".join(RAISED[c] for c in s.text[at:end])
    if said not in TRANSPOSES | INVERSES and not re.fullmatch(r"-?\d+", said):
        raise Unread("power", f"the superscript {said} is not read: write ^{{...}}", at)
    return say(s, at, Group(at, end, end), said)


def say(s: Scan, at: int, above: Group, said: str) -> int:
    """The tokens of a superscript that says `said`."""
    tokens = s.tokens
    if said in TRANSPOSES:
        tokens.add("TRANSPOSE", said, at)
    elif said == "-1":
        tokens.add("INVERSE", said, at)
    elif said in INVERSES:
        tokens.add("INVERSETRANSPOSE", said, at)
    elif said in ("+", r"\dagger", "†"):
        tokens.add("PSEUDOINVERSE", said, at)
    elif said in CONJUGATES:
        told = "a conjugate transpose, or a marked name? all arrays are real: write ^T, or a name"
        raise Unread("complex", told, at)
    elif re.fullmatch(r"-?\d+", said):
        tokens.add("POWER", said, at)
    elif labelled := re.fullmatch(r"[(\[]([^()\[\]]*)[)\]](.*)", said):
        _label(s, at, labelled[1])
        return say(s, at, above, labelled[2]) if labelled[2] else above.next
    elif entrywise := ENTRYWISE.match(s.text, past_spaces(s.text, above.start)):
        tokens.add("ENTRYWISE", "^", at)
        s.bracketed(entrywise.end(), above.end)
    elif not said:
        raise Unread("grammar", "an empty superscript", at)
    else:
        tokens.add("RAISED", "^", at)
        s.bracketed(above.start, above.end)
    return above.next


def _label(s: Scan, at: int, said: str) -> None:
    """``W^{(1)}`` is a name; of anything else it is an index."""
    last = s.tokens.found[-1]
    if last.type != "NAME" or not said.isdigit() or "_" in last.text:
        raise Unread("index", "a superscript in brackets is an index: write a name, as W_1", at)
    s.tokens.found[-1] = Token("NAME", f"{last.text}_{said}", last.at, f"{last.font}^")
