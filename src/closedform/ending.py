"""How a command ends: by signals that may be told from each other, and with what can't be said."""

import contextlib
import io
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType

SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]
"""Signals by which a person or a system asks a command to end."""


@dataclass
class Stop:
    """The signal that a command was asked to end by; None while there was none."""

    number: int | None = None

    def status(self, code: int) -> int:
        """The exit status: 130 after Ctrl-C, 143 after a termination, 129 after a hang-up."""
        return code if self.number is None else 128 + self.number


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[Stop]:
    """Within, each of the signals raises KeyboardInterrupt, once: what was found can be written
    without being stopped again. One that is ignored stays so, as under nohup."""
    stop = Stop()

    def handle(number: int, frame: FrameType | None) -> None:
        for other in before:
            signal.signal(other, signal.SIG_IGN)
        stop.number = number
        if _deferring:
            _deferring[-1] = True
        else:
            raise KeyboardInterrupt

    before = {}
    with contextlib.suppress(ValueError):  # only the main thread hears of signals
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, handle)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Within, none of the signals ends what is done; one that comes meanwhile is heard
    afterwards."""
    _deferring.append(False)
    try:
        yield
    finally:
        asked = _deferring.pop()
    if asked:
        raise KeyboardInterrupt


_deferring: list[bool] = []
"""For each `undisturbed` that is entered, whether a signal came."""


def open_streams() -> bool:
    """See to it that what is written to standard output and standard error goes nowhere else, and
    is written in any locale; whether standard output is open."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # a file that is opened later would have this number
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115  # for as long as the process lives
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper) and out is sys.__stdout__:
        buffered, through = out.line_buffering, out.write_through
        sys.stdout = Output(
            out.detach(),
            out.encoding,
            "backslashreplace",
            line_buffering=buffered,
            write_through=through,
        )
    return out is not None


class Unheard(OSError):
    """Standard output can't be written to."""


class Output(io.TextIOWrapper):
    """Standard output that tells its own errors from all others."""

    def write(self, text: str, /) -> int:
        """Write, or raise Unheard."""
        with _told():
            return super().write(text)

    def flush(self) -> None:
        """Flush, or raise Unheard."""
        with _told():
            super().flush()


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unheard(error.errno, error.strerror) from error


def silence() -> None:
    """Have what is written to standard output go nowhere from now on."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
