"""``closedform verify``."""

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from closedform.command import application
from closedform.formulas import Claim, InputError, gather
from closedform.verify import settings, store
from closedform.verify.checks import DRAWS
from closedform.verify.rows import Verdict
from closedform.verify.run import verify
from closedform.verify.words import accuracy as accuracy_words
from closedform.verify.words import mutants as mutants_words
from closedform.verify.words import verdicts as words

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
) -> None:
    """Hold registered closed forms against autodiff and against the function's own values.

    Exit status: 0 every verdict is the expected one; 1 some is not, a mutant was missed, a module
    could not be read, or nothing was compared; 2 bad input."""
    claims, broken = gather(targets or [])
    if not claims and not broken:
        raise InputError("there is nothing to check: the selection holds no claim")
    if json:
        store.writable(json)
    begun, verdicts, whole = time.perf_counter(), [], False
    limits = {"workers": workers, "time_limit": time_limit, "memory_limit": memory_limit}
    try:
        # mixed values
        found = verify(claims, draws, seed, mutants=mutants, accuracy=accuracy, **limits)  # type: ignore[arg-type]
        _show(claims, found, verdicts)
        whole = True
    except KeyboardInterrupt:
        kept = (
            f"{len(verdicts)} of {len(claims)} verdicts are written to {json}"
            if json
            else "without --json nothing is kept"
        )
        print(f"verify: interrupted; {kept}", file=sys.stderr)
        raise typer.Exit(130) from None
    finally:
        order = {claim.id: k for k, claim in enumerate(claims)}
        verdicts.sort(key=lambda v: order[v.id])
        if json:
            store.write(json, verdicts, store.environment(draws, seed) | {"complete": whole})
    for v in verdicts:
        if not v.as_expected:
            print(f"\n{words.report(v)}")
    if mutants:
        print(f"\n{mutants_words.report(verdicts, time.perf_counter() - begun)}")
    if accuracy:
        print(f"\n{accuracy_words.report(verdicts)}")
    print(
        f"\n{words.summary(verdicts, draws, time.perf_counter() - begun)}"
        + (f"; written to {json}" if json else "")
    )
    for b in broken:
        print(
            f"verify: {b.module} can't be read, and its formulas were not checked: {b.error}",
            file=sys.stderr,
        )
    compared = any(v.comparisons for v in verdicts)
    if not compared:
        print("verify: nothing was compared", file=sys.stderr)
    if (
        broken
        or not compared
        or not all(v.as_expected for v in verdicts)
        or not mutants_words.clean(verdicts)
    ):
        raise typer.Exit(1)


def _show(claims: list[Claim], verdicts: Iterator[Verdict], kept: list[Verdict]) -> None:
    """Keep each verdict as it comes, and print it; on a terminal with progress below."""
    columns = (TextColumn("verifying"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        bar = progress.add_task("", total=len(claims))
        with contextlib.closing(verdicts):  # type: ignore[type-var]  # a generator has close()
            for v in verdicts:
                kept.append(v)  # before it is printed: an interrupt loses none that was seen
                print(words.line(v), flush=True)
                progress.advance(bar)


app = application(main)
