"""The child's end of the pool: read a call, make it, reply; until the parent is gone.

What the called function prints goes to standard error, never into the replies.
"""

import gc
import importlib
import inspect
import json
import os
import signal
import sys
import threading
import time
from typing import Any, BinaryIO

from closedform.errors import one_line
from closedform.workers.memory import exhausted


def main() -> None:
    """Greeted with a path and modules, import these, then serve calls from standard input until it
    closes.

    Folders of the parent's path come last while these are imported: a person's files may be called
    as our modules, or as those that we import."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    threading.Thread(target=_leave_with_parent, args=(os.getppid(),), daemon=True).start()
    greeting = json.loads(sys.stdin.buffer.readline())
    path = greeting["path"]
    sys.path += [folder for folder in path if folder not in sys.path]
    for module in greeting["imports"]:
        importlib.import_module(module)
    sys.path[:] = path
    gc.freeze()  # what was imported stays; tracing makes many short-lived objects and few cycles
    gc.set_threshold(100_000, 50, 100)
    _send(replies, "ready", None)
    for line in sys.stdin.buffer:
        call, arguments = json.loads(line)
        _serve(call, arguments, replies)


def _serve(call: str, arguments: dict[str, Any], replies: BinaryIO) -> None:
    try:
        module, _, name = call.partition(":")
        result = getattr(importlib.import_module(module), name)(**arguments)
        if inspect.isgenerator(result):
            for event in result:
                _send(replies, "event", event)
            result = None
        _send(replies, "ok", result)
    except (Exception, SystemExit) as error:
        _send(replies, "oom" if exhausted(error) else "raised", one_line(error))


def _send(replies: BinaryIO, kind: str, value: Any) -> None:
    replies.write(json.dumps([kind, value]).encode() + b"\n")
    replies.flush()


def _leave_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


if __name__ == "__main__":
    main()
