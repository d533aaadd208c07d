"""What children print, where a person sees it."""

import contextlib
import os
import sys
from collections.abc import Iterable
from typing import IO

from closedform.wording import shown

MOST = 2**14
"""Bytes that are passed on, for each task of a child."""


class Printed:
    """What a child prints, passed on to standard error: so much of it, line by line, with control
    codes escaped."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self.pipe, self.left, self.line = pipe, MOST, b""
        os.set_blocking(pipe.fileno(), False)

    def begin(self) -> None:
        """Pass on as much again: another task has begun."""
        self.left = MOST

    def pass_on(self) -> None:
        """Read what there is, at most what a pipe usually holds."""
        found = available(self.pipe, 2**16)
        if self.left <= 0:
            return
        *lines, self.line = (self.line + found[: self.left]).split(b"\n")
        self.left -= len(found)
        if self.left <= 0:
            lines += [self.line, b"(what else it printed is left out)"]
            self.line = b""
        _say(lines)

    def close(self) -> None:
        """Pass on what is left, and close."""
        self.pass_on()
        if self.line:
            _say([self.line])
        with contextlib.suppress(OSError):
            self.pipe.close()


def _say(lines: Iterable[bytes]) -> None:
    """Print lines on standard error, where there is one."""
    with contextlib.suppress(OSError, ValueError):
        for line in lines if sys.stderr else ():
            print(shown(line.decode(errors="backslashreplace")), file=sys.stderr)


def available(pipe: IO[bytes], most: int) -> bytes:
    """What a pipe holds, so many bytes at most, without waiting for more."""
    found = b""
    with contextlib.suppress(BlockingIOError):
        while len(found) < most and (part := os.read(pipe.fileno(), most - len(found))):
            found += part
    return found
