"""Claims that hold at generic points of small sizes, and fail elsewhere."""

from collections.abc import Sequence

import numpy as np

from closedform.verify.causes.cause import Cause
from closedform.verify.draws.special import words
from closedform.verify.judging.comparison import Comparison

SPECIAL = ("corner", "wide")


def elsewhere(comparisons: Sequence[Comparison]) -> list[Cause]:
    """Where a claim fails, if it holds at every generic draw of small sizes; else nothing."""
    sorts = {c.sides.round.sort for c in comparisons if (c.worst > 1).any()}
    if not sorts or sorts - {"long", *SPECIAL}:
        return []
    special = [c for c in comparisons if c.sides.round.sort in SPECIAL and (c.worst > 1).any()]
    if special:
        d = int(np.nanargmax(special[0].worst))
        where = words(special[0].sides.round.sort, d)
        return [Cause("special-case", f"it holds at generic points, and not where {where}")]
    small = [c for c in comparisons if c.sides.round.sort != "long"]
    largest = max((n for c in small for n in c.sides.round.sizes.values()), default=1)
    wrong = next(c.sides.round.sizes for c in comparisons if (c.worst > 1).any())
    sizes = ", ".join(f"{d} = {n}" for d, n in wrong.items())
    return [Cause("special-case", f"it holds at sizes up to {largest}, and not at {sizes}")]
