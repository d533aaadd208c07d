"""One way to run a command: bad input is one line and exit status 2, an interrupt ends cleanly."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import typer

from formulas._kit.errors import InputError, one_line


def application(main: Callable[..., Any]) -> typer.Typer:
    """A function as an application of one command."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command()(main)
    return app


def status(name: str, app: typer.Typer, arguments: Sequence[str] | None = None) -> int:
    """Run ``python -m name`` and return its exit status; bad input and bad usage are one line on standard error."""
    try:
        code = app(arguments, standalone_mode=False, prog_name=f"python -m {name}") or 0
        sys.stdout.flush()
        return code
    except InputError as error:
        message = one_line(error, 2000)
    except BrokenPipeError:  # as of `list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # of no closer class: not every release of typer names the one of its usage errors
        if not hasattr(error, "format_message"):  # what typer raises for a usage error
            raise
        message = " ".join(error.format_message().split())  # pyright: ignore[reportAttributeAccessIssue]  # asked for above
        message += f"; python -m {name} --help lists what there is"
    print(f"{name}: {message}", file=sys.stderr)
    return 2


def command(name: str, main: "Callable[..., Any] | typer.Typer") -> NoReturn:
    """Run a function, or an application, as ``python -m name``, and exit."""
    sys.exit(status(name, main if isinstance(main, typer.Typer) else application(main)))
