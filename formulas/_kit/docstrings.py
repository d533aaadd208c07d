"""Docstrings whose first paragraph is TeX."""

import inspect
import re
from collections.abc import Callable
from typing import Any

from closedform.errors import DeclarationError

ESCAPES = {"\a": "a", "\b": "b", "\f": "f", "\v": "v", "\r": "r", "\t": "t", "\0": "0"}
"""Control characters that a docstring has only where Python took a backslash for an escape."""
AFTER_N = "abla|atural|ewline|geq|leq|onumber|otin|parallel|eq|eg|e|exists|i|less|mid|ot|u"
"""What is left of TeX's commands that begin with n where ``\\n`` became a line break."""


def paragraphs(f: Callable[..., Any]) -> list[str]:
    """A docstring's paragraphs; one empty paragraph if there is none.

    Raises DeclarationError where the docstring is not raw and has lost its TeX by that.
    """
    if lost := _lost(f):
        raise DeclarationError(
            f,
            f"{lost} in the docstring has become a control character, since the string is not raw; "
            f'write r"""...""", with an r before the quotes',
        )
    return [p.strip() for p in (inspect.getdoc(f) or "").split("\n\n")]


def _lost(f: Callable[..., Any]) -> str | None:
    """The first TeX command that became something else; None as a rule."""
    text = f.__doc__ or ""
    first, *others = text.split("\n")
    lines = [first, *(line if re.match(r" +\t", line) else line.lstrip() for line in others)]
    for line in lines:
        for at, character in enumerate(line):
            if character in ESCAPES:
                word = re.match(r"[A-Za-z]*", line[at + 1 :])
                return "\\" + ESCAPES[character] + (word[0] if word else "")
    broken = re.search(rf"\n({AFTER_N})(?![A-Za-z])", text)
    return f"\\n{broken[1]}" if broken and f"\\n{broken[1]}" in _literal(f) else None


def _literal(f: Callable[..., Any]) -> str:
    """The source of a function whose docstring is no raw string; empty where that can't be said."""
    try:
        source = inspect.getsource(f)
    except (OSError, TypeError):
        return ""
    raw = re.search(r"\b[rR][bBuU]?(?:\"\"\"|'''|\"|')", source)
    return "" if raw else source.replace("\\\\", "")
