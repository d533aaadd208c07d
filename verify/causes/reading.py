"""The array that a claim returned, read in another way, up to a factor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from closedform.formulas import Claim
from closedform.verify.causes import factors
from closedform.verify.causes.cause import Cause, Leaves, holds, pairs
from closedform.verify.causes.factors import Named, Seen, numbers_of
from closedform.verify.judging.sides import Sides

One = Callable[[Claim, Sides, np.ndarray], "np.ndarray | None"]
"""An array (stacked over draws) read in another way; None where that makes no sense."""


@dataclass(frozen=True)
class Reading:
    """A way to read, the cause it amounts to if it is the right one (empty: as it stands), and what
    to write instead ({} is the claim)."""

    cause: str
    words: str
    instead: str
    read: One

    def leaves(self, claim: Claim, sides: Sides, which: Sequence[int]) -> Leaves | None:
        """The claim's arrays, those of `which` read so; None where some can't be."""
        changed = list(sides.claim)
        for k in which:
            read = self.read(claim, sides, changed[k])
            if read is None or read.shape != changed[k].shape:
                return None
            changed[k] = read
        return changed


@dataclass(frozen=True)
class _Round:
    """A round's arrays as they are read, and at each draw the factor they then lack."""

    sides: Sides
    leaves: Leaves
    factors: list[float]

    def seen(self) -> list[Seen]:
        """The factors, each with what it could be made of."""
        return [
            Seen(self.sides.round.sizes, c, numbers_of(self.sides, d))
            for d, c in enumerate(self.factors)
        ]

    def scaled(self, which: Sequence[int]) -> Leaves:
        """The arrays times the factors, at the draws and at their perturbed copies."""
        copies = len(self.leaves[0]) // len(self.sides.draws)
        c = np.nan_to_num(np.tile(self.factors, copies), nan=1.0)
        return [
            a * c.reshape(-1, *(1,) * (a.ndim - 1)) if k in which else a
            for k, a in enumerate(self.leaves)
        ]


def fits(
    claim: Claim, rounds: Sequence[Sides], which: Sequence[int], reading: Reading
) -> Cause | None:
    """The cause that the reading amounts to, if with one factor it makes the claim right."""
    read: dict[int, _Round] = {}
    for sides in rounds:
        leaves = reading.leaves(claim, sides, which)
        if leaves is None:
            return None
        lacking = factors.between(pairs(claim, sides, leaves, which))
        if lacking is None:
            return None
        read[id(sides)] = _Round(sides, leaves, lacking)
    factor = factors.name([seen for r in read.values() for seen in r.seen()])
    if factor is None or (reading.cause == "" and factor.words == "1"):
        return None
    # A factor made of the arguments is another one at their perturbed copies: there, that it fits
    # entry by entry and can be named is the test.
    if factor.of_arguments or holds(claim, rounds, lambda s, _: read[id(s)].scaled(which)):
        return _cause(claim, reading, factor)
    return None


def _cause(claim: Claim, reading: Reading, factor: Named) -> Cause:
    body, words = claim.tex or "what it returns", factor.words
    if reading.cause == "" and words == "-1":
        return Cause("sign", "it is the negative of the right value", f"write -({body})")
    if reading.cause == "":
        return Cause("scaled", f"the right value is {words} times it", f"write {words} ({body})")
    also = {"1": "", "-1": ", and negative"}.get(words, f", times {words}")
    times = {"1": "", "-1": "-"}.get(words, f"{words} ")
    is_sum = " + " in reading.instead or " - " in reading.instead
    instead = f"({reading.instead})" if times and is_sum else reading.instead
    return Cause(reading.cause, reading.words + also, f"write {times}{instead.format(body)}")
