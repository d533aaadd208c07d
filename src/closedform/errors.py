"""What a person did that we cannot act on, and where."""

import difflib
import re
from collections.abc import Callable, Iterable
from types import CodeType
from typing import Any


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
    """Type and message of an exception on one line, without terminal control codes."""
    text = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", str(error)).split())
    text = text if isinstance(error, InputError) else f"{type(error).__name__}: {text}".rstrip(": ")
    return text if len(text) <= limit else text[: limit - 3] + "..."
