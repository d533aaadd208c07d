"""What the first screen says: how many claims hold, where closed forms win, tie and lose, and what
is missing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from closedform.reports import words
from closedform.reports.pages.entries import Entry
from closedform.reports.pages.summary import summary
from closedform.reports.rows.cells import Row, compared, outcome
from closedform.reports.rows.groups import Group
from closedform.reports.rows.run import Run
from closedform.reports.tables.summary import controls
from closedform.reports.tables.table import Table
from closedform.reports.tables.timings import OUTCOMES
from closedform.wording import counted

EXTREMES = 4
"""How many of the clearest wins and losses are named."""


@dataclass(frozen=True)
class Extreme:
    """The comparison that shows most clearly that a claim's fastest form wins, or loses."""

    claim: str
    method: str
    ratio: str
    sizes: str
    anchor: str
    end: float
    """The end of the ratio's interval that is nearer to 1."""


def overview(entries: list[Entry], tables: list[Table], run: Run) -> dict[str, Any]:
    """Figures of the summary, by the names that templates have for them."""
    table = next(table for table in tables if table.name == "summary")
    overall = table.plain.iloc[-1].to_dict()
    claims = [claim for entry in entries for claim in entry.claims]
    wins, losses = extremes(run)
    return {
        "said": summary(entries),
        "summary": table,
        "overall": overall,
        "compared": sum(overall[name] for name in OUTCOMES),
        "controls": controls(run.evidence),
        "unexpected": [c for c in claims if c.judged.standing == "bad"],
        "wins": wins,
        "losses": losses,
    }


def extremes(run: Run) -> tuple[list[Extreme], list[Extreme]]:
    """Claims won and lost by most, by their fastest form, the clearest first: by the end of the
    interval that is nearer to 1."""
    fastest = [
        (group, row)
        for of_claim in run.groups.values()
        for group in of_claim
        for row in filter(None, map(_fastest, group.cells))
    ]
    return (
        _clearest([_extreme(g, r, "low") for g, r in fastest if outcome(r) == "wins"], max),
        _clearest([_extreme(g, r, "high") for g, r in fastest if outcome(r) == "loses"], min),
    )


def remarks(run: Run) -> list[str]:
    """What a reader should know is missing, a line each."""
    others = [stray for found in run.strays.values() for stray in found]
    strange = sum(stray.verdict is not None for stray in others)
    timed = len(others) - strange
    claims = run.catalogue.claims
    missing = len(claims.keys() - run.verdicts.keys())
    said = list(run.evidence.remarks)
    said += [f"{broken.module} can't be read: {broken.error}" for broken in run.catalogue.broken]
    if missing:
        said.append(f"{missing} of the {len(claims)} claims in the catalogue have no verdict here")
    if strange:
        said.append(f"{counted(strange, 'claim')} with a verdict, not in the catalogue")
    if timed:
        said.append(
            f"{counted(timed, 'claim')} with timings, without a verdict here, not in the catalogue"
        )
    return said


def _fastest(rows: Iterable[Row]) -> Row | None:
    """The closed form of a comparison with the largest ratio that says something, if any does."""
    timed = [row for row in rows if row["role"] == "closed form" and compared(row)]
    return max(timed, key=lambda row: row["ratio"], default=None)


def _extreme(group: Group, row: Row, end: str) -> Extreme:
    return Extreme(
        claim=words.clean(row["claim"]),
        method=words.clean(row["method"]),
        ratio=words.ratio(row["ratio"], row["low"], row["high"]),
        sizes=words.sizes(row["sizes"]),
        anchor=group.anchor,
        end=row[end],
    )


def _clearest(found: list[Extreme], most: Callable[..., Extreme]) -> list[Extreme]:
    """Of each claim the clearest comparison, the clearest claims first."""
    of_claim: dict[str, list[Extreme]] = {}
    for extreme in found:
        of_claim.setdefault(extreme.claim, []).append(extreme)
    clearest = [most(same, key=lambda extreme: extreme.end) for same in of_claim.values()]
    return sorted(clearest, key=lambda extreme: extreme.end, reverse=most is max)[:EXTREMES]
