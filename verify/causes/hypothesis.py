"""A hypothesis about a refuted claim: in what way it may be wrong, and the experiment that
tells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from closedform.verify.causes.cause import Cause
from closedform.verify.causes.evidence import Evidence

Found = Sequence[Cause]
"""Causes that hypotheses further up in the table have found."""


@dataclass(frozen=True)
class Hypothesis:
    """One way in which a claim may be wrong.

    Attributes:
        name: what is supposed, in words.
        causes: the causes that it may name.
        applies: whether to try it, by the evidence and by what is found already.
        tries: the experiment: causes that fit, best first.
        why: why it stands where it stands in the table.
        final: whether a cause it finds explains all there is, so that nothing else is looked for.
        slow: whether it takes seconds.
    """

    name: str
    causes: tuple[str, ...]
    applies: Callable[[Evidence, Found], bool]
    tries: Callable[[Evidence], list[Cause]]
    why: str
    final: bool = False
    slow: bool = False


def always(evidence: Evidence, found: Found) -> bool:
    """Whatever is found already."""
    return True


def unexplained(evidence: Evidence, found: Found) -> bool:
    """Nothing is found yet."""
    return not found


def unexplained_array(evidence: Evidence, found: Found) -> bool:
    """Nothing is found yet, and what the claim returns is compared entry by entry."""
    return not found and not evidence.at_point
