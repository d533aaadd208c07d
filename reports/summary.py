"""What the first screen says: how many claims hold, where closed forms win, tie and lose, and what
is missing."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape

from closedform.formulas import Catalogue
from closedform.reports import words
from closedform.reports.cells import compared
from closedform.reports.entries import Entry
from closedform.reports.evidence import Evidence, Row
from closedform.reports.strays import strays
from closedform.reports.tables import OUTCOMES, Table, controls
from closedform.reports.tex import mathml
from closedform.reports.timing import groups, outcome
from closedform.wording import counted

EXTREMES = 4
"""How many of the clearest wins and losses are named."""


def overview(found: Iterable[Entry], tables: list[Table], evidence: Evidence) -> dict[str, Any]:
    """Figures of the summary, by the names that templates have for them."""
    table = next(table for table in tables if table.name == "summary")
    overall = table.plain.iloc[-1].to_dict()
    claims = [claim for entry in found for claim in entry.claims]
    wins, losses = extremes(evidence)
    columns = list(table.shown.columns)
    return {
        "summary": table,
        "stands": columns[columns.index("claims") + 1 : columns.index("wins")],
        "overall": overall,
        "compared": sum(overall[name] for name in OUTCOMES),
        "controls": controls(evidence),
        "unexpected": [claim for claim in claims if claim.standing == "bad"],
        "misprints": [claim for claim in claims if claim.as_printed and claim.standing == "good"],
        "wins": wins,
        "losses": losses,
        "missing": sum(claim.standing == "none" for claim in claims),
    }


def extremes(evidence: Evidence) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Claims won and lost by most, by their fastest form, the clearest first: by the end of the
    interval that is nearer to 1."""
    won: dict[str, tuple[float, dict[str, str]]] = {}
    lost: dict[str, tuple[float, dict[str, str]]] = {}
    for of_claim in groups(evidence.timings).values():
        for group in of_claim:
            for row in filter(None, map(_fastest, group.cells)):
                kept, by = {"wins": (won, row["low"]), "loses": (lost, row["high"])}.get(
                    outcome(row), (None, 0.0)
                )
                if kept is None or (
                    row["claim"] in kept and abs(by - 1) <= abs(kept[row["claim"]][0] - 1)
                ):
                    continue
                said = words.ratio(row["ratio"], row["low"], row["high"])
                shown = {
                    "claim": words.clean(row["claim"]),
                    "ratio": said,
                    "sizes": words.sizes(row["sizes"]),
                }
                kept[row["claim"]] = (
                    by,
                    {**shown, "method": words.clean(row["method"]), "anchor": group.anchor},
                )
    clearest = (
        sorted(won.values(), key=lambda found: -found[0]),
        sorted(lost.values(), key=lambda found: found[0]),
    )
    wins, losses = ([shown for _, shown in found[:EXTREMES]] for found in clearest)
    return wins, losses


def _fastest(rows: Iterable[Row]) -> Row | None:
    """The closed form of a comparison with the largest ratio that says something, if any does."""
    timed = [row for row in rows if row["role"] == "closed form" and compared(row)]
    return max(timed, key=lambda row: row["ratio"], default=None)


def remarks(catalogue: Catalogue, evidence: Evidence) -> list[str]:
    """What a reader should know is missing, a line each."""
    judged = {row["id"] for row in evidence.verdicts}
    others = [
        stray
        for found in strays(catalogue, evidence.verdicts, evidence.timings).values()
        for stray in found
    ]
    strange = sum(stray.verdict is not None for stray in others)
    missing, timed = len(catalogue.claims.keys() - judged), len(others) - strange
    said = [
        *evidence.remarks,
        *(f"{broken.module} can't be read: {broken.error}" for broken in catalogue.broken),
    ]
    if missing:
        said.append(
            f"{missing} of the {len(catalogue.claims)} claims in the catalogue have no verdict here"
        )
    if strange:
        said.append(f"{counted(strange, 'claim')} with a verdict, not in the catalogue")
    if timed:
        said.append(
            f"{counted(timed, 'claim')} with timings, without a verdict here, not in the catalogue"
        )
    return said


def environments(evidence: Evidence) -> dict[str, dict[str, str]]:
    """Where verdicts and timings were found, as title -> setting -> value."""
    measured = {
        str(flat): flat for row in evidence.timings if (flat := _flat(row["environment"] or {}))
    }
    titles = (
        ["Timings"]
        if len(measured) == 1
        else [f"Timings, {i}" for i in range(1, len(measured) + 1)]
    )
    found = {"Verdicts": _flat(evidence.environment)} | dict(
        zip(titles, measured.values(), strict=True)
    )
    return {title: settings for title, settings in found.items() if settings}


def advice(text: Any) -> Markup:
    """One line of a diagnosis, with the TeX that it proposes set as mathematics."""
    parts = re.split(r"(?<!\\); ", words.clean(text))  # TeX has "\;", a space
    return Markup("; ").join(_part(part) if "\\" in part else escape(part) for part in parts)


def _part(part: str) -> Markup:
    head, write, tex = part.rpartition("write ")
    return escape(head + write) + mathml(tex, block=False)


def _flat(settings: Any, prefix: str = "") -> dict[str, str]:
    if not isinstance(settings, Mapping):
        return {prefix: words.clean(settings)}
    flat: dict[str, str] = {}
    for name, value in settings.items():
        flat |= _flat(value, f"{prefix}.{words.clean(name)}" if prefix else words.clean(name))
    return flat
