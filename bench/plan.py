"""What is to be timed: cells, and the claims that have no rival."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from closedform.bench import kinds, methods
from closedform.bench import sizes as ladders
from closedform.bench.fingerprint import fingerprint
from closedform.bench.journal import CODE
from closedform.formulas import Claim, InputError

USUAL = 1.5
"""Seconds that a cell of the small ladder usually takes in all."""


@dataclass(frozen=True)
class Cell:
    """One claim, all its forms, at one shape, dtype and device."""

    claim: Claim
    """Any one of its forms."""
    sizes: dict[str, int]
    dtype: str
    device: str
    turn: int = 0
    """When it is measured: all cells of a turn before those of the next."""

    @property
    def name(self) -> str:
        """``least_squares.gradient.x[m=64,n=64]``."""
        return f"{self.claim.stem}[{shape(self.sizes)}]"

    @property
    def title(self) -> str:
        """The name, dtype and device: what tells the cell from all others."""
        return f"{self.name} {self.dtype} {self.device}"

    @cached_property
    def key(self) -> str:
        """The title and a hash of code and versions: what tells whether this very thing was
        measured already."""
        return f"{self.title}{CODE}{fingerprint(methods.forms(self.claim))}"


@dataclass(frozen=True)
class Untimed:
    """A claim that is not timed, and why."""

    claim: str
    reason: str


def shape(sizes: dict[str, int]) -> str:
    """``m=64,n=32``; empty where there are no dimensions."""
    return ",".join(f"{name}={size}" for name, size in sizes.items())


def plan(
    claims: Iterable[Claim],
    spec: str = "small",
    dtype: str = "float64",
    device: str = "cpu",
    budget: float = float("inf"),
) -> tuple[list[Cell], list[Untimed]]:
    """Cells for the claims at the sizes that `spec` asks for (see
    ``closedform.bench.sizes.ladder``), and what is left out.

    The cells' turns see to it that a budget of so many seconds, where it is too small, leaves out
    the largest sizes. Raises InputError for a spec that is none, or a shape that no claim allows.
    """
    ladders.check(spec)
    stems = {claim.stem: claim for claim in claims}
    rungs_of: dict[Claim, list[dict[str, int]]] = {}
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
        rungs_of[claim] = rungs
    if misfit and not any(rungs_of.values()):
        raise misfit
    first = (
        1 if spec == "full" else _affordable([len(rungs) for rungs in rungs_of.values()], budget)
    )
    return [
        Cell(claim, sizes, dtype, device, turn=max(0, rung - first + 1))
        for claim, rungs in rungs_of.items()
        for rung, sizes in enumerate(rungs)
    ], untimed


def _affordable(lengths: list[int], budget: float) -> int:
    """How many sizes of every claim the budget is likely to reach, at least 1, where claims have so
    many sizes."""
    reached = (
        n
        for n in range(max(lengths, default=1), 0, -1)
        if USUAL * sum(min(n, of) for of in lengths) <= budget
    )
    return next(reached, 1)


def why_not(claim: Claim) -> str | None:
    """Why a claim is not timed; None where it is."""
    if claim.as_printed:
        return "a misprint, kept as printed"
    if kinds.timed(claim) is None:
        return "no autodiff rival"
    return None if methods.forms(claim) else "autodiff is inside the claim"
