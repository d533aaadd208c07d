"""Cells before they are finished: how a child is asked for one, and its rows where it never is."""

import dataclasses
import shlex
from typing import Any

from closedform.bench.events import Asked
from closedform.bench.plan import Cell, shape
from closedform.bench.rows import Timing
from closedform.bench.settings import Settings


def asked(cell: Cell, settings: Settings, kept: dict[str, str | None]) -> dict[str, Any]:
    """The cell as a child is asked for it, which need not measure again what has one of the hashes
    that are kept."""
    claim = cell.claim
    found = Asked(
        title=cell.title,
        origin=claim.origin or "",
        claim=claim.id,
        stem=claim.stem,
        sizes=cell.sizes,
        command=command(cell, settings),
        kept=kept,
    )
    return dataclasses.asdict(found)


def failed(cell: Cell, outcome: str, detail: str | None, settings: Settings) -> list[Timing]:
    """Rows of a cell that was not finished, one for each closed form."""
    again = command(cell, settings)
    return [
        Timing(
            **cell.fields,
            method=method,
            role="closed form",
            outcome=outcome,
            detail=detail,
            command=again,
        )
        for method in cell.methods
    ]


def skipped(cell: Cell, why: str, settings: Settings) -> list[Timing]:
    """Rows of a cell that was not attempted, and why."""
    detail = f"not attempted: {why}; to measure it all the same, name the size"
    return failed(cell, "skipped", detail, settings)


def command(cell: Cell, settings: Settings) -> str:
    """The command that measures the cell again."""
    origin = cell.claim.origin or ""
    target = origin if origin.endswith(".py") else cell.claim.stem
    words = ["closedform", "bench", target, "--dtype", cell.dtype, "--device", cell.device]
    sizes = ["--sizes", shape(cell.sizes)] if cell.sizes else []
    how = ["--seconds", f"{settings.seconds:.3g}", "--seed", str(settings.seed)]
    return shlex.join([*words, *sizes, *how])
