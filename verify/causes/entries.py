"""Some entries wrong, the same ones at every draw."""

from collections.abc import Callable, Sequence

import numpy as np

from closedform.verify.causes.cause import Cause
from closedform.verify.causes.evidence import Evidence, refuting
from closedform.verify.causes.hypothesis import Found, Hypothesis

MASKS: dict[str, Callable[[tuple[int, int]], np.ndarray]] = {
    "those on the diagonal": lambda shape: np.eye(*shape, dtype=bool),
    "those off the diagonal": lambda shape: ~np.eye(*shape, dtype=bool),
    "those above the diagonal": lambda shape: np.triu(np.ones(shape, bool), 1),
    "those below the diagonal": lambda shape: np.tril(np.ones(shape, bool), -1),
}
"""Entries of a matrix, in words."""


def _tried(evidence: Evidence) -> list[Cause]:
    if len(evidence.failing) != 1:
        return []
    patterns = _patterns(evidence, evidence.failing[0])
    if not patterns or any(p.all() or not p.any() for p in patterns):
        return []
    return [Cause("wrong-entries", f"wrong are {_words(patterns)}; the others are right")]


def _patterns(evidence: Evidence, k: int) -> list[np.ndarray]:
    """For each round of generic sizes that refutes, which entries of the k-th array are wrong;
    nothing where they are others from draw to draw, where one draw alone refutes, or where the
    entries that are right are zero."""
    patterns, seen = [], 0
    for c in evidence.generic:
        at = refuting(c)
        wrong = c.shares[k][at] > 1
        if not at or wrong[0].size < 2:
            continue
        pattern, seen = wrong.any(axis=0), seen + len(at)
        others = np.abs(c.want[k][c.defined][:, ~pattern])
        if (pattern & (2 * wrong.sum(axis=0) <= len(at))).any() or not others.max(initial=0.0) > 0:
            return []
        patterns.append(pattern)
    return patterns if seen > 1 else []


def _words(patterns: Sequence[np.ndarray]) -> str:
    if all(p.ndim == 2 for p in patterns):
        for words, mask in MASKS.items():
            if all(not (p & ~mask(p.shape)).any() for p in patterns):
                return words
        for axis, word in ((1, "row"), (0, "column")):
            lines = {tuple(map(int, np.flatnonzero(p.any(axis=axis)))) for p in patterns}
            if all(len(line) == 1 for line in lines):
                number = min(lines)[0] if len(lines) == 1 else "last"
                return f"those of one {word} (number {number})"
    first = patterns[0]
    places = ", ".join(str([int(i) for i in at]) for at in np.argwhere(first)[:3])
    return f"{int(first.sum())} of {first.size}, as {places}"


def _applies(evidence: Evidence, found: Found) -> bool:
    whole = {"wrong-term", "special-case", "missing-term"}
    return not evidence.at_point and all(cause.name in whole for cause in found)


SOME = Hypothesis(
    name="some entries are wrong, the same ones at every draw",
    causes=("wrong-entries",),
    applies=_applies,
    tries=_tried,
    why="it says where to look, beside a term that explains it or a case in which it holds; alone "
    "it is better than nothing",
)
