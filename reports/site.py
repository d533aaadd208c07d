"""The pages: self-contained HTML, opened from disk, without scripts or network."""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from formulas import catalogue
from reports import words
from reports.evidence import Evidence
from reports.folder import write
from reports.tables import OUTCOMES, Table, controls, standings

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Made:
    """How a report came about."""

    when: str
    """UTC, ISO 8601."""
    command: str
    """What makes it again."""
    versions: Mapping[str, str]
    """Of what made it."""


def build(folder: Path, evidence: Evidence, tables: Iterable[Table], made: Made, formats: Iterable[str]) -> None:
    """Write the site into a folder: ``index.html``, which links to the tables beside the folder."""
    write(folder / "index.html", page("index.html", **context(evidence, list(tables), made, list(formats))))


def context(evidence: Evidence, tables: list[Table], made: Made, formats: list[str]) -> dict[str, Any]:
    """What the first page shows."""
    by_name = {table.name: table for table in tables}
    overall = by_name["summary"].plain.iloc[-1].to_dict()
    rows = sorted(evidence.verdicts, key=lambda row: row["id"])
    stands = standings(by_name["verdicts"].plain)
    return {
        **by_name,
        "overall": overall,
        "compared": sum(overall[name] for name in OUTCOMES),
        "controls": controls(evidence),
        "tex": _tex(by_name["verdicts"]),
        "unexpected": [row for row, stood in zip(rows, stands, strict=True) if stood == "unexpected"],
        "untimed": [row for row in by_name["timings"].plain.to_dict("records") if row["outcome"] not in OUTCOMES],
        "remarks": [*evidence.remarks, *_remarks(evidence)],
        "origins": evidence.origins,
        "environments": environments(evidence),
        "made": made,
        "formats": formats,
    }


def environments(evidence: Evidence) -> dict[str, dict[str, str]]:
    """Where verdicts and timings were found, as title -> setting -> value."""
    measured = {str(flat): flat for row in evidence.timings if (flat := _flat(row["environment"] or {}))}
    titles = ["Timings"] if len(measured) == 1 else [f"Timings, {i}" for i in range(1, len(measured) + 1)]
    found = {"Verdicts": _flat(evidence.environment)} | dict(zip(titles, measured.values(), strict=True))
    return {title: settings for title, settings in found.items() if settings}


def page(template: str, **data: Any) -> str:
    """A page from a template. All data is escaped."""
    return _environment().get_template(template).render(data)


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["clean"] = words.clean
    return environment


def _tex(verdicts: Table) -> list[str]:
    known = catalogue().claims
    return [words.clean(known[id].tex) if id in known else "" for id in verdicts.plain["claim"]]


def _remarks(evidence: Evidence) -> list[str]:
    known, judged = catalogue(), {row["id"] for row in evidence.verdicts}
    missing, strange = len(known.claims.keys() - judged), len(judged - known.claims.keys())
    remarks = [f"{broken.module} can't be read: {broken.error}" for broken in known.broken]
    if missing:
        remarks.append(f"{missing} of the {len(known.claims)} claims in the catalogue have no verdict here")
    if strange:
        remarks.append(f"{strange} claims have a verdict and are not in the catalogue")
    return remarks


def _flat(settings: Any, prefix: str = "") -> dict[str, str]:
    if not isinstance(settings, Mapping):
        return {prefix: words.clean(settings)}
    flat: dict[str, str] = {}
    for name, value in settings.items():
        flat |= _flat(value, f"{prefix}.{words.clean(name)}" if prefix else words.clean(name))
    return flat
