"""Claims that hold at special sizes alone."""

from closedform.verify.causes.cause import Cause, right
from closedform.verify.causes.evidence import Evidence, refuting
from closedform.verify.causes.hypothesis import Hypothesis, unexplained
from closedform.verify.causes.special import by_luck, changed
from closedform.verify.judging.comparison import Comparison, compare

BATCHES = 64
"""Times that a round of special sizes is drawn, at most."""


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
    share, draws = _share(evidence, c), 0
    for batch in range(BATCHES):
        found = changed(evidence, [c], lambda rng, d: d, batch)
        if not found or not right(compare(evidence.claim, found)) or evidence.clock.over:
            return False
        draws += len(c.sides.draws)
        if not by_luck(draws, share):
            return True
    return False


def _share(evidence: Evidence, c: Comparison) -> float:
    """The share of draws that would refute the claim at these sizes, if nothing about them matters:
    with fewer entries there are fewer that can be wrong."""
    generic = sum(len(other.sides.draws) for other in evidence.generic)
    entries = [_entries(other) for other in evidence.generic]
    if not entries:
        return 0.0
    part = min(1.0, _entries(c) * len(entries) / sum(entries))
    refuted = min(evidence.share, 1 - 1 / (2 * generic))  # by so few draws none is sure to be wrong
    return 1 - (1 - refuted) ** part


def _entries(c: Comparison) -> int:
    """Entries of all arguments at a draw."""
    return sum(a.size for a in c.sides.draws[0].args.values())


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
