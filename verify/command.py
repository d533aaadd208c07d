"""``closedform verify``."""

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from closedform.command import application
from closedform.ending import undisturbed
from closedform.formulas import InputError
from closedform.formulas._kit.description import Bare
from closedform.formulas._kit.survey import select
from closedform.verify import run, settings, store
from closedform.verify.checks import DRAWS
from closedform.verify.rows import Verdict
from closedform.verify.words import accuracy as accuracy_words
from closedform.verify.words import mutants as mutants_words
from closedform.verify.words import verdicts as words
from closedform.wording import shown, shown_lines

Targets = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME | CLAIM-ID | GLOB | FILE.py]...",
        help="What to check; everything by default.",
    ),
]


def main(
    targets: Targets = None,
    draws: Annotated[int, typer.Option(help="Draws of each claim.", min=1)] = DRAWS,
    seed: Annotated[
        int, typer.Option(help="Seed of the first draw; draw k has the seed SEED + k.", min=0)
    ] = 0,
    json: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write all verdicts to FILE.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes; by default one a processor.", min=1)
    ] = None,
    time_limit: Annotated[
        float, typer.Option(metavar="SECONDS", help="Time that a claim may take.", min=1)
    ] = settings.TIME_LIMIT,
    memory_limit: Annotated[
        float, typer.Option(metavar="GIB", help="Memory that a claim may hold.", min=0.5)
    ] = settings.MEMORY_LIMIT,
    mutants: Annotated[
        bool,
        typer.Option(
            "--mutants", help="Make each claim wrong in many ways too; all must be refuted."
        ),
    ] = False,
    accuracy: Annotated[
        bool,
        typer.Option(
            "--accuracy",
            help="Show errors in float32 too, of closed form and autodiff; they decide nothing.",
        ),
    ] = False,
    fresh: Annotated[
        bool,
        typer.Option(
            "--fresh",
            help="Check every claim; by default a verdict of which nothing changed is kept.",
        ),
    ] = False,
) -> None:
    """Hold registered closed forms against autodiff and against the function's own values.

    Exit status: 0 every verdict is the expected one; 1 some is not, a mutant was missed, a module
    could not be read, or nothing was compared; 2 bad input."""
    if json:
        store.writable(json)
    begun, verdicts = time.perf_counter(), []
    with run.children(workers, time_limit, memory_limit) as within:
        chosen = select(targets or [], within)
        if not chosen.claims and not chosen.broken:
            raise InputError(_nothing(chosen.bare))
        for formula in chosen.bare:
            print(f"verify: {shown(str(formula))}", file=sys.stderr)
        more = {"mutants": mutants, "accuracy": accuracy, "fresh": fresh}
        found = run.verify(chosen.claims, within, draws, seed, **more)
        interrupted = False
        try:
            _show(len(chosen.claims), found, verdicts)
        except KeyboardInterrupt:
            interrupted = True
        finally:
            order = {claim.key: k for k, claim in enumerate(chosen.claims)}
            verdicts.sort(key=lambda v: order[v.id])
            whole = len(verdicts) == len(order)
            unwritten = _written(json, verdicts, store.environment(draws, seed), whole)
    if interrupted:
        of = f"{len(verdicts)} of {len(chosen.claims)} verdicts"
        kept = (
            f"{of} are written to {shown(str(json))}" if json else "without --json nothing is kept"
        )
        print(f"verify: interrupted; {unwritten or kept}", file=sys.stderr)
        raise typer.Exit(130)
    for v in verdicts:
        if not v.as_expected:
            print(shown_lines(f"\n{words.report(v)}"))
    if mutants:
        print(shown_lines(f"\n{mutants_words.report(verdicts, time.perf_counter() - begun)}"))
    if accuracy:
        print(shown_lines(f"\n{accuracy_words.report(verdicts)}"))
    to = f"; written to {shown(str(json))}" if json and not unwritten else ""
    print(f"\n{words.summary(verdicts, draws, time.perf_counter() - begun)}{to}")
    for b in chosen.broken:
        told = f"{b.module} can't be read, and its formulas were not checked: {b.error}"
        print(f"verify: {shown(told)}", file=sys.stderr)
    if not (compared := any(v.comparisons for v in verdicts)):
        print("verify: nothing was compared", file=sys.stderr)
    if unwritten:
        sys.stdout.flush()
        raise unwritten
    good = all(v.as_expected for v in verdicts) and mutants_words.clean(verdicts)
    if chosen.broken or not compared or not good:
        raise typer.Exit(1)


def _nothing(without: list[Bare]) -> str:
    """That there is nothing to check, and why."""
    told = "; ".join(map(str, without)) or "the selection holds no claim"
    return f"there is nothing to check: {told}"


def _written(
    path: Path | None, verdicts: list[Verdict], about: dict[str, Any], whole: bool
) -> InputError | None:
    """Write the verdicts, where that is asked for; why they can't be written, if they can't."""
    try:
        if path:
            with undisturbed():
                store.write(path, verdicts, about | {"complete": whole})
    except InputError as error:
        return error
    return None


def _show(number: int, verdicts: Iterator[Verdict], kept: list[Verdict]) -> None:
    """Keep each of so many verdicts as it comes, and print it; on a terminal with progress
    below."""
    columns = (TextColumn("verifying"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        bar = progress.add_task("", total=number)
        with contextlib.closing(verdicts):  # type: ignore[type-var]  # a generator has close()
            for v in verdicts:
                kept.append(v)  # before it is printed: an interrupt loses none that was seen
                print(shown(words.line(v)), flush=True)
                progress.advance(bar)


app = application(main)
