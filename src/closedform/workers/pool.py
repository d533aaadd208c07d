"""A supervised pool of child processes, for work that may hang, crash or eat memory.

Tasks travel as names: the child imports ``module:function`` and calls it with JSON-able keyword
arguments. A function may yield instead of returning: each value is an event, sent at once. A child
that is silent for longer than the time limit, or grows beyond the memory limit, is killed and
replaced; its task ends with that outcome and the others go on."""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

GIGA = 2**30
HOME = Path(__file__).parents[2]
"""The folder in which children find this package."""
START = 120.0
"""Seconds that a child may take to start; a task's clock runs from then on."""
TICK = 0.05
"""Seconds between looks at a child's memory and clock."""


@dataclass(frozen=True)
class Task:
    """A call to make in a child."""

    key: str
    call: str
    arguments: dict[str, Any] = field(default_factory=dict)


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


@dataclass(frozen=True)
class Event:
    """Something a running task yielded."""

    task: Task
    value: Any


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Pool:
    """Children at work on tasks; closing it ends them.

    Args:
        workers: children at a time; by default one a processor.
        time_limit: seconds that a child may be silent.
        memory_limit: GiB of resident memory that a child may hold.
        environment: variables set in the children.
        fresh: give every task a child of its own. The next one starts while a task is at work, so
            that it need not be waited for.
        imports: modules that children import as they start.
    """

    def __init__(
        self,
        workers: int | None = None,
        *,
        time_limit: float = 120.0,
        memory_limit: float = 8.0,
        environment: Mapping[str, str] | None = None,
        fresh: bool = False,
        imports: Iterable[str] = (),
    ) -> None:
        self.workers, self.fresh = workers or cores(), fresh
        self.time_limit, self.memory_limit = time_limit, memory_limit
        self.environment, self.imports = dict(environment or {}), tuple(imports)
        self.waiting: deque[Task] = deque()
        self.children: list[_Child] = []

    def __enter__(self) -> "Pool":
        """The pool itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the children, whatever they are at."""
        self.close()

    def submit(self, *tasks: Task) -> None:
        """Queue tasks; children take them up as `results` is read."""
        self.waiting.extend(tasks)
        self._deal()

    def results(self) -> Iterator[Event | Outcome]:
        """Events and outcomes as they come, until every task submitted has ended."""
        while self.waiting or any(child.task for child in self.children):
            self._deal()
            for child in _ready(self.children):
                yield from child.read()
            for child in self.children:
                yield from child.supervise(self.time_limit, self.memory_limit)
                if self.fresh and child.spent:
                    child.end()

    def close(self) -> None:
        """End the children."""
        for child in self.children:
            child.end()
        self.children = []

    def _deal(self) -> None:
        for child in self.children:
            if (
                child.task is None and child.process.poll() is not None
            ):  # it died idle: no task is to blame
                child.end()
        self.children = [child for child in self.children if child.alive]
        busy = sum(child.task is not None for child in self.children)
        while len(self.children) < min(self.workers + self.fresh, busy + len(self.waiting)):
            self.children.append(_Child(self.environment, self.imports))
        for child in self.children:
            if (
                self.waiting
                and child.task is None
                and busy < self.workers
                and not (self.fresh and child.used)
            ):
                child.give(self.waiting.popleft())
                busy += 1


def run(
    tasks: Iterable[Task], workers: int | None = None, **limits: Any
) -> Iterator[Event | Outcome]:
    """Run the tasks in a pool of their own; yield events and outcomes as they come.

    Closing the iterator, or an exception in it (Ctrl-C too), ends the children. For the arguments
    see `Pool`."""
    with Pool(workers, **limits) as pool:
        pool.submit(*tasks)
        yield from pool.results()


def _ready(children: list["_Child"]) -> list["_Child"]:
    with selectors.DefaultSelector() as selector:
        for child in children:
            if child.alive:
                selector.register(child.replies, selectors.EVENT_READ, child)
        return [key.data for key, _ in selector.select(TICK)]


class _Child:
    """One child process and the task it is at."""

    def __init__(self, environment: dict[str, str], imports: Iterable[str] = ()) -> None:
        path = os.pathsep.join(filter(None, [str(HOME), os.environ.get("PYTHONPATH")]))
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "closedform.workers.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path, **environment},
        )
        assert self.process.stdin and self.process.stdout
        self.requests, self.replies = self.process.stdin, self.process.stdout
        os.set_blocking(self.replies.fileno(), False)
        self.task: Task | None = None
        self.events: list[Any] = []
        self.buffer = b""
        self.alive, self.ready, self.used = True, False, False
        self._send({"path": [os.path.abspath(p) for p in sys.path], "imports": list(imports)})

    @property
    def spent(self) -> bool:
        """Whether it has done a task and has none."""
        return self.alive and self.used and self.task is None

    def give(self, task: Task) -> None:
        self.used = True
        self.task, self.events = task, []
        self.begun = self.heard = time.monotonic()
        self._send([task.call, task.arguments])

    def _send(self, request: Any) -> None:
        with contextlib.suppress(BrokenPipeError):  # a child that died is found by supervise
            self.requests.write(json.dumps(request).encode() + b"\n")
            self.requests.flush()

    def read(self) -> Iterator[Event | Outcome]:
        data = self.replies.read()
        self.buffer += data or b""
        *lines, self.buffer = self.buffer.split(b"\n")
        for line in lines:
            self.heard = time.monotonic()
            kind, value = json.loads(line)
            self.ready = True
            if self.task is None:
                continue
            if kind == "event":
                self.events.append(value)
                yield Event(self.task, value)
            elif kind == "ok":
                yield self.finish("ok", value)
            elif kind in ("raised", "oom"):
                yield self.finish(kind, detail=value)

    def supervise(self, time_limit: float, memory_limit: float) -> Iterator[Event | Outcome]:
        if not self.alive:
            return
        if (code := self.process.poll()) is not None:
            yield from self.read()
            yield from self.fail("crash", f"the process died: {_how(code)}")
        elif self.task and time.monotonic() - self.heard > (
            patience := time_limit if self.ready else START
        ):
            yield from self.fail("timeout", f"no answer within {patience:g} s")
        elif self.task and self.resident() > memory_limit * GIGA:
            yield from self.fail("oom", f"more than {memory_limit:g} GiB of memory")

    def resident(self) -> int:
        try:
            return psutil.Process(self.process.pid).memory_info().rss
        except psutil.Error:
            return 0

    def finish(self, status: str, value: Any = None, detail: str | None = None) -> Outcome:
        assert self.task
        outcome = Outcome(
            self.task, status, value, detail, self.events, time.monotonic() - self.begun
        )
        self.task = None
        return outcome

    def fail(self, status: str, detail: str) -> Iterator[Outcome]:
        """End the child, and only then say so: whoever hears of it may submit tasks, and this child
        gets none of them."""
        outcome = self.finish(status, detail=detail) if self.task else None
        self.end()
        if outcome:
            yield outcome

    def end(self) -> None:
        self.alive = False
        self.process.kill()
        self.process.wait()
        for pipe in (self.requests, self.replies):
            with contextlib.suppress(OSError):
                pipe.close()


def _how(code: int) -> str:
    if code >= 0:
        return f"exit status {code}"
    with contextlib.suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"
