"""One way to run a command: bad input is one line and exit status 2, an interrupt ends cleanly."""

import sys
from collections.abc import Callable
from typing import Any, NoReturn

import typer

from formulas._kit.errors import InputError, one_line


def command(name: str, main: "Callable[..., Any] | typer.Typer") -> NoReturn:
    """Run `main` (a function, or an application with subcommands) as ``python -m name``, and exit."""
    app = main if isinstance(main, typer.Typer) else typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    if not isinstance(main, typer.Typer):
        app.command()(main)
    try:
        app(prog_name=f"python -m {name}")
    except InputError as error:
        print(f"{name}: {one_line(error, 2000)}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print(f"{name}: interrupted; what was finished is kept", file=sys.stderr)
        sys.exit(130)
    sys.exit(0)
