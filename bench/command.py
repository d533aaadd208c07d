"""``closedform bench``: time closed forms against autodiff."""

import shlex
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from closedform.bench import best, bounds, devices, journal, limits, plan, summary
from closedform.bench.journal import Journal
from closedform.bench.rows import TIMED
from closedform.bench.run import Result, run
from closedform.bench.settings import settings
from closedform.command import application
from closedform.formulas import InputError
from closedform.wording import counted, shown

TARGETS = "[NAME | CLAIM-ID | GLOB | FILE.py]..."


BUDGETS = {"small": 540.0, "full": 3600.0}
"""Seconds that a run over these sizes may take unless told otherwise."""


def main(
    names: Annotated[
        list[str] | None, typer.Argument(metavar=TARGETS, help="What to time; all for none.")
    ] = None,
    device: Annotated[str, typer.Option(help="Where to measure: cpu, gpu or tpu.")] = "cpu",
    dtype: Annotated[
        str,
        typer.Option(help="What to measure in: float64 or float32. Truth is decided in float64."),
    ] = "float64",
    sizes: Annotated[str, typer.Option(help=f"At which sizes: {plan.ladders.WORDS}.")] = "small",
    budget: Annotated[
        float | None,
        typer.Option(
            help="Seconds the run may take, spread over its cells; "
            "540 for small, 3600 for full, else no bound."
        ),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(help="Seconds of measuring for a cell at most; from the budget if not given."),
    ] = None,
    journal_file: Annotated[
        Path, typer.Option("--journal", metavar="FILE", help="Where rows are appended.")
    ] = journal.DEFAULT,
    resume: Annotated[
        bool, typer.Option("--resume", help="Leave out what the journal holds already.")
    ] = False,
    seed: Annotated[
        int, typer.Option(help="Seed of arguments and of the order of methods.", min=0)
    ] = 0,
) -> None:
    """Time closed forms against the best autodiff mode, verified first at the sizes at which they
    are timed.

    Exit status: 0 all went well, 1 something was wrong, failed or nothing was timed, 2 a usage or
    input error."""
    check(dtype, budget, seconds)
    begun = time.monotonic()
    budget = BUDGETS.get(sizes, float("inf")) if budget is None else budget
    chosen = plan.select(names or [], sizes, dtype, device)
    cells = chosen.cells
    devices.require(device)
    results: list[Result] = []
    trouble: InputError | None = None
    with Journal(journal_file) as book:
        held = journal.cells(journal_file) if resume else {}
        known = journal.limits(journal_file) if resume else {}
        try:
            machine = limits.measured(limits.places(cells), book, known)
            telling = bounds.telling(cells, machine) if sizes in BUDGETS else cells
            how = settings(telling, budget - (time.monotonic() - begun), seconds, seed)
            running = watched(run(telling, how, book, machine, held), len(telling))
            try:
                results.extend(running)
            except InputError as error:  # the journal can't be written on: what there is, is told
                trouble = error
        except KeyboardInterrupt:
            kept = len({cell.title for cell in cells} & journal.titles(journal_file))
            told = f"{kept} of {counted(len(cells), 'cell')} are kept in {shown(str(journal_file))}"
            print(f"bench: interrupted; {told}; go on with --resume", file=sys.stderr)
            raise typer.Exit(130) from None
    place = {cell.title: k for k, cell in enumerate(cells)}
    results.sort(key=lambda result: place[result[0].title])
    rows = [vars(row) for _, found in results for row in found]
    failures = summary.failures(results)
    for line in [
        *summary.lines(results),
        *summary.left_out(chosen.untimed),
        *summary.untold(cells, telling),
        *summary.refused(results),
        *failures,
        *limits.lines(machine.values()),
        *best.means(rows),
        *best.lost(rows, shlex.quote(str(journal_file))),
    ]:
        print(shown(line, 10_000))
    if trouble:
        raise trouble
    unreached = summary.unreached(telling, results)
    assert len(results) + len(unreached) == len(telling), "a cell is told twice, or not at all"
    for line in summary.unfinished(telling, unreached, budget):
        print(shown(line, 10_000))
    for line in summary.unread(chosen.broken):
        print(f"bench: {shown(line)}", file=sys.stderr)
    if not (timed := any(row["outcome"] in TIMED for row in rows)):
        print("bench: nothing was timed", file=sys.stderr)
    raise typer.Exit(1 if failures or chosen.broken or not timed else 0)


def watched(results: Iterator[Result], total: int) -> Iterator[Result]:
    """The same results, with a progress bar and the time left where standard error is a
    terminal."""
    if not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("timing", total=total)
        for cell, rows in results:
            progress.update(bar, advance=1, description=cell.name)
            yield cell, rows


def check(dtype: str, budget: float | None, seconds: float | None) -> None:
    """Raise InputError for what is no dtype or no time."""
    if dtype not in devices.DTYPES:
        raise InputError(f"--dtype {dtype} is not known; write {' or '.join(devices.DTYPES)}")
    for option, given in (("--budget", budget), ("--seconds", seconds)):
        if given is not None and not given > 0:
            raise InputError(f"{option} {given:g} is no time; give seconds above 0")


app = application(main)
