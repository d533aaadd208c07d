"""The child's end of the pool: read a call, make it, reply; until the parent is gone.

What the called function prints goes to standard error, never into the replies.
"""

import contextlib
import ctypes
import gc
import importlib
import inspect
import json
import os
import signal
import sys
import threading
import time
from typing import Any, BinaryIO, NoReturn

import psutil

from closedform.errors import one_line
from closedform.workers.memory import exhausted

PR_SET_CHILD_SUBREAPER = 36
"""As in <sys/prctl.h>."""


def main() -> None:
    """Greeted with a path and modules, import these, then serve calls from standard input until it
    closes, each with the parent's path.

    While modules are imported, folders of that path come last: a person's files may be called as
    ours, or as those that we import."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    requests, answer = os.fdopen(os.dup(0), "rb"), Replies(os.fdopen(os.dup(1), "wb"))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # what is called may read and print: not these
    os.dup2(2, 1)
    _adopt_orphans()
    threading.Thread(target=_leave_with_parent, args=(os.getppid(),), daemon=True).start()
    path, imports = json.loads(requests.readline())
    sys.path += [folder for folder in path if folder not in sys.path]
    for module in imports:
        importlib.import_module(module)
    gc.freeze()  # what was imported stays; tracing makes many short-lived objects and few cycles
    gc.set_threshold(100_000, 50, 100)
    answer("ready", None)
    for line in requests:
        answer.number, sys.path[:], call, arguments = json.loads(line)
        _serve(call, arguments, answer)
    _end()


class Replies:
    """Where replies go, each with the number of the request at hand.

    A process that a call has forked is a copy of this one, and would answer in its stead: it ends
    where it tries to."""

    def __init__(self, to: BinaryIO) -> None:
        self.to, self.number, self.process = to, 0, os.getpid()

    def __call__(self, kind: str, value: Any) -> None:
        """Reply."""
        reply = json.dumps([self.number, kind, value]).encode() + b"\n"
        if os.getpid() != self.process:
            os._exit(1)
        self.to.write(reply)
        self.to.flush()


def _serve(call: str, arguments: dict[str, Any], answer: Replies) -> None:
    try:
        module, _, name = call.partition(":")
        result = getattr(importlib.import_module(module), name)(**arguments)
        if inspect.isgenerator(result):
            for event in result:
                answer("event", event)
            result = None
        answer("ok", result)
    except BaseException as error:  # KeyboardInterrupt too: no person's reaches this process
        answer("oom" if exhausted(error) else "raised", one_line(error))


def _adopt_orphans() -> None:
    """Have what descends from this process stay below it when its own parent ends: Linux alone."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _leave_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    _end()


def _end() -> NoReturn:
    """End with all that descends from this process."""
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            process.kill()
    os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main()
