"""Claims that hold at special sizes alone."""

import numpy as np

from closedform.verify.causes.cause import Cause, right
from closedform.verify.causes.evidence import Evidence
from closedform.verify.causes.hypothesis import Hypothesis, unexplained


def _tried(evidence: Evidence) -> list[Cause]:
    wrong = [c.sides.round.sizes for c in evidence.comparisons if np.nanmax(c.worst) > 1]
    held = [c.sides.round.sizes for c in evidence.comparisons if right([c])]
    if not wrong or not held:
        return []
    equal = any(_equal(sizes) for sizes in held) and not any(_equal(sizes) for sizes in wrong)
    if equal:
        return [Cause("special-case", f"it holds when all sizes are equal ({', '.join(held[0])})")]
    for name in held[0]:
        if all(sizes[name] == 1 for sizes in held) and all(sizes[name] > 1 for sizes in wrong):
            return [Cause("special-case", f"it holds when {name} = 1")]
    return []


def _equal(sizes: dict[str, int]) -> bool:
    return len(sizes) > 1 and len(set(sizes.values())) == 1


SPECIAL = Hypothesis(
    name="it holds at special sizes",
    causes=("special-case",),
    applies=unexplained,
    tries=_tried,
    why="few draws are of special sizes, and almost any slip is right where a size is 1: it is "
    "said only where nothing else is",
)
