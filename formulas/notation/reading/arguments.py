"""Commands that take arguments, or that say something of what stands behind them."""

import re
from collections.abc import Callable

from closedform.formulas.notation.names import GREEK
from closedform.formulas.notation.reading import bars
from closedform.formulas.notation.reading.groups import COMMAND, Group, group, past_spaces, squeezed
from closedform.formulas.notation.reading.named import name, ones
from closedform.formulas.notation.reading.scanning import Scan
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.reading.words import refusal

Command = Callable[[Scan, int, int], int]
"""What a command at a column, whose word ends at another, says; the column to go on at."""

DERIVATIVE = re.compile(
    r"\s*(\\partial|\\delta(?![A-Za-z])\s*(?:$|[A-Za-z\\({])|\\mathrm\s*\{?\s*d|\\nabla"
    r"|d\s*[A-Za-z\\({]|d\^|d\s*$|D\s*$)"
)


def fraction(s: Scan, at: int, end: int) -> int:
    r"""``\frac``: a quotient; a derivative of pullbacks is G."""
    above = group(s.text, end, "a numerator")
    below = group(s.text, above.next, "a denominator")
    if derivative(s, at, above, below):
        return below.next
    s.tokens.add("FRACTION", "", at)
    s.bracketed(above.start, above.end)
    s.bracketed(below.start, below.end)
    return below.next


def derivative(s: Scan, at: int, above: Group, below: Group) -> bool:
    """Whether a quotient is a derivative, said if it is: of pullbacks it is G; elsewhere it may
    stand on the left of an =, and is put off."""
    parts = s.text[above.start : above.end], s.text[below.start : below.end]
    if not all(map(DERIVATIVE.match, parts)):
        return False
    if s.cotangent:
        s.tokens.add("NAME", "G", at)
    else:
        said = squeezed(s.text[at : below.next])
        s.tokens.add("REFUSED", said, at, refused=refusal("partial", at))
    return True


def root(s: Scan, at: int, end: int) -> int:
    r"""``\sqrt``."""
    if s.text[past_spaces(s.text, end) :].startswith("["):
        raise Unread("operation", "a root other than the square root is not read", at)
    found = group(s.text, end, "what is under the root")
    s.tokens.add("FUNCTION", "sqrt", at)
    s.bracketed(found.start, found.end)
    return found.next


def left(s: Scan, at: int, end: int) -> int:
    r"""``\left``."""
    return _sized(s, at, end, "left")


def right(s: Scan, at: int, end: int) -> int:
    r"""``\right``."""
    return _sized(s, at, end, "right")


def _sized(s: Scan, at: int, end: int, side: str) -> int:
    r"""``\left`` and ``\right``: they say of a bar on which side it stands."""
    start = past_spaces(s.text, end)
    found = COMMAND.match(s.text, start)
    sign = found.group() if found else s.text[start : start + 1]
    next = start + max(len(sign), 1)
    if sign in ("|", r"\vert", r"\lvert", r"\rvert"):
        return bars.bar(s, at, next, side)
    if sign in (r"\|", r"\Vert", r"\lVert", r"\rVert", "‖"):
        return bars.norm(s, at, next, side)
    if sign in ("<", ">", r"\langle", r"\rangle"):
        return _angle(s, at, next, side)
    if sign in (".", ""):
        raise Unread("brackets", f"\\{side}{sign} is not read", at)
    return start


def _angle(s: Scan, at: int, next: int, side: str) -> int:
    if side == "right":
        return bars.close_angle(s, at, next)
    s.tokens.open("OPENANGLE", at)
    return next


def bar(side: str | None) -> Command:
    """The rule of a bar that stands on a side, or on either."""
    return lambda s, at, end: bars.bar(s, at, end, side)


def norm(side: str | None) -> Command:
    """The rule of a norm's bars that stand on a side, or on either."""
    return lambda s, at, end: bars.norm(s, at, end, side)


def vertical(s: Scan, at: int, end: int) -> int:
    r"""``\vert``; two in a row are a norm's, as ``||`` is."""
    if (again := re.compile(r"\s*\\vert(?![A-Za-z])").match(s.text, end)) and bars.may_open(s):
        return bars.norm(s, at, again.end())
    return bars.bar(s, at, end)


def wrapped(type: str) -> Command:
    r"""``\norm{x}`` and ``\abs{x}``, which many papers define."""

    def rule(s: Scan, at: int, end: int) -> int:
        found = group(s.text, end, "what stands between")
        if s.text[found.start : found.end] == "(":
            raise Unread("brackets", "write \\lVert x \\rVert, or the braces of the command", at)
        s.tokens.open(type, at)
        s.within(found.start, found.end)
        if type == "OPENNORM":
            return bars.norm(s, at, found.next, "right")
        s.tokens.close(type, found.next - 1)
        return found.next

    return rule


def inner(s: Scan, at: int, end: int) -> int:
    r"""``\inner{a}{b}``, likewise."""
    first = group(s.text, end, "a factor")
    second = group(s.text, first.next, "a factor")
    s.tokens.open("OPENANGLE", at)
    s.within(first.start, first.end)
    s.tokens.add("COMMA", ",", second.start)
    s.within(second.start, second.end)
    return bars.close_angle(s, second.next - 1, second.next)


def sigma(s: Scan, at: int, end: int) -> int:
    r"""``\sigma(`` is the logistic function, ``\sigma'(`` its derivative; else it is a letter."""
    if called := re.compile(
        r"\s*('|′|\^\s*\{?\s*\\prime\s*\}?)?\s*(?:\\[bB]igg?l?\s*|\\left\s*)?[(\[]"
    ).match(s.text, end):
        s.tokens.add("FUNCTION", "sigmoid", at)
        if called.group(1):
            s.tokens.add("PRIME", "'", end)
            return called.end(1)
        return end
    return name(s, "sigma", at, end)


def vector(s: Scan, at: int, end: int) -> int:
    r"""``\vec(X)`` is vec, ``\vec x`` an x with an arrow, ``\vec 1`` all ones; ``\vec X`` may be vec
    or an arrow."""
    start = past_spaces(s.text, end)
    if s.text[start : start + 1] == "(" or s.text.startswith("\\left", start):
        s.tokens.add("FUNCTION", "vec", at)
        return end
    found = group(s.text, end, "what stands under \\vec")
    said = squeezed(s.text[found.start : found.end]).lstrip("\\")
    if said == "1":
        return ones(s, at, found.next)
    if said == "0":
        s.tokens.add("NUMBER", "0", at)
        return found.next
    if (len(said) == 1 and said.islower()) or (said in GREEK and said.islower()):
        return name(s, said, at, found.next, "v")
    told = f"is this vec of {said}, or {said} with an arrow? write \\operatorname{{vec}}({said})"
    raise Unread("two names", told, at)


def underbrace(s: Scan, at: int, end: int) -> int:
    r"""``\underbrace{...}_{...}``: what stands below is a remark."""
    found = group(s.text, end, "what stands above the brace")
    s.bracketed(found.start, found.end)
    if marked := re.compile(r"\s*[_^]").match(s.text, found.next):
        return group(s.text, marked.end(), "a remark").next
    return found.next


def needs_caret(s: Scan, at: int, end: int) -> int:
    r"""``\top`` on the line."""
    raise Unread("grammar", "a transpose needs ^ before it", at)


def skipped(s: Scan, at: int, end: int) -> int:
    r"""The argument of ``\color``, ``\label``: what it says is not mathematics."""
    return group(s.text, end, "an argument").next
