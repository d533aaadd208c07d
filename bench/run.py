"""Cells in, rows out: one timing at a time, in supervised children, journalled as they come."""

import itertools
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from closedform.bench import bounds, devices, events, unfinished
from closedform.bench.events import Begun, Done, Event, Kept, Traced
from closedform.bench.journal import Journal
from closedform.bench.plan import Cell
from closedform.bench.rows import ENDS, Limit, Place, Timing
from closedform.bench.settings import Settings
from closedform.bench.stuck import Stuck, stuck_by
from closedform.workers import pool

BATCH = 12
"""Cells that a child measures at most; another one starts meanwhile."""
IMPORTS = ("closedform.bench.cell", "scipy.stats")
"""Modules that children import as they start, not when they are first needed."""

Result = tuple[Cell, list[Timing]]


def run(
    cells: Iterable[Cell],
    settings: Settings | None = None,
    journal: Journal | None = None,
    machine: Mapping[Place, Limit] | None = None,
    held: Mapping[str, list[Timing]] | None = None,
) -> Generator[Result]:
    """Measure the cells; yields each with its rows, as soon as it is done, in the order of their
    turns.

    A cell whose child hangs, dies or outgrows its limits gets rows that say so; the others of its
    batch are measured by another child. Cells of one file of a user's share children with no
    others. Those that the budget does not reach are not yielded. Closing the iterator ends the
    child.

    Args:
        machine: of each device and dtype, what rows have their share of.
        held: key -> rows that were measured earlier. Where a cell's programs turn out to be the
            same, it has these.
    """
    work = _Work(settings or Settings(), journal, machine or {}, held or {})
    ordered = sorted(cells, key=lambda cell: (cell.device, cell.dtype, cell.turn))
    for (device, _), place in itertools.groupby(ordered, key=lambda c: (c.device, c.dtype)):
        yield from work.measure(device, list(place))


@dataclass
class _Work:
    """A run: what it may still take, what is left of it, and what the child is at.

    waiting: cells that no child has been asked for; asked: batch -> cells that its child has not
    finished, by title; at: the cell that the child began and has not finished, and its key, as soon
    as that is known."""

    settings: Settings
    journal: Journal | None
    machine: Mapping[Place, Limit]
    held: Mapping[str, list[Timing]]
    waiting: deque[Cell] = field(default_factory=deque)
    asked: dict[str, dict[str, Cell]] = field(default_factory=dict)
    at: tuple[str, str | None] | None = None
    batches: int = 0

    def __post_init__(self) -> None:
        self.end = time.monotonic() + self.settings.budget
        self.stuck = Stuck(self.settings.patience)
        self.known: dict[str, dict[str, str | None]] = {}
        for key, rows in self.held.items():
            known = self.known.setdefault(events.title(key), {})
            known[events.code(key)] = stuck_by(rows)

    def measure(self, device: str, cells: list[Cell]) -> Iterator[Result]:
        """Measure cells on one device, until all are done or the budget is."""
        self.waiting = deque(cells)
        with pool.Pool(
            1,
            fresh=True,
            imports=IMPORTS,
            environment=devices.settings(device),
            **self.limits(),
        ) as workers:
            yield from self.submit(workers)
            for report in workers.results() if self.open else ():
                yield from self.heard(report)
                yield from self.submit(workers)
                if not self.open:
                    return

    @property
    def open(self) -> bool:
        """Whether another cell may be begun."""
        return time.monotonic() < self.end

    def limits(self) -> dict[str, Any]:
        """What the pool holds children to; a child ends itself before its limit where it can
        predict what it needs."""
        return {"time_limit": self.settings.time_limit, "memory_limit": self.settings.memory_limit}

    def submit(self, workers: pool.Pool) -> Iterator[Result]:
        """Ask for batches, so that one is at work and another can start."""
        while self.waiting and len(self.asked) < 2:
            batch: list[Cell] = []
            while self.waiting and len(batch) < BATCH and _together(batch, self.waiting[0]):
                cell = self.waiting.popleft()
                if why := self.stuck.why(cell.claim.stem, cell.sizes):
                    yield self.noted(cell, None, unfinished.skipped(cell, why, self.settings))
                else:
                    batch.append(cell)
            if batch:
                self.batches += 1
                name = f"batch {self.batches}"
                self.asked[name] = {cell.title: cell for cell in batch}
                workers.submit(self._task(name, batch))

    def _task(self, name: str, batch: list[Cell]) -> pool.Task:
        how = self.settings
        arguments = {
            "cells": [
                unfinished.asked(cell, how, self.known.get(cell.title, {})) for cell in batch
            ],
            "dtype": batch[0].dtype,
            "device": batch[0].device,
            "seconds": how.seconds,
            "seed": how.seed,
            "memory_limit": how.memory_limit,
            "patience": how.patience,
        }
        return pool.Task(name, "closedform.bench.cell:run", arguments)

    def heard(self, report: pool.Event | pool.Outcome) -> Iterator[Result]:
        """What a report of a child amounts to."""
        left = self.asked[report.task.key]
        if isinstance(report, pool.Event):
            yield from self.told(events.unpacked(report.value), left)
            return
        del self.asked[report.task.key]
        title, key = self.at or (next(iter(left), ""), None)
        self.at = None
        if cell := left.pop(title, None):
            outcome = ENDS.get(report.status, "error")
            detail = report.detail or "its process ended without a word of it"
            yield self.noted(cell, key, unfinished.failed(cell, outcome, detail, self.settings))
        self.waiting.extendleft(reversed(left.values()))

    def told(self, event: Event, left: dict[str, Cell]) -> Iterator[Result]:
        """What an event of a child amounts to; `left` are the cells that it has not finished."""
        title = events.title(event.key)
        if title not in left:
            return
        if isinstance(event, Begun):
            self.at = title, None
        elif isinstance(event, Traced):
            self.at = title, event.key
            if self.journal:
                self.journal.start(event.key)
        elif isinstance(event, Kept):
            self.at = None
            yield self.learnt(left.pop(title), self.held[event.key])
        elif isinstance(event, Done):
            self.at, cell = None, left.pop(title)
            machine = self.machine.get((cell.device, cell.dtype))
            rows = [replace(row, claim=cell.claim.stem) for row in event.rows]
            yield self.noted(cell, event.key, bounds.applied(rows, machine), event.seconds)
        for cell in list(left.values()):  # those that the child passes over
            if why := self.stuck.why(cell.claim.stem, cell.sizes):
                del left[cell.title]
                yield self.noted(cell, None, unfinished.skipped(cell, why, self.settings))

    def noted(
        self, cell: Cell, key: str | None, rows: list[Timing], seconds: float | None = None
    ) -> Result:
        """The cell with its rows, in the journal first."""
        if self.journal:
            self.journal.cell(key or events.key(cell.title, None), rows, seconds)
        return self.learnt(cell, rows, seconds)

    def learnt(self, cell: Cell, rows: list[Timing], seconds: float | None = None) -> Result:
        """The cell with its rows, from which it follows whether its claim is stuck."""
        self.stuck.learn(cell.claim.stem, cell.sizes, rows, seconds)
        return cell, rows


def _together(batch: list[Cell], cell: Cell) -> bool:
    """Whether a child may measure the cell after the batch: what a user's file does to a process is
    its own business."""
    return not batch or _home(batch[0]) == _home(cell)


def _home(cell: Cell) -> str:
    return cell.claim.home or "the catalogue"
