"""Wrong and missing terms: an edit of the closed form that makes it right, and what is left when
the claim is taken away."""

from closedform.verify.causes.cause import Cause
from closedform.verify.causes.evidence import Evidence
from closedform.verify.causes.hypothesis import Found, Hypothesis, unexplained_array


def _wrong(evidence: Evidence) -> list[Cause]:
    edit = evidence.edited.right
    return [Cause("wrong-term", "one edit makes it right", edit.words)] if edit else []


def _left_out(evidence: Evidence) -> list[Cause]:
    left = evidence.remainder
    if left is None or left.factor is None or (left.term.arrays > 1 and evidence.edited.part):
        return []
    term = left.term.words if left.factor == "1" else f"{left.factor} * {left.term.words}"
    return [Cause("missing-term", f"what is left is {term}", f"add {term}")]


def _partly(evidence: Evidence) -> list[Cause]:
    edited, left = evidence.edited, evidence.remainder
    if edited.part:
        times = "" if edited.factor == "1" else f"{edited.factor} times "
        words = f"left out is {times}the claim with one edit: {edited.part.words}"
        return [Cause("missing-term", words)]
    if left:
        words = f"what is left is a multiple of {left.term.words}, by a number that depends on the "
        return [Cause("missing-term", words + "arguments")]
    return []


def _no_term_yet(evidence: Evidence, found: Found) -> bool:
    beside = {"special-case", "wrong-entries"}
    return not evidence.at_point and all(cause.name in beside for cause in found)


WRONG = Hypothesis(
    name="one constant, sign, operation or operand stands for another",
    causes=("wrong-term",),
    applies=unexplained_array,
    tries=_wrong,
    why="it says what to write, which special cases don't; it takes seconds, so that what is told "
    "from the arrays alone comes before it",
    slow=True,
)
LEFT_OUT = Hypothesis(
    name="what is left is a product of arrays at hand",
    causes=("missing-term",),
    applies=unexplained_array,
    tries=_left_out,
    why="one edit is the shorter explanation, as the claim with an edit is of a term that would be "
    "a product; of what is found where that fails, this alone says what to write",
    slow=True,
)
PARTLY = Hypothesis(
    name="what is left is the claim with one edit, or a multiple of an array at hand",
    causes=("missing-term",),
    applies=_no_term_yet,
    tries=_partly,
    why="it says where a term comes from, but not what to write: when the claim holds, or which "
    "entries are wrong, says more",
    slow=True,
)
