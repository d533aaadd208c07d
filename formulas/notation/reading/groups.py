r"""Groups of TeX: ``{...}``, a command with its arguments, or one character."""

import re
from typing import NamedTuple

from closedform.formulas.notation.reading.unread import Unread

FONTS = {
    **dict.fromkeys(
        ("mathbf", "boldsymbol", "bm", "pmb", "textbf", "symbf", "bf", "bfseries"), "b"
    ),
    **dict.fromkeys(("mathrm", "textrm", "rm", "text", "mbox", "hbox", "mathop", "textup"), "r"),
    **dict.fromkeys(("mathcal", "mathscr", "cal"), "c"),
    **dict.fromkeys(("mathsf", "textsf", "sf"), "s"),
    **dict.fromkeys(("mathtt", "texttt", "tt"), "t"),
    **dict.fromkeys(("mathbb", "mathds", "mathbbm"), "bb"),
    **dict.fromkeys(("mathfrak",), "f"),
    **dict.fromkeys(("mathit", "textit", "it", "mathnormal"), ""),
    **dict.fromkeys(("operatorname", "DeclareMathOperator"), "o"),
}
"""Command -> the font it sets."""
SWITCHES = frozenset(("bf", "rm", "cal", "sf", "tt", "it", "bfseries"))
"""Fonts of old that hold until the group ends."""

SPACES = re.compile(
    r"(?:\s|~|\\[,;:!>\s]|\\(?:quad|qquad|thinspace|hspace\*?\{[^{}]*\})(?![A-Za-z]))+"
)
COMMAND = re.compile(r"\\(?:[A-Za-z]+\*?|.)", re.DOTALL)


class Group(NamedTuple):
    """Where a group's content begins and ends, and where to go on."""

    start: int
    end: int
    next: int


def past_spaces(text: str, at: int) -> int:
    """The column after any spacing."""
    found = SPACES.match(text, at)
    return found.end() if found else at


def group(text: str, at: int, what: str = "something") -> Group:
    """The group at `at`, after any spacing.

    Raises Unread where there is none.
    """
    start = past_spaces(text, at)
    if start >= len(text):
        raise Unread("grammar", f"the text ends where {what} is missing", max(len(text) - 1, 0))
    if text[start] == "{":
        end = closing(text, start)
        return Group(start + 1, end, end + 1)
    if text[start] == "}":
        raise Unread("grammar", f"{what} is missing before this brace", start)
    command = COMMAND.match(text, start)
    if command is None:
        return Group(start, start + 1, start + 1)
    end = command.end()
    name = command.group()[1:].rstrip("*")
    arguments = 2 if name.endswith("frac") else int(name in FONTS and name not in SWITCHES)
    for _ in range(arguments):
        end = group(text, end, f"the argument of \\{name}").next
    return Group(start, end, end)


def closing(text: str, at: int) -> int:
    """The column of the brace that closes the one at `at`."""
    depth, i = 0, at
    while i < len(text):
        if text[i] == "\\":
            i += 2
            continue
        depth += (text[i] == "{") - (text[i] == "}")
        if depth == 0:
            return i
        i += 1
    raise Unread("brackets", "this brace is never closed", at)


OVER = re.compile(r"\\over(?![A-Za-z])")


def over(text: str, start: int, end: int) -> re.Match[str] | None:
    r"""The ``\over`` of a group, not of a group within it."""
    at = start
    while at < end:
        if text[at] == "{":
            at = closing(text, at) + 1
        elif found := OVER.match(text, at, end):
            return found
        else:
            at += 2 if text[at] == "\\" else 1
    return None


def squeezed(text: str) -> str:
    r"""What a group says, without spacing, braces and fonts: ``T`` of ``{\!\mathsf T}``."""
    text = re.sub(r"\\([A-Za-z]+)\*?\s*", lambda m: "" if m[1] in FONTS else m[0].strip(), text)
    return re.sub(r"\\[,;:!>\s]|[\s{}~]", "", text)
