"""What is to be timed: cells, and the claims that have no rival."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from closedform.bench import kinds
from closedform.bench import sizes as ladders
from closedform.formulas import Claim, InputError


@dataclass(frozen=True)
class Cell:
    """One claim, all its forms, at one shape, dtype and device."""

    claim: Claim
    """Any one of its forms."""
    sizes: dict[str, int]
    dtype: str
    device: str
    turn: tuple[int, int] = (0, 0)
    """When it is measured: cells of the smallest sizes first, and of these one of each formula
    before a second of any."""

    @property
    def name(self) -> str:
        """``least_squares.gradient.x[m=64,n=64]``."""
        return f"{self.claim.stem}[{shape(self.sizes)}]"

    @property
    def title(self) -> str:
        """The name, dtype and device: what tells the cell from all others."""
        return f"{self.name} {self.dtype} {self.device}"

    @property
    def fields(self) -> dict[str, Any]:
        """What all rows of the cell share, as far as that is known without a device."""
        return {
            "claim": self.claim.stem,
            "formula": self.claim.formula.name,
            "kind": self.claim.kind.name,
            "wrt": list(self.claim.wrt),
            "sizes": self.sizes,
            "dtype": self.dtype,
            "device": self.device,
            "device_kind": None,
        }


@dataclass(frozen=True)
class Untimed:
    """A claim that is not timed, and why."""

    claim: str
    reason: str


def shape(sizes: Mapping[str, int]) -> str:
    """``m=64,n=32``; empty where there are no dimensions."""
    return ",".join(f"{name}={size}" for name, size in sizes.items())


def plan(
    claims: Iterable[Claim], spec: str = "small", dtype: str = "float64", device: str = "cpu"
) -> tuple[list[Cell], list[Untimed]]:
    """Cells for the claims at the sizes that `spec` asks for (see
    ``closedform.bench.sizes.ladder``), and what is left out.

    Raises InputError for a spec that is none, or a shape that no claim allows.
    """
    ladders.check(spec)
    stems = {claim.stem: claim for claim in claims}
    cells: list[Cell] = []
    untimed, misfit = [], None
    for stem, claim in stems.items():
        if reason := why_not(claim):
            untimed.append(Untimed(stem, reason))
            continue
        try:
            rungs = ladders.ladder(claim, spec)
        except InputError as error:
            misfit, rungs = error, []
        if not rungs:
            untimed.append(Untimed(stem, "no such size is legal"))
        cells += [Cell(claim, sizes, dtype, device, (k, 0)) for k, sizes in enumerate(rungs)]
    if misfit and not cells:
        raise misfit
    return in_turn(cells), untimed


def in_turn(cells: Iterable[Cell]) -> list[Cell]:
    """The cells with their turns, by the place of their sizes on the claim's ladder."""
    seen: Counter[tuple[str, int]] = Counter()
    found = []
    for cell in cells:
        of_formula = (cell.claim.formula.name, cell.turn[0])
        found.append(replace(cell, turn=(cell.turn[0], seen[of_formula])))
        seen[of_formula] += 1
    return found


def why_not(claim: Claim) -> str | None:
    """Why a claim is not timed; None where it is."""
    if claim.as_printed:
        return "a misprint, kept as printed"
    return None if kinds.timed(claim) else "no autodiff rival"
