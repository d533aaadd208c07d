"""``python -m closedform.bench.losers``: claims whose best form seems to lose, timed again in fresh
processes.

Of many intervals some lie on the wrong side by chance, and a process may be unlucky in its memory:
a claim loses only if it does so every time."""

import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from closedform import bench
from closedform.bench import devices, journal, plan
from closedform.bench.best import LOSES, Row, best, seeming_losers
from closedform.bench.plan import Cell, shape
from closedform.bench.run import run
from closedform.bench.settings import MOST, settings
from closedform.bench.summary import aligned, figure, unread
from closedform.command import command
from closedform.formulas import Claim, InputError, gather

TIMES = 3
"""Fresh processes."""
HEADER = ("claim", "form", "sizes", "ratio [95%]", "again, in fresh processes", "")
NOTE = f"a claim loses if its best form's interval lies under {LOSES:g} in every one of them"

CATALOGUE = "the catalogue"
"""Where a claim is declared that is in no file of a user's."""


@dataclass(frozen=True)
class Again:
    """A cell whose best form seemed to lose: its row then, and the row of its best form in each
    fresh process, or the outcome."""

    first: Row
    later: list[Row | str]

    @property
    def unknown(self) -> bool:
        """Whether some process could not time it."""
        return any(isinstance(row, str) for row in self.later)

    @property
    def loses(self) -> bool:
        """Whether it lost every time."""
        return all(not isinstance(row, str) and row["high"] < LOSES for row in self.later)


def main(
    journals: Annotated[
        list[Path] | None, typer.Argument(metavar="[JOURNAL]...", help="Journals of timings.")
    ] = None,
    times: Annotated[
        int, typer.Option(help="Fresh processes that time a claim again.", min=1)
    ] = TIMES,
    seconds: Annotated[float, typer.Option(help="Seconds of measuring in each.", min=0.01)] = MOST,
) -> None:
    """Time claims again whose best form seems to lose against autodiff, where an empty call does
    not take longest.

    Exit status: 0 none loses, 1 some do or could not be timed, 2 a usage or input error.
    """
    seeming = seeming_losers(bench.load(*(journals or [journal.DEFAULT])).to_dict("records"))
    if not seeming:
        print("no claim's best form seems to lose")
        return
    claims, troubles = declared(seeming)
    cells = {k: _cell(seeming[k], claim) for k, claim in claims.items()}
    for device in dict.fromkeys(cell.device for cell in cells.values()):
        devices.require(device)
    found: list[Again] = []
    for done, (k, cell) in enumerate(cells.items()):
        print(f"{done + 1} of {len(cells)}: {cell.name}", file=sys.stderr)
        found.append(Again(seeming[k], list(again(cell, times, seconds))))
    print("\n".join([*aligned([HEADER, *map(line, found)]), "", NOTE]))
    losing = sum(one.loses for one in found)
    print(f"{losing} of {len(seeming)} that seemed to lose do")
    for trouble in troubles:
        print(f"closedform.bench.losers: {trouble}", file=sys.stderr)
    raise typer.Exit(1 if losing or troubles or any(one.unknown for one in found) else 0)


def declared(rows: Sequence[Row]) -> tuple[dict[int, Claim], list[str]]:
    """Place among the rows -> the claim as it is declared now; and a line for each thing that can't
    be read or is gone.

    What the catalogue lacks is looked for in the file that the row's command names.
    """
    claims, broken = gather()
    known, troubles = {CATALOGUE: {claim.stem: claim for claim in claims}}, unread(broken)
    found: dict[int, Claim] = {}
    for k, row in enumerate(rows):
        stem = row["claim"]
        place = CATALOGUE if stem in known[CATALOGUE] else _file(row) or CATALOGUE
        if place not in known:
            try:
                known[place] = {claim.stem: claim for claim in gather([place])[0]}
            except InputError as error:
                known[place] = {}
                troubles.append(str(error))
        if stem in known[place]:
            found[k] = known[place][stem]
        else:
            troubles.append(f"{stem} is no claim of {place} any more")
    return found, troubles


def again(cell: Cell, times: int, seconds: float) -> Iterator[Row | str]:
    """The best form's row in each of so many fresh processes, whose arguments and orders differ;
    the outcome if it has none."""
    for seed in range(1, times + 1):
        how = settings([cell], seconds=seconds, seed=seed)
        rows = [vars(row) for _, rows in run([cell], how) for row in rows]
        closed = [row for row in rows if row["role"] == "closed form"]
        yield next(iter(best(rows)), closed[0]["outcome"] if closed else "not timed")


def line(one: Again) -> tuple[str, ...]:
    """Its cells in the table."""
    later = (row if isinstance(row, str) else _figure(row) for row in one.later)
    form = "-" if one.first["method"] == "closed form" else one.first["method"]
    said = "not known" if one.unknown else "loses" if one.loses else "does not"
    return (
        one.first["claim"],
        form,
        shape(one.first["sizes"]) or "-",
        _figure(one.first),
        "  ".join(later),
        said,
    )


def _figure(row: Row) -> str:
    return figure(row["ratio"], row["low"], row["high"])


def _cell(row: Row, claim: Claim) -> Cell:
    return plan.cell(claim, row["sizes"], row["dtype"], row["device"])


def _file(row: Row) -> str | None:
    """The file that the row's command times; None where that is a claim by its id, or there is no
    command."""
    words = shlex.split(row["command"]) if isinstance(row["command"], str) else []
    return words[2] if len(words) > 2 and words[2].endswith(".py") else None


if __name__ == "__main__":
    command("closedform.bench.losers", main)
