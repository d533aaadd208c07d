"""``python -m bench``: time closed forms against autodiff."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bench import devices, journal, plan, run, summary
from bench.plan import Cell
from bench.rows import Timing
from formulas import InputError, gather
from formulas._kit.command import command

TARGETS = "[NAME | CLAIM-ID | GLOB | FILE.py]..."


def main(
    names: Annotated[list[str] | None, typer.Argument(metavar=TARGETS, help="What to time; all for none.")] = None,
    device: Annotated[str, typer.Option(help="Where to measure: cpu, gpu or tpu.")] = "cpu",
    dtype: Annotated[str, typer.Option(help="What to measure in: float64 or float32. Truth is decided in float64.")] = "float64",
    sizes: Annotated[str, typer.Option(help=f"At which sizes: {plan.ladders.WORDS}.")] = "small",
    budget: Annotated[float, typer.Option(help="Seconds of measuring for each cell.")] = 2.0,
    journal_file: Annotated[Path, typer.Option("--journal", metavar="FILE", help="Where rows are appended.")] = journal.DEFAULT,
    seed: Annotated[int, typer.Option(help="Seed of arguments and of the order of methods.", min=0)] = 0,
) -> None:
    """Time closed forms against the best autodiff mode, verified first at the sizes at which they are timed.

    Exit status: 0 all was timed, 1 something was wrong, failed or nothing was timed, 2 a usage or input error.
    """
    _check(dtype, budget)
    claims, broken = gather(names or [])
    cells, untimed = plan.plan(claims, sizes, dtype, device)
    devices.require(device)
    with journal.Journal(journal_file) as book:
        settings = run.Settings(budget=budget, seed=seed)
        results = list(shown(run.run(cells, settings, book), len(cells)))
    failures = summary.failures(results)
    for line in [*summary.lines(results), *summary.left_out(untimed), *failures]:
        print(line)
    for module in broken:
        print(f"bench: {module.module} can't be read, and its formulas were not timed: {module.error}", file=sys.stderr)
    if not results:
        print("bench: nothing was timed", file=sys.stderr)
    raise typer.Exit(1 if failures or broken or not results else 0)


def shown(results: Iterator[tuple[Cell, list[Timing]]], total: int) -> Iterator[tuple[Cell, list[Timing]]]:
    """The same results, with a progress bar and the time left where standard error is a terminal."""
    if not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("timing", total=total)
        for cell, rows in results:
            progress.update(bar, advance=1, description=cell.name)
            yield cell, rows


def _check(dtype: str, budget: float) -> None:
    if dtype not in devices.DTYPES:
        raise InputError(f"--dtype {dtype} is not known; write {' or '.join(devices.DTYPES)}")
    if not budget > 0:
        raise InputError(f"--budget {budget:g} is no time; give seconds above 0")


if __name__ == "__main__":
    command("bench", main)
