"""Claims that only rows tell of: renamed since they were judged or timed, or of a file of one's
own."""

from collections.abc import Iterable
from dataclasses import dataclass

from closedform.formulas import Catalogue
from closedform.reports import words
from closedform.reports.rows.cells import Row


@dataclass(frozen=True)
class Stray:
    """A claim that has rows and is not in the catalogue."""

    id: str
    stem: str
    """The id without form: what timings are kept under."""
    formula: str
    kind: str
    method: str | None = None
    """What its form is called in timings; None where these are all that is known: every form is
    meant."""
    verdict: Row | None = None


def strays(
    catalogue: Catalogue, verdicts: Iterable[Row], timings: Iterable[Row]
) -> dict[str, list[Stray]]:
    """Formula's name -> its claims that are judged or timed and not in the catalogue, each once."""
    registered = catalogue.claims
    judged = [
        _judged(row)
        for row in {row["id"]: row for row in verdicts}.values()
        if row["id"] not in registered
    ]
    known = {claim.stem for claim in registered.values()} | {stray.stem for stray in judged}
    timed = {row["claim"]: row for row in timings if row["claim"] not in known}
    found: dict[str, list[Stray]] = {}
    for stray in [
        *judged,
        *(Stray(id, id, row["formula"], row["kind"]) for id, row in timed.items()),
    ]:
        found.setdefault(stray.formula, []).append(stray)
    return found


def _judged(row: Row) -> Stray:
    form = words.clean(row["form"])
    suffix = f".form-{str(row['form']).replace(' ', '-')}" if form else ""
    return Stray(
        row["id"],
        row["id"].removesuffix(suffix),
        row["formula"],
        row["kind"],
        form or "closed form",
        row,
    )
