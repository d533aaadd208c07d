"""``coverage`` and ``errata``: the sources against the claims."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from closedform.formulas._commands.output import indented, on_one_line, table
from closedform.formulas._kit.catalogue import read
from closedform.formulas._kit.coverage import STATUSES, Covered, Erratum, errata
from closedform.formulas._kit.sources import Slip, citation

Coverage = Mapping[str, Sequence[Covered]]


def totals(found: Coverage) -> Table:
    """One row a source: how many of its rows are registered, tested, not checkable, missing; and
    their sum."""
    shown = table("source", "rows", *STATUSES, right=("rows", *STATUSES))
    lines = [(key, Counter(c.status for c in rows), len(rows)) for key, rows in found.items()]
    everything = sum((counts for _, counts, _ in lines), Counter[str]())
    for key, counts, rows in [*lines, ("all", everything, sum(rows for *_, rows in lines))]:
        shown.add_row(key, str(rows), *(str(counts[status]) for status in STATUSES))
    return shown


def accounted(found: Coverage) -> tuple[int, int]:
    """Rows that are not missing, and all rows."""
    every = [c for rows in found.values() for c in rows]
    return sum(c.status != "missing" for c in every), len(every)


def remarks(found: Coverage) -> Iterator[str]:
    """A paragraph for each status that needs a word: tests by name, reasons, and what is
    missing."""
    for status, told in (
        ("tested", lambda row: row.test),
        ("not checkable", lambda row: row.unchecked),
        ("missing", lambda row: f"{row.kind}: {row.says}"),
    ):
        rows = [c.row for covered in found.values() for c in covered if c.status == status]
        if rows:
            yield "\n".join(
                [
                    f"{status}:",
                    *(f"  {row.id}  {row.place}: {on_one_line(told(row))}" for row in rows),
                ]
            )


def every_row(found: Coverage) -> Table:
    """One row each: its place, how it is met and by which claims."""
    shown = table("row", "place", "kind", "status", "claims")
    for covered in found.values():
        for c in covered:
            shown.add_row(
                c.row.id,
                c.row.place,
                c.row.kind,
                c.status,
                ", ".join(claim.id for claim in c.claims),
            )
    return shown


def coverage_record(found: Coverage) -> dict[str, Any]:
    """Coverage as JSON: for each source its rows, with their status and claims."""
    return {
        key: [
            {**vars(c.row), "status": c.status, "claims": [claim.id for claim in c.claims]}
            for c in covered
        ]
        for key, covered in found.items()
    }


def erratum(found: Erratum) -> str:
    """A misprint in a few lines: what is printed, where, and what is right."""
    right = (
        f"{found.corrected.tex}  ({found.corrected.id})"
        if found.corrected
        else "no claim of the formula says"
    )
    told = {
        "source": citation(found.printed.source) or "not stated",
        "printed": found.printed.tex,
        "corrected": right,
    }
    lines = [f"{word + ':':<10} {on_one_line(text)}" for word, text in told.items()]
    return "\n".join([found.printed.id, *indented(*lines, on_one_line(found.printed.notes))])


def errata_of_file(path: str) -> dict[str, Any]:
    """A file's misprints, as JSON and in words: what a child that imports it is called for."""
    found = errata(read(Path(path)).claims.values())
    return {"records": misprints(found), "words": [*map(erratum, found)]}


def slip(key: str, found: Slip) -> str:
    """A slip of typesetting in one line."""
    row = f" ({found.row})" if found.row else ""
    return on_one_line(f"{key}, {found.place}{row}: {found.printed} -> {found.corrected}")


def misprints(found: Sequence[Erratum]) -> list[dict[str, Any]]:
    """Misprints as JSON."""
    return [
        {
            "id": e.printed.id,
            "source": citation(e.printed.source),
            "printed": e.printed.tex,
            "notes": e.printed.notes,
            "corrected": e.corrected.tex if e.corrected else None,
            "corrected by": e.corrected.id if e.corrected else None,
        }
        for e in found
    ]
