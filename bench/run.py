"""Cells in, rows out: one timing at a time, in supervised children, journalled as they come."""

import shlex
from collections.abc import Generator, Iterable
from dataclasses import dataclass

from bench import devices, methods
from bench.cell import common
from bench.journal import Journal
from bench.plan import Cell, shape
from bench.rows import Timing
from verify import pool

OUTCOMES = {"raised": "error", "timeout": "timeout", "oom": "oom", "crash": "crash"}
"""How a child's task ended -> the outcome of the cell it was at."""


@dataclass(frozen=True)
class Settings:
    """How cells are measured.

    budget: seconds of measuring for each cell; seed: of arguments and order; time_limit: seconds that a cell may
    take in all, verifying and compiling included; memory_limit: GiB of resident memory.
    """

    budget: float = 2.0
    seed: int = 0
    time_limit: float = 300.0
    memory_limit: float = 8.0


Result = tuple[Cell, list[Timing]]


def run(cells: Iterable[Cell], settings: Settings | None = None, journal: Journal | None = None) -> Generator[Result]:
    """Measure the cells, a child a formula; yields each cell with its rows, formula by formula.

    A cell whose child hangs, dies or outgrows its limits gets rows that say so; what was left of its formula is
    measured by another child. Closing the iterator ends the child.
    """
    settings = settings or Settings()
    groups: dict[tuple[str, str, str], list[Cell]] = {}
    for cell in cells:
        groups.setdefault((cell.claim.formula.name, cell.dtype, cell.device), []).append(cell)
    for group in groups.values():
        while group:
            group = yield from _attempt(group, settings, journal)


def _attempt(group: list[Cell], settings: Settings, journal: Journal | None) -> Generator[Result, None, list[Cell]]:
    """Measure cells of one formula until all are done or the child fails; returns those that are left."""
    left = {cell.key: cell for cell in group}
    reports = pool.run(
        [_task(group, settings)],
        workers=1,
        time_limit=settings.time_limit,
        memory_limit=settings.memory_limit,
        environment=devices.settings(group[0].device),
    )
    for report in reports:
        if isinstance(report, pool.Event):
            key = report.value["key"]
            if report.value["event"] == "start":
                if journal:
                    journal.start(key)
                continue
            yield left[key], _noted(journal, key, [Timing(**row) for row in report.value["rows"]])
            del left[key]
        elif report.status != "ok":
            key, cell = next(iter(left.items()))
            yield cell, _noted(journal, key, failed(cell, OUTCOMES[report.status], report.detail, settings))
            del left[key]
    return list(left.values())


def failed(cell: Cell, outcome: str, detail: str | None, settings: Settings) -> list[Timing]:
    """Rows of a cell that was not finished, one for each closed form."""
    fields = common(cell.claim, cell.sizes, cell.dtype, cell.device, command(cell, settings))
    return [
        Timing(**fields, method=methods.name(form), role="closed form", outcome=outcome, detail=detail)
        for form in methods.forms(cell.claim)
    ]


def command(cell: Cell, settings: Settings) -> str:
    """The command that measures the cell again."""
    origin = cell.claim.formula.origin or ""
    target = origin if origin.endswith(".py") else cell.claim.stem
    words = ["python", "-m", "bench", target, "--dtype", cell.dtype, "--device", cell.device]
    sizes = ["--sizes", shape(cell.sizes)] if cell.sizes else []
    return shlex.join([*words, *sizes, "--budget", f"{settings.budget:g}", "--seed", str(settings.seed)])


def _task(group: list[Cell], settings: Settings) -> pool.Task:
    first = group[0]
    cells = [{"key": cell.key, "claim": cell.claim.id, "sizes": cell.sizes, "command": command(cell, settings)} for cell in group]
    arguments = {"origin": first.claim.formula.origin, "cells": cells, "dtype": first.dtype, "device": first.device}
    return pool.Task(first.claim.formula.name, "bench.cell:run", {**arguments, "budget": settings.budget, "seed": settings.seed})


def _noted(journal: Journal | None, key: str, rows: list[Timing]) -> list[Timing]:
    if journal:
        journal.cell(key, rows)
    return rows
