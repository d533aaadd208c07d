"""The pages: one folder, opened from disk, without server or network; every page can be read
without its script."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from closedform.bench.rows import COLUMNS as TIMING_COLUMNS
from closedform.bench.rows import OUTCOMES as ENDINGS
from closedform.formulas import KINDS
from closedform.formulas._kit.coverage import STATUSES as STATES
from closedform.reports import assets
from closedform.reports.folder import write
from closedform.reports.pages import chart, sources, timing
from closedform.reports.pages.entries import Entry, entries
from closedform.reports.pages.handbook import handbook
from closedform.reports.pages.heat import heat
from closedform.reports.pages.machine import environments, measured, noise
from closedform.reports.pages.overview import overview, remarks
from closedform.reports.pages.untimed import untimed
from closedform.reports.rendering import render
from closedform.reports.rows.changes import Changes
from closedform.reports.rows.groups import Group
from closedform.reports.rows.run import Run
from closedform.reports.tables.table import Table
from closedform.verify.rows import COLUMNS as VERDICT_COLUMNS
from closedform.verify.rows import STATUSES

FOLDERS = ("formulas", "sources", "charts", "assets")
"""Of the site, beside its pages and tables."""


@dataclass(frozen=True)
class Made:
    """How a report came about."""

    when: str
    """UTC, ISO 8601."""
    command: str
    """What makes it again."""
    versions: Mapping[str, str]
    """Of what made it."""


@dataclass(frozen=True)
class Site:
    """The folder of the pages, and what each of them says at its foot."""

    folder: Path
    common: Mapping[str, Any]

    def put(self, path: str, template: str, **data: Any) -> None:
        """Write one page."""
        root = "../" if "/" in path else ""
        write(self.folder / path, render(template, root=root, page=path, **self.common, **data))


def build(
    folder: Path,
    run: Run,
    tables: Iterable[Table],
    made: Made,
    formats: Iterable[str],
    changes: Changes | None = None,
) -> None:
    """Write the site into an empty folder. Its tables are to be written by the caller, into
    ``tables/`` there."""
    for name in FOLDERS:
        (folder / name).mkdir()
    site = Site(folder, {"made": made, "origins": run.evidence.origins})
    found = entries(run)
    groups = [group for of_claim in run.groups.values() for group in of_claim]
    summary = overview(found, list(tables), run) | {"places": addresses(found)}
    site.put(
        "index.html",
        "index.html",
        entries=found,
        sections=handbook(found),
        remarks=remarks(run),
        changes=changes,
        **summary,
    )
    site.put(
        "timings.html",
        "timings.html",
        heat=heat(groups),
        untimed=untimed(run.evidence),
        formats=list(formats),
        **summary,
    )
    _method(site)
    _machine(site, run)
    _sources(site, found)
    _formulas(site, found, groups)
    _assets(folder / "assets")


def addresses(found: Iterable[Entry]) -> dict[str, str]:
    """Where each claim, and each chart, is shown: id, id without form, or chart's anchor -> address
    from the site's root.

    Where every form of a claim has a name, the id without form leads to the first.
    """
    claims = [(claim, f"formulas/{entry.slug}.html#") for entry in found for claim in entry.claims]
    stems = {claim.stem: page + claim.anchor for claim, page in reversed(claims)}
    ids = {claim.id: page + claim.anchor for claim, page in claims}
    timed = [(s, f"formulas/{entry.slug}.html#") for entry in found for s in entry.statements]
    charts = {g.anchor: page + g.anchor for statement, page in timed for g in statement.groups}
    return stems | ids | charts


def _method(site: Site) -> None:
    site.put(
        "method.html",
        "method.html",
        statuses=STATUSES,
        endings=ENDINGS,
        kinds={name: kind.returns for name, kind in KINDS.items()},
        columns={"verdict": VERDICT_COLUMNS, "timing": TIMING_COLUMNS},
    )


def _machine(site: Site, run: Run) -> None:
    site.put(
        "machine.html",
        "machine.html",
        environments=environments(run.evidence),
        measured=measured(run.evidence.limits),
        noise=noise(run.evidence.timings),
    )


def _sources(site: Site, found: list[Entry]) -> None:
    cited = sources.pages(found)
    site.put("sources.html", "sources.html", sources=cited, states=STATES)
    site.put("errata.html", "errata.html", sources=cited)
    for source in cited:
        site.put(f"sources/{source.slug}.html", "source.html", source=source, states=STATES)


def _formulas(site: Site, found: list[Entry], groups: list[Group]) -> None:
    ratios = {group.anchor: timing.ratios(group) for group in groups}
    seconds = {group.anchor: timing.times(group) for group in groups}
    parts = {
        "ratios": ratios,
        "seconds": seconds,
        "draw": chart.svg,
        "lines": timing.lines,
        "commands": timing.commands,
    }
    for entry in found:
        site.put(f"formulas/{entry.slug}.html", "formula.html", entry=entry, **parts)
    for group in groups:
        for name, drawn in (("ratio", ratios[group.anchor]), ("time", seconds[group.anchor])):
            if drawn.drawn:
                drawing = chart.svg(drawn, alone=True)
                write(site.folder / "charts" / f"{group.file}-{name}.svg", drawing)


def _assets(folder: Path) -> None:
    write(folder / "style.css", assets.style())
    write(folder / "site.js", assets.script())
    write(folder / "OFL.txt", assets.LICENCE.read_text(encoding="utf-8"))
