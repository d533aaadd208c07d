"""What a person did that we cannot act on, and where."""

import difflib
from collections.abc import Callable, Iterable
from types import CodeType
from typing import Any

from closedform.wording import shown


class InputError(Exception):
    """Bad input: one line that says what was given, what was wanted, and what to do."""


class DeclarationError(InputError):
    """A formula or claim that contradicts itself, with the file and line that declare it."""

    def __init__(self, where: Callable[..., Any], message: str) -> None:
        super().__init__(f"{location(where)}: {message}")


def location(f: Callable[..., Any]) -> str:
    """``file:line`` of a function."""
    code: CodeType = f.__code__
    return f"{code.co_filename}:{code.co_firstlineno}"


def nearest(name: str, known: Iterable[str], n: int = 3) -> str:
    """A sentence naming the known names closest to `name`, or a few of them if none is close."""
    known = sorted(set(known))
    close = difflib.get_close_matches(name, known, n, cutoff=0.5)
    if close:
        return "did you mean " + " or ".join(close) + "?"
    return "there is " + (
        ", ".join(known[:8]) + (", ..." if len(known) > 8 else "")
        if known
        else "nothing to choose from"
    )


def one_line(error: BaseException, limit: int = 500) -> str:
    """Type and message of an exception on one line, with control codes escaped.

    Lines of others' messages are joined; in ours, a line break is part of a name."""
    if isinstance(error, InputError):
        return shown(str(error), limit)
    text = f"{type(error).__name__}: {' '.join(str(error).split())}".rstrip(": ")
    return shown(text, limit)
