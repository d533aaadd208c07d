"""The command ``closedform``, and one way to run any: bad input is one line and exit status 2."""

import importlib
import importlib.metadata
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import typer

from closedform.ending import open_streams, stopped_by_signals, unheard
from closedform.errors import InputError, nearest, one_line
from closedform.wording import shown

COMMANDS = {
    "ask": "is a formula right, as it is typed in TeX or as on matrixcalculus.org",
    "formulas": "what is registered: list, show, new, coverage, errata",
    "verify": "hold closed forms against autodiff and against the function's own values",
    "bench": "time closed forms against the best autodiff mode",
    "reports": "write tables and pages from verdicts and timings",
}
"""Command -> what it does."""
HOMES = {"ask": "verify.ask"}
"""Command -> the package whose ``command`` module holds its ``app``, where it isn't called so."""


def main(name: str | None = None) -> NoReturn:
    """Run ``closedform NAME ...`` (the name is the first argument where none is given), and
    exit."""
    arguments = sys.argv[1:]
    if name is None:
        name, arguments = (arguments[0] if arguments else "--help"), arguments[1:]
    if name in COMMANDS:
        sys.argv = ["closedform", name, *arguments]
        app = importlib.import_module(f"closedform.{HOMES.get(name, name)}.command").app
        sys.exit(status(name, app, arguments))
    sys.exit(_about(name))


def _about(name: str) -> int:
    """What ``closedform`` says that is no command's: help, the version, or what is wrong; the exit
    status."""
    if name in ("-h", "--help", "help"):
        width = max(map(len, COMMANDS))
        print("usage: closedform COMMAND ...; closedform COMMAND --help says more\n")
        print("\n".join(f"  {command:<{width}}  {told}" for command, told in COMMANDS.items()))
        return 0
    if name in ("-V", "--version"):
        print(f"closedform {importlib.metadata.version('closedform')}")
        return 0
    wanted = nearest(name, COMMANDS)
    print(f"closedform: there is no command '{shown(name)}'; {wanted}", file=sys.stderr)
    return 2


def application(main: Callable[..., Any]) -> typer.Typer:
    """A function as an application of one command."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command()(main)
    return app


def status(name: str, app: typer.Typer, arguments: Sequence[str] | None = None) -> int:
    """Run an application and return its exit status; bad input and bad usage are one line on
    stderr.

    Args:
        name: a command of ``closedform``, or the module that ``python -m`` runs.
        app: the application; arguments: those of the command line by default.
    """
    if not open_streams():
        return _told(name, "standard output is closed; send it to a file or to /dev/null")
    program = f"closedform {name}" if name in COMMANDS else f"python -m {name}"
    with stopped_by_signals() as stop:
        try:
            code = app(arguments, standalone_mode=False, prog_name=program) or 0
            sys.stdout.flush()
            return stop.status(code)
        except InputError as error:
            return _told(name, one_line(error, 2000))
        except OSError as error:
            return _unwritten(name, error)
        except Exception as error:  # not every release of typer names the class of its usage errors
            if not hasattr(error, "format_message"):  # what typer raises for a usage error
                raise
            # asked for above
            message = error.format_message()  # pyright: ignore[reportAttributeAccessIssue]
            message = shown(" ".join(message.split()), 2000)
            return _told(name, f"{message}; {program} --help lists what there is")


def _unwritten(name: str, error: OSError) -> int:
    """The exit status after an error of the system, which mostly is that nobody hears us."""
    if (silent := unheard()) is None:
        return _told(name, one_line(error))
    if isinstance(silent, BrokenPipeError):  # as of `list | head`
        return 1
    return _told(name, f"standard output can't be written to: {silent.strerror}")


def _told(name: str, message: str) -> int:
    """Exit status 2, said why."""
    print(f"{name}: {message}", file=sys.stderr)
    return 2


def command(name: str, main: "Callable[..., Any] | typer.Typer") -> NoReturn:
    """Run a function, or an application, as ``python -m name``, and exit."""
    sys.exit(status(name, main if isinstance(main, typer.Typer) else application(main)))
