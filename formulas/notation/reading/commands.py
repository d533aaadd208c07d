"""TeX's commands, by the rule that reads each."""

import re

from closedform.formulas.notation.names import GREEK
from closedform.formulas.notation.reading import arguments, bars
from closedform.formulas.notation.reading.arguments import Command
from closedform.formulas.notation.reading.fonts import accent, font
from closedform.formulas.notation.reading.groups import (
    COMMAND,
    FONTS,
    SPACES,
    group,
    squeezed,
)
from closedform.formulas.notation.reading.letters import function
from closedform.formulas.notation.reading.named import differential, moving_after, name
from closedform.formulas.notation.reading.scanning import Scan
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.reading.words import (
    ACCENTS,
    FUNCTIONS,
    REFUSED,
    SPELLINGS,
    refusal,
)

_SPACING = """
quad qquad thinspace displaystyle textstyle scriptstyle limits nolimits nonumber notag mathstrut
enspace big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm hspace hfill boldmath qty
mathord mathbin mathrel negthinspace"""
SPACING = frozenset(_SPACING.split())
SIGNS = {
    **dict.fromkeys(("odot", "circ", "circledcirc", "bigodot", "hadamard"), "HADAMARD"),
    **dict.fromkeys(("oslash",), "OSLASH"),
    **dict.fromkeys(("otimes",), "KRONECKER"),
    **dict.fromkeys(("times", "ast"), "TIMES"),
    **dict.fromkeys(("cdot", "bullet"), "DOT"),
    **dict.fromkeys(("colon",), "COLON"),
    **dict.fromkeys(("coloneqq", "triangleq", "equiv", "stackrel", "doteq"), "EQUALS"),
}
"""Command -> the token it is."""
OPENED = {"(": "OPEN", "[": "OPEN", "{": "OPEN", "lbrack": "OPEN", "lparen": "OPEN"}
OPENED |= {"lbrace": "OPEN", "langle": "OPENANGLE"}
CLOSED = {")": "OPEN", "]": "OPEN", "}": "OPEN", "rbrack": "OPEN", "rparen": "OPEN"}
CLOSED |= {"rbrace": "OPEN"}
RULES: dict[str, Command] = {
    **dict.fromkeys(
        ("frac", "tfrac", "dfrac", "cfrac", "nicefrac", "sfrac", "flatfrac"), arguments.fraction
    ),
    **dict.fromkeys(("mathrm{d}", "dd", "diff", "differential"), differential),
    **dict.fromkeys(("lVert",), arguments.norm("left")),
    **dict.fromkeys(("rVert",), arguments.norm("right")),
    **dict.fromkeys(("|", "Vert", "parallel"), arguments.norm(None)),
    **dict.fromkeys(("lvert",), arguments.bar("left")),
    **dict.fromkeys(("rvert",), arguments.bar("right")),
    "vert": arguments.vertical,
    **dict.fromkeys(("norm", "Norm"), arguments.wrapped("OPENNORM")),
    **dict.fromkeys(("abs",), arguments.wrapped("OPENBAR")),
    **dict.fromkeys(("inner", "ip", "innerproduct"), arguments.inner),
    **dict.fromkeys(("top", "intercal", "transpose"), arguments.needs_caret),
    **dict.fromkeys(("color", "textcolor", "label", "tag"), arguments.skipped),
    "rangle": bars.close_angle,
    "sqrt": arguments.root,
    "underbrace": arguments.underbrace,
    "overbrace": arguments.underbrace,
    "left": arguments.left,
    "right": arguments.right,
    "sigma": arguments.sigma,
    "vec": arguments.vector,
}
"""Command -> the rule that reads it, where one does."""


def command(s: Scan, at: int) -> int:
    """A backslash and what it begins."""
    found = COMMAND.match(s.text, at)
    if not found:
        raise Unread("character", "a backslash ends the text", at)
    if spaced := SPACES.match(s.text, at):
        return spaced.end()
    word, end = found.group()[1:].rstrip("*"), found.end()
    if word in RULES:
        return RULES[word](s, at, end)
    if word in SPACING:
        return end
    if word in SIGNS:
        s.tokens.add(SIGNS[word], found.group(), at)
        return end
    if word in OPENED:
        s.tokens.open(OPENED[word], at)
        return end
    if word in CLOSED:
        s.tokens.close(CLOSED[word], at)
        return end
    return _word(s, word, at, end)


def _word(s: Scan, word: str, at: int, end: int) -> int:
    """A command that is a word: a font, an accent, a function, a letter."""
    if word in FONTS:
        return font(s, word, at, end)
    if word in ACCENTS:
        return accent(s, word, at, end)
    if word in FUNCTIONS and word != "sum":
        return function(s, word, at, end)
    if word in REFUSED:
        return _refused(s, word, at, end)
    letter = SPELLINGS.get(word, word)
    if letter in GREEK:
        return name(s, letter, at, end)
    raise Unread("character", f"\\{word} is not read", at)


def _refused(s: Scan, word: str, at: int, end: int) -> int:
    """A derivative is put off, since it may stand on the left of an =; all else is refused."""
    why = refusal(word, at)
    if why.reason != "derivative":
        raise why
    if word == "partial" and moving_after(s, end):
        return differential(s, at, end)  # as the Matrix Cookbook writes dX
    end = _below_and_above(s.text, end)
    s.tokens.add("REFUSED", squeezed(s.text[at:end]), at, refused=why)
    return end


def _below_and_above(text: str, at: int) -> int:
    r"""Where what stands below and above a ``\nabla`` ends."""
    while marked := re.compile(r"\s*[_^]").match(text, at):
        at = group(text, marked.end(), "what stands below").next
    return at
