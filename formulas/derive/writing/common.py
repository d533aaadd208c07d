"""A common part of summands, and what is left of them without it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from closedform.formulas.derive.writing.summands import Summand
from closedform.formulas.derive.writing.sums import as_link, content


@dataclass(frozen=True)
class Common:
    """A part that some summands have in common.

    Attributes:
        gain: how much less there is to read without its repetitions.
        members: which summands have it; rest: each of them without it.
        back: the summand that has the part, from the sum of what was left as a list.
    """

    gain: float
    members: tuple[int, ...]
    rest: tuple[Summand, ...]
    back: Callable[[list[Summand]], Summand]


def grouped(keys: Sequence[tuple[Hashable, int]]) -> dict[Hashable, list[int]]:
    """The summands (indices) that have each key, of keys that more than one has."""
    groups: dict[Hashable, list[int]] = {}
    for key, n in keys:
        groups.setdefault(key, []).append(n)
    return {key: ns for key, ns in groups.items() if len(set(ns)) > 1}


def one_summand(inner: list[Summand]) -> Summand:
    """A sum of chains as one summand."""
    if len(inner) == 1:
        return inner[0]
    c, rest = content(inner)
    return Summand(c, (), (as_link(rest),))
