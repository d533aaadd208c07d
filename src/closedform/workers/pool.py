"""A supervised pool of child processes, for work that may hang, crash or eat memory.

Tasks travel as names: the child imports ``module:function`` and calls it with JSON-able keyword
arguments. A function may yield instead of returning: each value is an event, sent at once. A child
that is silent for longer than the time limit, or grows beyond the memory limit with all that
descends from it, is killed with them and replaced; its task ends with that outcome and the others
go on."""

import os
import selectors
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from closedform.workers.children import Child, Event, Outcome, Task

__all__ = ["Event", "Outcome", "Pool", "Task", "cores", "run"]

TICK = 0.05
"""Seconds between looks at a child's memory and clock."""


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
        self.children: list[Child] = []

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

    def close(self) -> None:
        """End the children."""
        for child in self.children:
            if child.alive:
                child.end()
        self.children = []

    def _deal(self) -> None:
        """Give tasks to children, and start and end children for that."""
        self._clear()
        busy = sum(child.task is not None for child in self.children)
        spare = self.fresh or len({task.home for task in self.waiting}) > 1
        while len(self.children) < min(self.workers + spare, busy + len(self.waiting)):
            self.children.append(Child(self.environment, self.imports))
        for child in self.children:
            if busy < self.workers and child.task is None and (task := self._task_for(child)):
                self.waiting.remove(task)
                child.give(task)
                busy += 1

    def _clear(self) -> None:
        """End children for which nothing waits that they may do, where something waits."""
        for child in self.children:
            idle = child.alive and child.task is None
            useless = child.used and self.waiting and not self._task_for(child)
            if idle and (useless or (self.fresh and child.used) or child.dead()):
                child.end()  # of one that died idle, no task is to blame
        self.children = [child for child in self.children if child.alive]

    def _task_for(self, child: Child) -> Task | None:
        """The next task that a child may do: of the home it has served, or, if it has served none,
        rather of a home that no other child is at."""
        if child.used:
            mine = (task for task in self.waiting if task.home == child.home)
            return None if self.fresh else next(mine, None)
        taken = {other.home for other in self.children if other.used}
        free = (task for task in self.waiting if task.home not in taken)
        return next(free, self.waiting[0] if self.waiting else None)


def run(
    tasks: Iterable[Task], workers: int | None = None, **limits: Any
) -> Iterator[Event | Outcome]:
    """Run the tasks in a pool of their own; yield events and outcomes as they come.

    Closing the iterator, or an exception in it (Ctrl-C too), ends the children. For the arguments
    see `Pool`."""
    with Pool(workers, **limits) as pool:
        pool.submit(*tasks)
        yield from pool.results()


def _ready(children: list[Child]) -> list[Child]:
    with selectors.DefaultSelector() as selector:
        for child in children:
            if child.alive:
                for pipe in (child.replies, child.printed.pipe):
                    selector.register(pipe, selectors.EVENT_READ, child)
        return list(dict.fromkeys(key.data for key, _ in selector.select(TICK)))
