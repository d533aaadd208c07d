"""The pool's end of a child process: calls go in, replies, words and its death come out."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from closedform.wording import shown
from closedform.workers.memory import GIGA
from closedform.workers.printed import Printed, available
from closedform.workers.tree import MARK, Tree, mark

HOME = Path(__file__).parents[2]
"""The folder in which children find this package."""
START = 120.0
"""Seconds that a child may take to start; a task's clock runs from then on."""
LONGEST = 2**28
"""Bytes of a reply."""
HOW = {"timeout": "timed out", "oom": "out of memory", "crash": "crashed", "raised": "failed"}
"""How a task ended that did not end well -> the first words of what is said of it."""


@dataclass(frozen=True)
class Task:
    """A call to make in a child.

    key: what the caller knows it by; call: ``module:function``; home: what the call loads: a child
    that has served one serves no other; time_limit: seconds it may be silent, instead of the
    pool's."""

    key: str
    call: str
    arguments: dict[str, Any] = field(default_factory=dict)
    home: str | None = None
    time_limit: float | None = None


@dataclass
class Outcome:
    """How a task ended.

    status: ``ok``, ``raised``, ``timeout``, ``oom`` or ``crash``; value: the result; detail: one
    line for a person; events: what the function yielded before its result; seconds: wall time."""

    task: Task
    status: str
    value: Any = None
    detail: str | None = None
    events: list[Any] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def told(self) -> str:
        """How a task that did not end well ended, for a person."""
        return f"{HOW[self.status]}: {self.detail}"


@dataclass(frozen=True)
class Event:
    """Something a running task yielded."""

    task: Task
    value: Any


class Child:
    """One child process, which leads a session of its own, and the task it is at.

    Requests are numbered, and so are replies: one with another number than the request at hand is
    no reply to it, and is passed over."""

    def __init__(self, environment: Mapping[str, str], imports: Iterable[str] = ()) -> None:
        path = os.pathsep.join(filter(None, [str(HOME), os.environ.get("PYTHONPATH")]))
        name = mark()
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "closedform.workers.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path, **environment, MARK: name},
            start_new_session=True,
        )
        assert self.process.stdin and self.process.stdout and self.process.stderr
        self.requests, self.replies = self.process.stdin, self.process.stdout
        self.printed = Printed(self.process.stderr)
        os.set_blocking(self.replies.fileno(), False)
        self.tree = Tree(self.process.pid, name)
        self.task: Task | None = None
        self.home: str | None = None
        self.events: list[Any] = []
        self.buffer, self.number = b"", 0
        self.alive, self.ready, self.used = True, False, False
        self._send([_path(), list(imports)])

    def dead(self) -> bool:
        """Whether the process has ended. Where the system allows it, it is not reaped: its number,
        which is its session's, stays its own until all of the session are ended."""
        if not hasattr(os, "waitid"):
            return self.process.poll() is not None
        ended = os.WEXITED | os.WNOHANG | os.WNOWAIT
        try:
            return os.waitid(os.P_PID, self.process.pid, ended) is not None
        except ChildProcessError:
            return True

    def give(self, task: Task) -> None:
        """Have it do a task."""
        self.used, self.home = True, task.home
        self.task, self.events = task, []
        self.number += 1
        self.printed.begin()
        self.begun = self.heard = time.monotonic()
        self._send([self.number, _path(), task.call, task.arguments])

    def _send(self, request: Any) -> None:
        with contextlib.suppress(BrokenPipeError):  # a child that died is found by supervise
            self.requests.write(json.dumps(request).encode() + b"\n")
            self.requests.flush()

    def read(self) -> Iterator[Event | Outcome]:
        """What it has replied since; an unreadable reply is its crash."""
        self.printed.pass_on()
        self.buffer += available(self.replies, LONGEST)
        *lines, self.buffer = self.buffer.split(b"\n")
        for line in lines:
            if not self.alive:
                return
            self.heard = time.monotonic()
            try:
                number, kind, value = json.loads(line)
            except (ValueError, TypeError, RecursionError):
                yield from self._unreadable(line)
                return
            self.ready = True
            if self.task is not None and number == self.number:
                yield from self._replied(self.task, kind, value)
        if len(self.buffer) >= LONGEST:
            yield from self.fail("crash", f"a reply of more than {LONGEST} bytes")

    def _replied(self, task: Task, kind: str, value: Any) -> Iterator[Event | Outcome]:
        if kind == "event":
            self.events.append(value)
            yield Event(task, value)
        elif kind == "ok":
            yield self.finish("ok", value)
        elif kind in ("raised", "oom"):
            yield self.finish(kind, detail=str(value))
        else:
            yield from self._unreadable(str(kind).encode())

    def _unreadable(self, reply: bytes) -> Iterator[Outcome]:
        opening = shown(reply[:60].decode(errors="backslashreplace"))
        yield from self.fail("crash", f"an unreadable reply: {opening}")

    def supervise(self, time_limit: float, memory_limit: float) -> Iterator[Event | Outcome]:
        """End it if it is dead, silent for too long or too large, and say so of its task."""
        if not self.alive:
            return
        if self.task and self.task.time_limit is not None:
            time_limit = self.task.time_limit
        patience = time_limit if self.ready else START
        if self.dead():
            yield from self.read()
            if self.alive:
                yield from self.fail("crash")
        elif self.task and time.monotonic() - self.heard > patience:
            yield from self.fail("timeout", f"no answer within {patience:g} s")
        elif self.task and self.tree.resident() > memory_limit * GIGA:
            yield from self.fail("oom", f"more than {memory_limit:g} GiB of memory")

    def finish(self, status: str, value: Any = None, detail: str | None = None) -> Outcome:
        """The end of its task."""
        assert self.task
        outcome = Outcome(
            self.task, status, value, detail, self.events, time.monotonic() - self.begun
        )
        self.task = None
        return outcome

    def fail(self, status: str, detail: str | None = None) -> Iterator[Outcome]:
        """End the child, and only then say so: whoever hears of it may submit tasks, and this child
        gets none of them."""
        outcome = self.finish(status, detail=detail) if self.task else None
        code = self.end()
        if outcome:
            outcome.detail = detail or f"the process died: {_how(code)}"
            yield outcome

    def end(self) -> int:
        """End it and all that descends from it; its exit status."""
        self.alive = False
        self.tree.kill()
        code = self.process.wait()
        self.printed.close()
        for pipe in (self.requests, self.replies):
            with contextlib.suppress(OSError):
                pipe.close()
        return code


def _path() -> list[str]:
    """Where this process finds modules at the moment."""
    return [os.path.abspath(folder) for folder in sys.path]


def _how(code: int) -> str:
    if code >= 0:
        return f"exit status {code}"
    with contextlib.suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"
