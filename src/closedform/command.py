"""The command ``closedform``, and one way to run any: bad input is one line and exit status 2."""

import errno
import importlib
import importlib.metadata
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import typer

from closedform.ending import Unheard, open_streams, silence, stopped_by_signals
from closedform.errors import InputError, nearest, one_line
from closedform.wording import shown

COMMANDS = {
    "ask": "is a formula right, as it is typed in TeX or as on matrixcalculus.org",
    "derive": "closed forms of derivatives, derived and verified",
    "formulas": "what is registered: list, show, new, coverage, errata",
    "verify": "hold closed forms against autodiff and against the function's own values",
    "bench": "time closed forms against the best autodiff mode",
    "reports": "write tables and pages from verdicts and timings",
}
"""Command -> what it does."""
HOMES = {"ask": "verify.ask", "derive": "verify.derive"}
"""Command -> the package whose ``command`` module holds its ``app``, where it isn't called so."""


def main(name: str | None = None) -> NoReturn:
    """Run ``closedform NAME ...`` (the name is the first argument where none is given), and
    exit."""
    arguments = sys.argv[1:]
    if name is None:
        name, arguments = (arguments[0] if arguments else "--help"), arguments[1:]
    if name in COMMANDS:
        sys.argv = ["closedform", name, *arguments]
        home = f"closedform.{HOMES.get(name, name)}.command"
        sys.exit(_ended(name, lambda: _run(name, importlib.import_module(home).app, arguments)))
    sys.exit(_ended("closedform", lambda: _about(name)))


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
    return _ended(name, lambda: _run(name, app, arguments))


def _run(name: str, app: typer.Typer, arguments: Sequence[str] | None) -> int:
    """The exit status of an application; raises what it raises, of a usage error InputError."""
    program = f"closedform {name}" if name in COMMANDS else f"python -m {name}"
    try:
        return app(arguments, standalone_mode=False, prog_name=program) or 0
    except Exception as error:  # not every release of typer names the class of its usage errors
        if isinstance(error, InputError) or not hasattr(error, "format_message"):
            raise
        message = error.format_message()  # pyright: ignore[reportAttributeAccessIssue]  # seen above
        told = " ".join(message.split())
        raise InputError(f"{told}; {program} --help lists what there is") from error


def _ended(name: str, run: Callable[[], int]) -> int:
    """The exit status of what is run; bad input, and what can't be said, are one line on stderr."""
    if not open_streams():
        return _told(name, "standard output is closed; send it to a file or to /dev/null")
    with stopped_by_signals() as stop:
        try:
            code = run()
            sys.stdout.flush()
            return stop.status(code)
        except InputError as error:
            return _told(name, one_line(error, 2000))
        except OSError as error:
            return _unwritten(name, error)
        except KeyboardInterrupt:
            return stop.status(130)


def _unwritten(name: str, error: OSError) -> int:
    """The exit status after an error of the system, which mostly is that nobody hears us."""
    if not isinstance(error, Unheard):
        return _told(name, one_line(error))
    silence()
    if error.errno == errno.EPIPE:  # as of `list | head`
        return 1
    return _told(name, f"standard output can't be written to: {error.strerror}")


def _told(name: str, message: str) -> int:
    """Exit status 2, said why."""
    print(f"{name}: {message}", file=sys.stderr)
    return 2


def command(name: str, main: "Callable[..., Any] | typer.Typer") -> NoReturn:
    """Run a function, or an application, as ``python -m name``, and exit."""
    sys.exit(status(name, main if isinstance(main, typer.Typer) else application(main)))
