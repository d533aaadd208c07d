"""A cause, and the test that it has to pass: what it says, done to the claim, makes the claim
right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from closedform.formulas import Claim
from closedform.verify import kinds
from closedform.verify.judging.comparison import Comparison, compare
from closedform.verify.judging.sides import Sides

CLOSE = 1e-7
"""Relative difference at which a derived quantity (a factor, a term left out) counts as another
one."""

Leaves = list[np.ndarray]


@dataclass(frozen=True)
class Cause:
    """Why a claim is wrong.

    Attributes:
        name: one word for it, by which causes are counted.
        words: what was found, in a line.
        instead: what to write instead, where it is known.
    """

    name: str
    words: str
    instead: str | None = None

    def __str__(self) -> str:
        """``sign: it is the negative; write -(...)``."""
        return f"{self.name}: {self.words}" + (f"; {self.instead}" if self.instead else "")


def holds(
    claim: Claim, rounds: Sequence[Sides], change: Callable[[Sides, Leaves], Leaves | None]
) -> bool:
    """Whether the claim, its arrays changed so, is right on every draw, and not because everything
    there is zero."""
    changed = []
    for sides in rounds:
        leaves = change(sides, sides.claim)
        if leaves is None or any(
            a.shape != b.shape for a, b in zip(leaves, sides.claim, strict=True)
        ):
            return False
        changed.append(replace(sides, claim=leaves))
    return right(compare(claim, changed))


def right(comparisons: Sequence[Comparison]) -> bool:
    """Whether every defined draw lies within its tolerance, and some value is not zero."""
    defined = [c for c in comparisons if c.defined.any()]
    if not defined or not any(
        np.abs(w[c.defined]).max(initial=0.0) > 0 for c in defined for w in c.want
    ):
        return False
    return all(np.nanmax(c.worst) <= 1 for c in defined)


def failing(comparisons: Sequence[Comparison]) -> list[int]:
    """The claim's arrays that are wrong on some draw."""
    count = len(comparisons[0].got)
    return [
        k
        for k in range(count)
        if any(
            np.nanmax(c.shares[k][c.defined], initial=0.0) > 1
            for c in comparisons
            if c.defined.any()
        )
    ]


def pairs(
    claim: Claim, sides: Sides, leaves: Leaves, which: Sequence[int]
) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each draw, (claimed, wanted) as vectors: the failing arrays, along the claim's
    directions, end to end."""
    n = len(sides.draws)
    got, want = (kinds.of(claim).reduced(sides.frame, a) for a in (leaves, sides.judge))
    return [
        tuple(np.concatenate([a[k][d].reshape(-1) for k in which]) for a in (got, want))
        for d in range(n)
    ]  # type: ignore[misc]
