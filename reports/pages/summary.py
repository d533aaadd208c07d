"""What was found, in a few sentences that leave nothing out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from closedform.reports.pages.entries import Entry
from closedform.reports.pages.ratios import PLAIN, outpaced
from closedform.reports.pages.statements import Statement
from closedform.reports.rows.cells import Row, compared, outcome
from closedform.wording import counted


@dataclass(frozen=True)
class Said:
    """The summary."""

    verdicts: str
    timings: str
    modes: str
    """Where the autodiff mode that ratios are against was not the fastest; empty where it was."""


def summary(entries: Iterable[Entry]) -> Said:
    """How many claims hold, and which are slower than autodiff, by their fastest form and by the
    textbook's."""
    entries = list(entries)
    timed = [s for e in entries for s in e.statements if any(_compared(s))]
    return Said(_verdicts(entries), _timings(timed), _other_modes(timed))


def _verdicts(entries: list[Entry]) -> str:
    claims = [claim for entry in entries for claim in entry.claims]
    good = [claim for claim in claims if claim.judged.standing == "good"]
    verified = sum(claim.judged.status == "verified" for claim in good)
    unexpected = sum(claim.judged.standing == "bad" for claim in claims)
    unchecked = len(claims) - len(good) - unexpected
    parts = [f"{verified} verified"]
    if misprints := len(good) - verified:
        parts.append(f"{counted(misprints, 'misprint')} of sources refuted as expected")
    parts.append(f"{unexpected or 'none'} not as expected")
    if unchecked:
        parts.append(f"{unchecked} not checked")
    head = f"{counted(len(claims), 'claim')} of {counted(len(entries), 'formula')}"
    return f"{head}: {', '.join(parts)}."


def _timings(timed: list[Statement]) -> str:
    if not timed:
        return "None is compared in time with autodiff here."
    fastest = sum(map(slower_by_fastest, timed))
    textbook = sum(map(slower_by_textbook, timed))
    head = f"{counted(len(timed), 'claim')} timed against the best autodiff mode"
    if fastest:
        told = f"{fastest} slower by the fastest form at some size, {textbook} by the textbook's"
    elif textbook:
        told = f"each one's fastest form is never slower; {counted(textbook, 'textbook form')} "
        told += "is" if textbook == 1 else "are"
    else:
        told = "none is slower by any of its sizes, nor is any textbook form"
    return f"{head}: {told}."


def slower_by_fastest(statement: Statement) -> bool:
    """Whether, at some size, even the form with the largest ratio loses."""
    best = [max(rows, key=lambda row: row["ratio"]) for rows in _compared(statement)]
    return any(outcome(row) == "loses" for row in best)


def slower_by_textbook(statement: Statement) -> bool:
    """Whether, at some size, the form that stands first loses."""
    method = statement.first.form or PLAIN
    rows = [row for cell in _compared(statement) for row in cell if row["method"] == method]
    return any(outcome(row) == "loses" for row in rows)


def _compared(statement: Statement) -> Iterator[list[Row]]:
    """Of each comparison that says something, the closed forms."""
    for group in statement.groups:
        for cell in group.cells:
            if rows := [row for row in cell if row["role"] == "closed form" and compared(row)]:
                yield rows


def _other_modes(statements: list[Statement]) -> str:
    cells = [cell for s in statements for group in s.groups for cell in group.cells]
    found = sum(map(outpaced, cells))
    if not found:
        return ""
    return (
        f"In {found} of {counted(len(cells), 'comparison')} another autodiff mode turned out "
        "faster than the one that the pilot chose and that the ratio is against; the tables say "
        "which."
    )
