"""Cells in, rows out: one timing at a time, in supervised children, journalled as they come."""

import itertools
import math
import shlex
import time
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from closedform.bench import devices, limits, methods
from closedform.bench import journal as journals
from closedform.bench.cell import common
from closedform.bench.journal import Journal
from closedform.bench.plan import Cell, shape
from closedform.bench.rows import ENDS, Limit, Timing
from closedform.workers import pool

STUCK = ("timeout", "oom", "too large", "skipped")
"""Outcomes after which a claim is not tried at larger sizes."""
LEAST, MOST = 0.25, 2.0
"""Seconds of measuring for a cell: no less, so that there are blocks enough; no more, unless they
are asked for."""

PATIENCE = 4.0
"""Times its share of a budget that a cell may take, or so many seconds, if its claim is to be tried
at larger sizes."""
LIMIT = 120.0
"""Seconds that a cell may take in all, unless the budget is small."""


@dataclass(frozen=True)
class Settings:
    """How cells are measured.

    seconds: of measuring for each cell; seed: of arguments and order; time_limit: seconds that a
    cell may take in all, verifying and compiling included; memory_limit: GiB of resident memory;
    budget: seconds after which no further cell is begun; patience: seconds that a cell may take in
    all, if its claim is to be tried at larger sizes."""

    seconds: float = MOST
    seed: int = 0
    time_limit: float = LIMIT
    memory_limit: float = 8.0
    budget: float = float("inf")
    patience: float = float("inf")


Result = tuple[Cell, list[Timing]]


def settings(
    cells: Sequence[Cell], budget: float = float("inf"), seconds: float | None = None, seed: int = 0
) -> Settings:
    """How to measure the cells under a budget: measuring gets its share of it, since other work
    takes longer than that.

    One cell that hangs takes a tenth of the budget at most, so far as that leaves it time enough.
    """
    spread = budget / max(len(cells), 1)
    return Settings(
        seconds=seconds or min(MOST, max(LEAST, spread)),
        seed=seed,
        time_limit=min(LIMIT, max(LIMIT / 4, budget / 10)),
        budget=budget,
        patience=max(PATIENCE, PATIENCE * spread),
    )


def kept(path: Path, cells: Iterable[Cell]) -> list[Result]:
    """Those of the cells that the journal holds already, measured with the same code and
    versions."""
    found = journals.cells(path)
    return [
        (cell, [Timing(**row) for row in found[cell.key]]) for cell in cells if cell.key in found
    ]


def run(
    cells: Iterable[Cell],
    settings: Settings | None = None,
    journal: Journal | None = None,
    machine: Mapping[limits.Place, Limit] | None = None,
    kept: Iterable[Result] = (),
) -> Generator[Result]:
    """Measure the cells, a child a formula; yields each cell with its rows, formula by formula, as
    soon as it is done.

    A cell whose child hangs, dies or outgrows its limits gets rows that say so; what was left of
    its formula is measured by another child. Cells are taken turn by turn (see ``Cell.turn``);
    those that the budget does not reach are not yielded. Closing the iterator ends the child. Rows
    have a share of the machine's limit where that is given. Claims that were stuck in results kept
    from earlier are not tried at larger sizes either."""
    work = _Work(settings or Settings(), journal, machine or {})
    for cell, rows in kept:
        work.learn(cell, rows)
    ordered = sorted(cells, key=lambda cell: (cell.device, cell.turn))
    for (device, _), turn in itertools.groupby(ordered, key=lambda cell: (cell.device, cell.turn)):
        yield from work.measure(device, list(turn))


