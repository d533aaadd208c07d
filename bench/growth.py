"""``python -m closedform.bench.growth``: how time grows with size, for closed form and autodiff,
and where the winner changes."""

import itertools
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from closedform import bench
from closedform.bench import journal
from closedform.bench.statistics import verdict
from closedform.bench.summary import aligned
from closedform.command import command
from closedform.formulas import InputError
from closedform.wording import counted

FEWEST = 3
"""Sizes that an exponent is fitted over at least: two leave no error."""
HEADER = (
    "claim",
    "form",
    "dtype",
    "device",
    "sizes",
    "closed form",
    "autodiff",
    "theory",
    "winner changes",
)
NOTE = (
    "exponents of time over size, with their standard error, where an empty call does not take "
    "longest; theory: that of the stated work's leading term"
)

Row = dict[str, Any]


@dataclass(frozen=True)
class Point:
    """A closed form at one size.

    size: geometric mean of the dimensions that grow; closed, autodiff: median seconds a call of it
    and of the reference; work: operations that it states, None where it does not; low, ratio, high:
    autodiff / closed form."""

    size: float
    closed: float
    autodiff: float
    work: float | None
    low: float
    ratio: float
    high: float


@dataclass(frozen=True)
class Growth:
    """A closed form over its sizes, smallest first."""

    claim: str
    form: str
    dtype: str
    device: str
    points: list[Point]

    @property
    def sizes(self) -> int:
        """How many sizes it was timed at that differ: 2 x 8 and 4 x 4 are one."""
        return len({f"{point.size:.6g}" for point in self.points})


def main(
    journals: Annotated[
        list[Path] | None, typer.Argument(metavar="[JOURNAL]...", help="Journals of timings.")
    ] = None,
) -> None:
    """Show exponents of time over size, for closed forms timed at 3 sizes or more, and where the
    winner changes.

    Exit status: 0 shown, 2 a usage or input error.
    """
    found = growths(bench.load(*(journals or [journal.DEFAULT])).to_dict("records"))
    fitted = [growth for growth in found if growth.sizes >= FEWEST]
    if not fitted:
        told = (
            f"no closed form was timed at {FEWEST} sizes where an empty call does not take longest"
        )
        raise InputError(f"{told}; to time some, run: closedform bench --sizes full")
    print("\n".join([*aligned([HEADER, *map(line, fitted)]), "", NOTE]))
    if few := len(found) - len(fitted):
        print(
            f"timed at fewer than {FEWEST} such sizes: {counted(few, 'closed form')}",
            file=sys.stderr,
        )


def growths(rows: Iterable[Row]) -> list[Growth]:
    """The closed forms that were timed; of one that was timed more than once at a size, the last
    time counts."""
    references: dict[tuple[Any, ...], Row] = {}
    closed: dict[tuple[str, ...], dict[tuple[Any, ...], Row]] = {}
    for row in rows:
        if row["outcome"] != "ok":
            continue
        place = (row["claim"], row["dtype"], str(row["device_kind"] or row["device"]))
        cell = (*place, *row["sizes"].items(), row["journal"])
        if row["role"] == "autodiff" and row["method"] == row["reference"]:
            references[cell] = row
        elif row["role"] == "closed form" and row["sizes"] and row["binds"] != "floor":
            closed.setdefault((*place, row["method"]), {})[tuple(row["sizes"].items())] = row | {
                "cell": cell
            }
    return [_growth(key, list(found.values()), references) for key, found in closed.items()]


def fit(sizes: Sequence[float], seconds: Sequence[float]) -> tuple[float, float]:
    """The exponent of seconds over size, by least squares of their logarithms, and its standard
    error; 3 sizes or more."""
    (exponent, _), covariance = np.polyfit(np.log(sizes), np.log(seconds), 1, cov=True)
    return float(exponent), math.sqrt(covariance[0, 0])


def theory(points: Sequence[Point]) -> int | None:
    """The exponent of the stated work's leading term; None where no work is stated, none is done,
    or sizes do not differ.

    Work is a polynomial in sizes that grow together, so that this is a whole number: the one
    nearest to the exponent between the two largest sizes."""
    (one, two) = points[-2:]
    if not one.work or not two.work or math.isclose(one.size, two.size):
        return None
    return round(math.log(two.work / one.work) / math.log(two.size / one.size))


def changes(points: Sequence[Point]) -> list[tuple[float, str]]:
    """Where the winner changes, and what the closed form does from there on; ties between wins and
    losses are passed over.

    The size is where the ratio is 1 on a straight line through the logarithms of the two sizes at
    which they stand."""
    decided = [(p, word) for p in points if (word := verdict(p.low, p.high)) != "ties"]
    found = []
    for (one, before), (two, after) in itertools.pairwise(decided):
        if before != after:
            share = math.log(one.ratio) / math.log(one.ratio / two.ratio)
            found.append((one.size * (two.size / one.size) ** share, after))
    return found


def line(growth: Growth) -> tuple[str, ...]:
    """Its cells in the table."""
    points = growth.points
    sizes = [p.size for p in points]
    fits = (
        "{:.2f} ± {:.2f}".format(*fit(sizes, [getattr(p, side) for p in points]))
        for side in ("closed", "autodiff")
    )
    expected, turns = theory(points), (f"{size:.3g}: {word}" for size, word in changes(points))
    form = "-" if growth.form == "closed form" else growth.form
    over = f"{sizes[0]:.3g} to {sizes[-1]:.3g} ({len(sizes)})"
    place = (growth.claim, form, growth.dtype, growth.device, over)
    return (*place, *fits, "-" if expected is None else str(expected), ", ".join(turns) or "-")


def _growth(
    key: tuple[str, ...], rows: list[Row], references: dict[tuple[Any, ...], Row]
) -> Growth:
    claim, dtype, device, form = key
    points = sorted(_points(rows, references), key=lambda point: point.size)
    return Growth(claim, form, dtype, device, points)


def _points(rows: list[Row], references: dict[tuple[Any, ...], Row]) -> Iterator[Point]:
    """A point for each row whose reference was timed; of dimensions, those that differ in all of
    the rows grow."""
    names = [
        name
        for name in rows[0]["sizes"]
        if len({row["sizes"].get(name) for row in rows}) == len(rows)
    ]
    for row in rows:
        if (reference := references.get(row["cell"])) and names:
            size = math.exp(sum(math.log(row["sizes"][name]) for name in names) / len(names))
            work = (
                None
                if row["stated_flops"] is None or math.isnan(row["stated_flops"])
                else row["stated_flops"]
            )
            yield Point(
                size,
                row["median"],
                reference["median"],
                work,
                row["low"],
                row["ratio"],
                row["high"],
            )


if __name__ == "__main__":
    command("closedform.bench.growth", main)
