"""A program that runs ``closedform bench`` in forked processes, each of which ends itself at a
moment that is planted in it.

``python -m tests.bench.killed MOMENTS LOG ARGUMENT...``: moments are JSON, a list of {"place",
"write", "delay"}. LOG gets a line for each write of the journal that was forced to disk; standard
output the exit status of each process."""

import json
import os
import signal
import sys
import threading
from typing import Any

from closedform.bench.command import main
from closedform.command import command

PLACES = ("before", "torn", "written", "synced", "later", "interrupted")
"""Before a write, in the midst of it, between it and its fsync, after that, some time later, and by
Ctrl-C."""


def plant(moment: dict[str, Any], log: int) -> None:
    """Have this process end at the moment."""
    place, left = moment["place"], moment["write"]
    write, fsync = os.write, os.fsync
    last = b""

    def die(by: int = signal.SIGKILL) -> None:
        os.kill(os.getpid(), by)

    def planted_write(file: int, data: bytes) -> int:
        nonlocal left, last
        left, last = left - 1, data
        if left == 0 and place == "before":
            die()
        if left == 0 and place == "torn":
            write(file, data[: len(data) // 2])
            die()
        return write(file, data)

    def planted_fsync(file: int) -> None:
        if left == 0 and place == "written":
            die()
        fsync(file)
        write(log, last.lstrip(b"\n"))
        if left == 0 and place == "synced":
            die()
        if left == 0 and place == "interrupted":
            die(signal.SIGINT)
        if left == 0 and place == "later":
            threading.Timer(moment["delay"], die).start()

    os.write, os.fsync = planted_write, planted_fsync


def attempt(moment: dict[str, Any], log: int, arguments: list[str]) -> int:
    """The exit status of a run that ends at the moment; minus a signal's number where that ended
    it."""
    if (pid := os.fork()) == 0:
        plant(moment, log)
        sys.argv = ["bench", *arguments]
        try:
            command("bench", main)
        except SystemExit as end:
            os._exit(end.code if isinstance(end.code, int) else 99)
        finally:
            os._exit(98)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    planted, log_file, *rest = sys.argv[1:]
    log_fd = os.open(log_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    for one in json.loads(planted):
        print(attempt(one, log_fd, rest), flush=True)
