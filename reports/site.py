"""The pages: one folder, opened from disk, without server or network; every page can be read
without its script."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from closedform.bench.rows import COLUMNS as TIMING_COLUMNS
from closedform.bench.rows import OUTCOMES as ENDINGS
from closedform.formulas import KINDS, Catalogue
from closedform.reports import assets, chart, sources, timing, words
from closedform.reports.cells import compared
from closedform.reports.changes import Changes
from closedform.reports.entries import Entry, entries
from closedform.reports.evidence import Evidence, Row
from closedform.reports.folder import write
from closedform.reports.rendering import render
from closedform.reports.summary import advice, environments, overview, remarks
from closedform.reports.tables import Table, controls
from closedform.verify.rows import COLUMNS as VERDICT_COLUMNS
from closedform.verify.rows import STATUSES

HERE, ABOVE = "", "../"
"""From a page to the site's root."""


@dataclass(frozen=True)
class Made:
    """How a report came about."""

    when: str
    """UTC, ISO 8601."""
    command: str
    """What makes it again."""
    versions: Mapping[str, str]
    """Of what made it."""


def build(
    folder: Path,
    evidence: Evidence,
    tables: Iterable[Table],
    made: Made,
    formats: Iterable[str],
    catalogue: Catalogue,
    changes: Changes | None = None,
) -> None:
    """Write the site into an empty folder. Its tables are to be written by the caller, into
    ``tables/`` there."""
    found = entries(catalogue, evidence)
    groups = timing.groups(evidence.timings)
    places = addresses(found)
    common = {"made": made, "origins": evidence.origins}
    charts = {
        group.anchor: timing.chart(group) for of_claim in groups.values() for group in of_claim
    }
    cited = sources.pages(found)
    parts = {"draw": chart.svg, "lines": timing.lines, "commands": _commands, "advice": advice}

    def put(path: str, template: str, **data: Any) -> None:
        write(
            folder / path,
            render(template, root=ABOVE if "/" in path else HERE, page=path, **common, **data),
        )

    for name in ("formulas", "sources", "charts", "assets"):
        (folder / name).mkdir()
    shown = overview(found, list(tables), evidence)
    first = {
        "entries": found,
        "remarks": remarks(catalogue, evidence),
        "changes": changes,
        "formats": list(formats),
    }
    put("index.html", "index.html", places=places, **first, **shown)
    put(
        "timings.html",
        "timings.html",
        heat=timing.heat(groups),
        places=places,
        untimed=untimed(evidence),
        **shown,
    )
    put("sources.html", "sources.html", sources=cited, states=sources.STATES)
    columns = {"verdict": VERDICT_COLUMNS, "timing": TIMING_COLUMNS}
    put(
        "method.html",
        "method.html",
        statuses=STATUSES,
        endings=ENDINGS,
        kinds={name: kind.returns for name, kind in KINDS.items()},
        columns=columns,
    )
    put(
        "machine.html",
        "machine.html",
        environments=environments(evidence),
        controls=controls(evidence),
    )
    for entry in found:
        put(f"formulas/{entry.slug}.html", "formula.html", entry=entry, charts=charts, **parts)
    for source in cited:
        put(f"sources/{source.slug}.html", "source.html", source=source, states=sources.STATES)
    for anchor, drawn in charts.items():
        if drawing := chart.svg(drawn, alone=True):
            write(folder / "charts" / f"{anchor}.svg", drawing)
    write(folder / "assets" / "style.css", assets.style())
    write(folder / "assets" / "site.js", assets.script())
    write(folder / "assets" / "OFL.txt", assets.LICENCE.read_text(encoding="utf-8"))


def addresses(found: Iterable[Entry]) -> dict[str, str]:
    """Where each claim, and each chart, is shown: id, id without form, or chart's anchor -> address
    from the site's root.

    Where every form of a claim has a name, the id without form leads to the first.
    """
    claims = [(claim, f"formulas/{entry.slug}.html#") for entry in found for claim in entry.claims]
    stems = {claim.stem: page + claim.anchor for claim, page in reversed(claims)}
    ids = {claim.id: page + claim.anchor for claim, page in claims}
    return (
        stems
        | ids
        | {group.anchor: page + group.anchor for claim, page in claims for group in claim.groups}
    )


def untimed(evidence: Evidence) -> list[Row]:
    """Closed forms that were to be compared and were not, as they stand in the journal."""
    rows = [row for row in evidence.timings if row["role"] == "closed form" and not compared(row)]
    return [
        {
            "claim": row["claim"],
            "sizes": words.sizes(row["sizes"]),
            "dtype": row["dtype"],
            **_ending(row),
        }
        for row in rows
    ]


def _ending(row: Row) -> dict[str, str]:
    return {"outcome": timing.outcome(row), "detail": words.clean(row["detail"])}


def _commands(group: timing.Group) -> list[tuple[str, str]]:
    """The commands that measure a group's cells again, by size."""
    first = [
        (words.sizes(rows[0]["sizes"]), words.clean(rows[0].get("command"))) for rows in group.cells
    ]
    return [(sizes, command) for sizes, command in first if command]
