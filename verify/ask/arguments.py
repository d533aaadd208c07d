"""Arguments as people type them: a text may begin with a minus sign, and some claims name no
variable."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import typer

from closedform.errors import InputError

KINDS = ("gradient", "jacobian", "hessian", "hvp", "differential", "pullback", "derivative")
KINDS += ("stationary", "minimum", "maximum", "equals", "differs")
"""Kinds of claim, by whose names flags are called."""
CLAIMED = frozenset(f"--{kind}" for kind in KINDS)
UNNAMED = ("--equals", "--differs")
"""Flags whose claims name no variable; a differential's may."""
VALUES = frozenset(("--given", "--along", "--on", "--shape", "--layout", "--notation", "--save"))
KNOWN = CLAIMED | VALUES | {"--json", "--elementwise", "--help"}
SEPARATOR = "\x1f"
"""Between a claim's variable and its text."""
Shield = Callable[[Sequence[str]], list[str]]
NAME = re.compile(r"\\?[A-Za-z]+(_\{?\w+\}?)?|\\(mathbf|boldsymbol|bm)\s*\{?\\?\w+\}?")


class Application(typer.Typer):
    """An application whose arguments are shielded before they are parsed."""

    shield: Shield

    def __call__(self, arguments: Sequence[str] | None = None, **more: Any) -> Any:
        """Run it."""
        return super().__call__(self.shield(arguments or []), **more)


def application(main: Callable[..., Any], shield: Shield) -> typer.Typer:
    """A function as the application.

    Args:
        shield: what makes a parser take arguments as they are meant: `shielded` or `texts`.
    """
    app = Application(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.shield = shield
    app.command()(main)
    return app


def texts(arguments: Sequence[str]) -> list[str]:
    """The arguments; those that begin with a minus sign and are no options with a space before."""
    return [a if a.startswith("--") else _text(a) for a in arguments]


def shielded(arguments: Sequence[str]) -> list[str]:
    """The arguments with each claim as one: its variable, a separator, its text.

    Other texts that begin with a minus sign get a space before it."""
    found: list[str] = []
    waiting = list(arguments)
    while waiting:
        argument = waiting.pop(0)
        if argument in CLAIMED:
            found += [argument, SEPARATOR.join(_claim(argument, waiting))]
        elif argument in VALUES:
            found += [argument, *(_text(waiting.pop(0)) for _ in waiting[:1])]
        else:
            found.append(argument if argument.startswith("--") else _text(argument))
    return found


def _claim(flag: str, waiting: list[str]) -> list[str]:
    """Variable and text of a claim, taken from the arguments that wait.

    Raises InputError where one is missing.
    """
    named = flag not in UNNAMED
    if flag == "--differential":
        named = len(waiting) > 1 and bool(NAME.fullmatch(waiting[0])) and waiting[1] not in KNOWN
    if len(waiting) <= named or waiting[0] in KNOWN:
        wanted = "a variable and a claim" if named else "a claim"
        raise InputError(f'{flag} takes {wanted}, as --gradient x "2*A*x"')
    return [waiting.pop(0) if named else "", waiting.pop(0)]


def _text(argument: str) -> str:
    return f" {argument}" if argument.startswith("-") and argument != "-" else argument


def claim(kind: str, said: str) -> tuple[str, str | None, str]:
    """Kind, variable and text of a claim that was shielded."""
    wrt, _, text = said.partition(SEPARATOR)
    return kind, wrt.strip() or None, text.strip()
