"""A process and all that descends from it: what they hold in memory, and their end."""

import contextlib
import itertools
import os
import signal
import time

import psutil

MARK = "CLOSEDFORM_TREE"
"""A variable whose value all that descends from a process has, and nothing else."""

LOOK = 1.0
"""Seconds between looks for descendants: each look goes through all processes of the machine."""
ROUNDS = 20
"""Looks for descendants that were born while the others were being stopped."""


class Tree:
    """A process that leads a session of its own, and its descendants, as far as they were seen.

    pid: the process's, that has not been waited for; mark: the value of ``MARK`` in its
    environment."""

    def __init__(self, pid: int, mark: str) -> None:
        self.pid, self.mark = pid, mark
        self.descendants: set[psutil.Process] = set()
        self.looked = 0.0

    def resident(self) -> int:
        """Bytes of memory that they hold; what several of them share counts once."""
        if time.monotonic() - self.looked > LOOK:
            self.look()
        alone = not self.descendants
        return sum(_resident(p, alone) for p in (*_processes(self.pid), *self.descendants))

    def look(self) -> set[psutil.Process]:
        """Take note of the descendants there are; those that were not known yet."""
        found: set[psutil.Process] = set()
        for process in _processes(self.pid):
            with contextlib.suppress(psutil.Error):
                found |= set(process.children(recursive=True))
        fresh = found - self.descendants
        self.descendants = {p for p in self.descendants if p.is_running()} | found
        self.looked = time.monotonic()
        return fresh

    def kill(self) -> None:
        """End all of them. They are stopped first, so that none is born meanwhile.

        Those that lead a session of their own are found by descent; where the process that they
        descend from is gone, by their mark."""
        gone = self._gone()
        for _ in range(ROUNDS):
            self._signal_group(signal.SIGSTOP)
            fresh = self.look()
            for process in fresh:
                with contextlib.suppress(psutil.Error):
                    process.suspend()
            if not fresh:
                break
        self._signal_group(signal.SIGKILL)
        lost = _marked(self.mark) if gone else set()
        for process in self.descendants | lost:
            with contextlib.suppress(
                psutil.Error
            ):  # a pid that is another process's by now is left
                process.kill()

    def _gone(self) -> bool:
        with contextlib.suppress(psutil.Error):
            return psutil.Process(self.pid).status() == psutil.STATUS_ZOMBIE
        return True

    def _signal_group(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)


_numbers = itertools.count()


def mark() -> str:
    """A value of ``MARK`` for a process to be started."""
    return f"{os.getpid()}-{next(_numbers)}-{time.monotonic_ns()}"


def _marked(mark: str) -> set[psutil.Process]:
    """The processes that have the mark."""
    found = set()
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get(MARK) == mark:
                found.add(process)
    return found


def _processes(pid: int) -> list[psutil.Process]:
    try:
        return [psutil.Process(pid)]
    except psutil.Error:
        return []


def _resident(process: psutil.Process, alone: bool) -> int:
    """Memory of a process; of one among several its share in what they hold together, where the
    system says it."""
    try:
        if alone:
            return process.memory_info().rss
        full = process.memory_full_info()
        return getattr(full, "pss", full.uss)
    except psutil.Error:
        return 0
