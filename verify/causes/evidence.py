"""What there is to go by in looking for the cause of a refutation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from closedform.formulas import Claim
from closedform.verify.causes import edits, remainders
from closedform.verify.causes.cause import failing
from closedform.verify.causes.clock import Clock
from closedform.verify.causes.edits import Edited
from closedform.verify.causes.looks import Looks
from closedform.verify.causes.remainders import Remainder
from closedform.verify.judging.comparison import Comparison
from closedform.verify.judging.sides import Sides


@dataclass(frozen=True)
class Evidence:
    """A refuted claim, and the comparisons that refute it.

    Attributes:
        comparisons: those with a draw at which formula and autodiff are finite.
        same_at_50_digits: whether claim and autodiff are the same there; None where that is not
            known.
        clock: how long there is to look.
    """

    claim: Claim
    comparisons: Sequence[Comparison]
    same_at_50_digits: bool | None = None
    clock: Clock = field(default_factory=Clock)

    @property
    def at_point(self) -> bool:
        """Whether what is compared is a gradient at the point that the claim returns."""
        return self.claim.kind.point

    @cached_property
    def rounds(self) -> list[Sides]:
        """What the programs computed."""
        return [c.sides for c in self.comparisons]

    @cached_property
    def generic(self) -> list[Comparison]:
        """Rounds in which no dimension is 1: there, fewer forms fall together."""
        return [c for c in self.comparisons if 1 not in c.sides.round.sizes.values()]

    @cached_property
    def failing(self) -> list[int]:
        """The claim's arrays that are wrong on some draw."""
        return failing(self.comparisons)

    @cached_property
    def share(self) -> float:
        """Part of the generic draws that refute the claim."""
        defined = sum(int(c.defined.sum()) for c in self.generic)
        return sum(len(refuting(c)) for c in self.generic) / max(defined, 1)

    @cached_property
    def looks(self) -> Looks | None:
        """Draws of the closed form's program, taken apart; None where that can't be done."""
        if self.at_point:
            return None
        places = [(c.sides, refuting(c)) for c in self.generic]
        return Looks.at(self.claim, places, self.comparisons, self.failing)

    @cached_property
    def edited(self) -> Edited:
        """What one edit of the closed form does."""
        return edits.search(self.looks, self.clock) if self.looks else Edited()

    @cached_property
    def remainder(self) -> Remainder | None:
        """What is left when the claim is taken away."""
        return remainders.search(self.looks, self.clock) if self.looks else None


def refuting(c: Comparison) -> list[int]:
    """The draws that refute the claim, the most clearly wrong first."""
    worst = np.nan_to_num(c.worst, nan=0.0, posinf=np.inf)
    return [int(d) for d in np.argsort(-worst, kind="stable") if worst[d] > 1]
