"""How cells are measured, and how a budget is shared out among them."""

from collections.abc import Sequence
from dataclasses import dataclass

from closedform.bench.plan import Cell

LEAST, MOST = 0.25, 2.0
"""Seconds of measuring for a cell: no less, so that there are blocks enough; no more, unless they
are asked for."""
PATIENCE = 4.0
"""Times its share of a budget that a cell may take, or so many seconds, if its claim is to be tried
at larger sizes."""
LIMIT = 120.0
"""Seconds that a cell may take in all, unless the budget is small."""


@dataclass(frozen=True)
class Settings:
    """How cells are measured.

    seconds: of measuring for each cell; seed: of arguments and order; time_limit: seconds that a
    cell may take in all, verifying and compiling included; memory_limit: GiB of resident memory;
    budget: seconds after which no further cell is begun; patience: seconds that a cell may take in
    all, if its claim is to be tried at larger sizes."""

    seconds: float = MOST
    seed: int = 0
    time_limit: float = LIMIT
    memory_limit: float = 8.0
    budget: float = float("inf")
    patience: float = float("inf")


def settings(
    cells: Sequence[Cell], budget: float = float("inf"), seconds: float | None = None, seed: int = 0
) -> Settings:
    """How to measure the cells under a budget: measuring gets its share of it, since other work
    takes longer than that.

    One cell that hangs takes a tenth of the budget at most, so far as that leaves it time enough.
    """
    spread = budget / max(len(cells), 1)
    return Settings(
        seconds=seconds or min(MOST, max(LEAST, spread)),
        seed=seed,
        time_limit=min(LIMIT, max(LIMIT / 4, budget / 10)),
        budget=budget,
        patience=max(PATIENCE, PATIENCE * spread),
    )
