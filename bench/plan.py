"""What is to be timed: cells, and the claims that have no rival."""

from collections.abc import Iterable
from dataclasses import dataclass

from bench import sizes as ladders
from formulas import Claim, InputError

TIMED = ("gradient", "jacobian", "hessian", "hvp", "differential", "pullback", "derivative")
"""Kinds of claim that autodiff gives too."""


@dataclass(frozen=True)
class Cell:
    """One claim, all its forms, at one shape, dtype and device."""

    claim: Claim
    """Any one of its forms."""
    sizes: dict[str, int]
    dtype: str
    device: str

    @property
    def name(self) -> str:
        """``least_squares.gradient.x[m=64,n=64]``."""
        return f"{self.claim.stem}[{shape(self.sizes)}]"

    @property
    def key(self) -> str:
        """The name, dtype and device: what tells the cell from all others."""
        return f"{self.name} {self.dtype} {self.device}"


@dataclass(frozen=True)
class Untimed:
    """A claim that is not timed, and why."""

    claim: str
    reason: str


def shape(sizes: dict[str, int]) -> str:
    """``m=64,n=32``; empty where there are no dimensions."""
    return ",".join(f"{name}={size}" for name, size in sizes.items())


def plan(
    claims: Iterable[Claim], spec: str = "small", dtype: str = "float64", device: str = "cpu"
) -> tuple[list[Cell], list[Untimed]]:
    """Cells for the claims at the sizes that `spec` asks for (see ``bench.sizes.ladder``), and what is left out.

    Raises InputError for a spec that is none, or a shape that no claim allows.
    """
    ladders.check(spec)
    stems = {claim.stem: claim for claim in claims}
    cells, untimed, misfit = [], [], None
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
        cells += [Cell(claim, sizes, dtype, device) for sizes in rungs]
    if misfit and not cells:
        raise misfit
    return cells, untimed


def why_not(claim: Claim) -> str | None:
    """Why a claim is not timed; None where it is."""
    if claim.as_printed:
        return "a misprint, kept as printed"
    return None if claim.kind in TIMED else "no autodiff rival"