@dataclass
class _Work:
    """A run: what it may still take, the claims that are stuck, and what the child is at.

    stuck: claim -> entries in the sizes from which on it is not tried, and why; at: the key of the
    cell that the child began and has not finished."""

    settings: Settings
    journal: Journal | None
    machine: Mapping[limits.Place, Limit]
    stuck: dict[str, tuple[int, str]] = field(default_factory=dict)
    at: str | None = None

    def __post_init__(self) -> None:
        self.end = time.monotonic() + self.settings.budget

    def measure(self, device: str, cells: list[Cell]) -> Iterator[Result]:
        """Measure cells on one device, until all are done or the budget is."""
        groups: dict[str, dict[str, Cell]] = {}
        for cell in cells:
            groups.setdefault(f"{cell.claim.formula.name} {cell.dtype}", {})[cell.key] = cell
        for left in groups.values():
            yield from self.skipped(left)
        with pool.Pool(
            1,
            fresh=True,
            imports=["closedform.bench.cell"],
            environment=devices.settings(device),
            **self.limits(),
        ) as workers:
            workers.submit(
                *(_task(name, left, self.settings) for name, left in groups.items() if left)
            )
            for report in workers.results() if self.open else ():
                yield from self.heard(report, groups[report.task.key], workers)
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

    def heard(
        self, report: pool.Event | pool.Outcome, left: dict[str, Cell], workers: pool.Pool
    ) -> Iterator[Result]:
        """What a report of a formula's child amounts to; `left` are the formula's cells that are
        not done."""
        if isinstance(report, pool.Event):
            yield from self.told(report.value, left)
            return
        at, self.at = self.at, None
        if report.status == "ok" or not left:
            return
        if cell := left.pop(
            at or next(iter(left)), None
        ):  # None: what failed was skipped meanwhile, and has its rows
            yield self.noted(cell, failed(cell, ENDS[report.status], report.detail, self.settings))
            yield from self.skipped(left)
        if left:
            workers.submit(_task(report.task.key, left, self.settings))

    def told(self, event: dict[str, Any], left: dict[str, Cell]) -> Iterator[Result]:
        """What an event of a formula's child amounts to."""
        key, ended = event["key"], event["event"] == "cell"
        self.at = None if ended else key
        if key not in left:
            return  # skipped meanwhile, which the child does not know
        if ended:
            cell = left.pop(key)
            if took := event["slow"]:
                self.stick(cell, f"{shape(cell.sizes)} took {took:.0f} s in all")
            rows = [Timing(**row) for row in event["rows"]]
            yield self.noted(
                cell, limits.applied(rows, self.machine.get((cell.device, cell.dtype)))
            )
            yield from self.skipped(left)
        elif self.journal:
            self.journal.start(key)

    def skipped(self, left: dict[str, Cell]) -> Iterator[Result]:
        """Take the cells of claims that are stuck out of those that are left."""
        for cell in list(left.values()):
            size, why = self.stuck.get(cell.claim.stem, (math.inf, ""))
            if _entries(cell) >= size:
                detail = f"not attempted: {why}; to measure it all the same, name the size"
                yield self.noted(left.pop(cell.key), failed(cell, "skipped", detail, self.settings))

    def noted(self, cell: Cell, rows: list[Timing]) -> Result:
        """The cell with its rows, in the journal first."""
        if self.journal:
            self.journal.cell(cell.key, rows)
        self.learn(cell, rows)
        return cell, rows

    def learn(self, cell: Cell, rows: list[Timing]) -> None:
        """Have the claim stuck if all of its closed forms are."""
        outcomes = {row.outcome for row in rows if row.role == "closed form"}
        if outcomes <= set(STUCK):
            why = "it was left out" if outcomes == {"skipped"} else "it ran out of time or memory"
            self.stick(cell, f"{why} at {shape(cell.sizes)}")

    def stick(self, cell: Cell, why: str) -> None:
        """Have the cell's claim stuck from its size on, unless it is from a smaller one."""
        if _entries(cell) < self.stuck.get(cell.claim.stem, (math.inf, ""))[0]:
            self.stuck[cell.claim.stem] = _entries(cell), why


def failed(cell: Cell, outcome: str, detail: str | None, settings: Settings) -> list[Timing]:
    """Rows of a cell that was not finished, one for each closed form."""
    fields = common(cell.claim, cell.sizes, cell.dtype, cell.device)
    fields["command"] = command(cell, settings)
    return [
        Timing(
            **fields, method=methods.name(form), role="closed form", outcome=outcome, detail=detail
        )
        for form in methods.forms(cell.claim)
    ]


def command(cell: Cell, settings: Settings) -> str:
    """The command that measures the cell again."""
    origin = cell.claim.formula.origin or ""
    target = origin if origin.endswith(".py") else cell.claim.stem
    words = ["closedform", "bench", target, "--dtype", cell.dtype, "--device", cell.device]
    sizes = ["--sizes", shape(cell.sizes)] if cell.sizes else []
    return shlex.join(
        [*words, *sizes, "--seconds", f"{settings.seconds:.3g}", "--seed", str(settings.seed)]
    )


def _entries(cell: Cell) -> int:
    """How large the cell is, beside others of its claim."""
    return math.prod(cell.sizes.values())


def _task(name: str, left: dict[str, Cell], settings: Settings) -> pool.Task:
    first = next(iter(left.values()))
    cells = [
        {"key": c.key, "claim": c.claim.id, "sizes": c.sizes, "command": command(c, settings)}
        for c in left.values()
    ]
    what = {
        "origin": first.claim.formula.origin,
        "cells": cells,
        "dtype": first.dtype,
        "device": first.device,
    }
    how = {
        "seconds": settings.seconds,
        "seed": settings.seed,
        "memory_limit": settings.memory_limit,
    }
    how["patience"] = settings.patience
    return pool.Task(name, "closedform.bench.cell:run", what | how)
