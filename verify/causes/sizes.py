"""Claims that hold at special sizes alone."""

from closedform.verify.causes.cause import Cause, right
from closedform.verify.causes.evidence import Evidence, refuting
from closedform.verify.causes.hypothesis import Hypothesis, unexplained
from closedform.verify.causes.special import by_luck, changed
from closedform.verify.judging.comparison import Comparison, compare

HALF = 0.5
"""Share of draws at which a claim that is wrong may be right at a small size: where there is but
one entry, a branch or a sign is right as often as not."""


def _tried(evidence: Evidence) -> list[Cause]:
    wrong = [c.sides.round.sizes for c in evidence.comparisons if refuting(c)]
    right_there = [c for c in evidence.comparisons if _holds(evidence, c)]
    held = [c.sides.round.sizes for c in right_there]
    if not wrong or not held:
        return []
    equal = any(_equal(sizes) for sizes in held) and not any(_equal(sizes) for sizes in wrong)
    if equal:
        return [Cause("special-case", f"it holds when all sizes are equal ({', '.join(held[0])})")]
    for name in held[0]:
        if all(sizes[name] == 1 for sizes in held) and all(sizes[name] > 1 for sizes in wrong):
            return [Cause("special-case", f"it holds when {name} = 1")]
    return []


def _holds(evidence: Evidence, c: Comparison) -> bool:
    """Whether the claim is right at these sizes, at as many draws as rule luck out."""
    draws, batch = 0, 0
    while by_luck(draws, HALF):
        found = changed(evidence, [c], lambda rng, d: d, batch)
        if not found or not right(compare(evidence.claim, found)):
            return False
        draws, batch = draws + len(c.sides.draws), batch + 1
    return True


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
