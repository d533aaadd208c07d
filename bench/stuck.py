"""Claims that are not tried at further sizes: too large, too slow, or wrong at a smaller one."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from closedform.bench.plan import shape
from closedform.bench.rows import Timing

STUCK = {
    "timeout": "it ran out of time",
    "oom": "it ran out of memory",
    "too large": "it was too large",
    "wrong": "it is wrong",
}
"""Outcomes of all forms of a claim after which it is not tried at larger sizes -> why."""


def stuck_by(rows: Iterable[Timing]) -> str | None:
    """Why a claim with these rows is not tried at larger sizes; None where it is."""
    outcomes = {row.outcome for row in rows if row.role == "closed form"}
    if not outcomes or not outcomes <= STUCK.keys():
        return None
    return " or ".join(STUCK[outcome] for outcome in sorted(outcomes))


@dataclass
class Stuck:
    """What was learnt of claims so far.

    patience: seconds that a cell may take in all, if its claim is to be tried at larger sizes; at:
    claim -> entries in the sizes from which on it is not tried, and why."""

    patience: float = math.inf
    at: dict[str, tuple[int, str]] = field(default_factory=dict)

    def learn(
        self,
        claim: str,
        sizes: Mapping[str, int],
        rows: Iterable[Timing],
        seconds: float | None = None,
    ) -> None:
        """Have the claim stuck from these sizes on if none of its closed forms could be timed, for
        a reason that holds for larger ones too, or if it took too long."""
        if why := stuck_by(rows):
            self.stick(claim, sizes, why)
        elif seconds is not None and seconds > self.patience:
            entries = math.prod(sizes.values())
            self._from(entries + 1, claim, f"{shape(sizes)} took {seconds:.0f} s in all")

    def stick(self, claim: str, sizes: Mapping[str, int], why: str) -> None:
        """Have the claim stuck from these sizes on."""
        self._from(math.prod(sizes.values()), claim, f"{why} at {shape(sizes)}")

    def why(self, claim: str, sizes: Mapping[str, int]) -> str | None:
        """Why the claim is not tried at these sizes; None where it is."""
        entries, why = self.at.get(claim, (math.inf, ""))
        return why if math.prod(sizes.values()) >= entries else None

    def _from(self, entries: int, claim: str, why: str) -> None:
        if entries < self.at.get(claim, (math.inf, ""))[0]:
            self.at[claim] = entries, why
