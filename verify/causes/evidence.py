"""What there is to go by in looking for the cause of a refutation."""

from dataclasses import dataclass
from functools import cached_property

from closedform.formulas import Claim
from closedform.verify.causes import edits, remainders
from closedform.verify.causes.cause import failing
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
        same_at_50_digits: whether claim and autodiff are the same there, where that is known.
    """

    claim: Claim
    comparisons: list[Comparison]
    same_at_50_digits: bool = False

    @property
    def at_point(self) -> bool:
        """Whether what is compared is a gradient at the point that the claim returns."""
        return self.claim.kind.point

    @cached_property
    def rounds(self) -> list[Sides]:
        """What the programs computed."""
        return [c.sides for c in self.comparisons]

    @cached_property
    def generic(self) -> list[Sides]:
        """Rounds in which no dimension is 1: there, fewer forms fall together."""
        return [s for s in self.rounds if 1 not in s.round.sizes.values()]

    @cached_property
    def failing(self) -> list[int]:
        """The claim's arrays that are wrong on some draw."""
        return failing(self.comparisons)

    @cached_property
    def looks(self) -> Looks | None:
        """A few draws of the closed form's program, taken apart; None where that can't be done."""
        return None if self.at_point else Looks.at(self.claim, self.generic, self.failing)

    @cached_property
    def edited(self) -> Edited:
        """What one edit of the closed form does."""
        return edits.search(self.looks) if self.looks else Edited()

    @cached_property
    def remainder(self) -> Remainder | None:
        """What is left when the claim is taken away."""
        return remainders.search(self.looks) if self.looks else None
