"""``python -m closedform.bench.control``: is the measuring itself right? Ratios whose true value is
known.

``aa`` looks at the controls of journals: a function against a second copy of itself, whose ratio is
1. ``x3`` measures functions of the catalogue against themselves called three times, whose ratio is
3."""

import math
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import jax
import typer

from closedform import bench
from closedform.bench import devices, journal, plan
from closedform.bench.events import record
from closedform.bench.measure import Call, measure
from closedform.bench.plan import Cell
from closedform.bench.rows import ENDS
from closedform.bench.statistics import Ratio, ratio
from closedform.bench.summary import figure, unread
from closedform.bench.work import Work
from closedform.command import command
from closedform.formulas import InputError, find, gather
from closedform.workers import pool

TIMES = 3
"""Calls that are held against one."""

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@dataclass(frozen=True)
class Known:
    """A ratio whose true value is known, as it was measured."""

    name: str
    truth: float
    found: Ratio

    @property
    def held(self) -> bool:
        """Whether the interval holds the truth."""
        return self.found.low <= self.truth <= self.found.high

    @property
    def off(self) -> float:
        """The factor between what was found and the truth, 1 or more."""
        return max(self.found.ratio / self.truth, self.truth / self.found.ratio)

    @property
    def figure(self) -> str:
        """The ratio with its interval, in words."""
        return figure(self.found.ratio, self.found.low, self.found.high)


def lines(known: Sequence[Known]) -> list[str]:
    """How often the intervals held the truth, with that share's own interval; the ratios' spread
    and the worst one."""
    from scipy.stats import binomtest

    held = sum(k.held for k in known)
    low, high = binomtest(held, len(known)).proportion_ci()  # exact, 95%
    ordered = sorted(k.off for k in known)
    worst = max(known, key=lambda k: k.off)
    stated = math.fsum(k.found.coverage for k in known) / len(known)
    share = f"{held / len(known):.1%} [{low:.1%}, {high:.1%}]; stated {stated:.1%}"
    middle, most = ordered[len(ordered) // 2], ordered[math.ceil(0.95 * len(ordered)) - 1]
    return [
        f"{held} of {len(known)} intervals hold {known[0].truth:g}: {share}",
        f"off by a factor: median {middle:.3f}, 95% within {most:.3f}",
        f"worst: {worst.off:.3f}, {worst.name}: {worst.figure}",
    ]


@app.command()
def aa(
    journals: Annotated[
        list[Path] | None, typer.Argument(metavar="[JOURNAL]...", help="Journals of timings.")
    ] = None,
) -> None:
    """Show how often the intervals of the A/A controls in journals hold 1, and the worst ratio.

    Exit status: 0 shown, 2 a usage or input error.
    """
    known = list(controls(journals or [journal.DEFAULT]))
    if not known:
        raise InputError(
            "no control was timed in these journals; to time some, run: closedform bench"
        )
    print("\n".join(lines(known)))


def controls(journals: Sequence[Path]) -> Iterator[Known]:
    """The A/A controls that were timed."""
    for row in bench.load(*journals).to_dict("records"):
        if row["role"] == "control":
            found = Ratio(row["ratio"], row["low"], row["high"], row["coverage"])
            yield Known(f"{row['claim']}[{plan.shape(row['sizes'])}]", 1.0, found)


@app.command()
def x3(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="What to take functions from; all for none."),
    ] = None,
    number: Annotated[int, typer.Option(help="Comparisons.", min=1)] = 20,
    seconds: Annotated[float, typer.Option(help="Seconds of measuring for each.", min=0.01)] = 2.0,
    seed: Annotated[
        int, typer.Option(help="Seed of the choice, of arguments and of the order.", min=0)
    ] = 0,
) -> None:
    """Measure autodiff of claims, drawn at random, against three waited calls of the same.

    Exit status: 0 all were measured, 1 some failed or could not be read, 2 a usage or input error.
    """
    claims, broken = gather(names or [])
    cells, _ = plan.plan(claims)
    chosen = random.Random(seed).sample(cells, min(number, len(cells)))
    if not chosen:
        raise InputError("no claim here can be timed; name others")
    known, failed = [], 0
    for cell, report in zip(chosen, supervised(chosen, seconds, seed), strict=True):
        if report.status != "ok":
            failed += 1
            print(f"{ENDS[report.status]}: {cell.name}: {report.detail}", file=sys.stderr)
            continue
        known.append(Known(cell.name, TIMES, record(Ratio, report.value)))
        print(f"{cell.name}: {known[-1].figure}")
    for line in lines(known) if known else ():
        print(line)
    for line in unread(broken):
        print(f"closedform.bench.control: {line}", file=sys.stderr)
    raise typer.Exit(1 if failed or broken else 0)


def supervised(cells: Sequence[Cell], seconds: float, seed: int) -> Iterator[pool.Outcome]:
    """A comparison for each cell, in children of their own, one at a time and in order."""
    tasks = []
    for k, cell in enumerate(cells):
        what = {"origin": cell.claim.origin, "id": cell.claim.id, "sizes": cell.sizes}
        tasks.append(
            pool.Task(
                f"{k} {cell.name}",
                "closedform.bench.control:in_child",
                what | {"seconds": seconds, "seed": seed + k},
            )
        )
    for report in pool.run(tasks, 1, fresh=True, environment=devices.settings("cpu")):
        if isinstance(report, pool.Outcome):
            yield report


def in_child(
    origin: str, id: str, sizes: dict[str, int], seconds: float, seed: int
) -> dict[str, Any]:
    """The ratio of three calls to one: fields of `Ratio`."""
    devices.synchronous()
    work = Work(find(origin, id), sizes, seed=seed)
    work.compile()
    name = work.named("autodiff")[0]
    with work.settings():
        operands = work.placed(work.drawn)
        one, other, control = (work.copied(name, operands).on(*operands) for _ in range(3))
    found = measure(
        {"one": one, "three": repeated(other)},
        ["one"],
        lambda _: control,
        budget=seconds,
        seed=seed,
    )
    against = ratio(found.samples["three"], found.samples["one"])
    return vars(against)


def repeated(call: Call) -> Call:
    """The call made TIMES times, each waited for; the last one is left for the caller to wait
    for."""

    def calls() -> Any:
        for _ in range(TIMES - 1):
            jax.block_until_ready(call())
        return call()

    return calls


if __name__ == "__main__":
    command("closedform.bench.control", app)
