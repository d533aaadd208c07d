"""Entries that stand in another place: reversed along an axis, as where a correlation is taken for
a convolution, or moved on by one, as where indices begin at 0 on one page and at 1 on another."""

from collections.abc import Callable, Iterator

import numpy as np

from closedform.verify.causes.cause import Cause, Leaves, holds
from closedform.verify.causes.evidence import Evidence
from closedform.verify.causes.hypothesis import Hypothesis, unexplained_array
from closedform.verify.judging.sides import Sides

Move = Callable[[np.ndarray], np.ndarray]
"""An array, stacked over draws, with its entries in other places."""


def _moves(ndim: int) -> Iterator[tuple[str, str, Move]]:
    """What is supposed, what to write instead, and the move; of an array with so many axes."""
    for axis in range(ndim):
        along = f" along axis {axis}" if ndim > 1 else ""
        words, write = f"its entries are reversed{along}", f"write jnp.flip(..., {axis})"
        yield words, write, lambda a, axis=axis: np.flip(a, 1 + axis)
    for axis in range(ndim):
        along = f" along axis {axis}" if ndim > 1 else ""
        for shift, way in ((1, "early"), (-1, "late")):
            words = f"its entries come one place too {way}{along}"
            write = f"write jnp.roll(..., {shift}, {axis})"
            yield words, write, lambda a, axis=axis, k=shift: np.roll(a, k, 1 + axis)
    if ndim > 1:
        write = "write jnp.flip(...)"
        yield (
            "its entries are reversed along every axis",
            write,
            lambda a: np.flip(a, tuple(range(1, a.ndim))),
        )


def _tried(evidence: Evidence) -> list[Cause]:
    """The first move, of the arrays that are wrong, that makes the claim right on every draw."""
    wrong, generic = evidence.failing, [c.sides for c in evidence.generic]
    ndims = {sides.claim[k].ndim - 1 for sides in generic for k in wrong}
    if not wrong or len(ndims) != 1:
        return []
    for words, write, move in _moves(*ndims):

        def moved(sides: Sides, leaves: Leaves, move: Move = move) -> Leaves:
            return [move(a) if k in wrong else a for k, a in enumerate(leaves)]

        if holds(evidence.claim, generic, moved) and holds(evidence.claim, evidence.rounds, moved):
            return [Cause("entries-moved", words, write)]
    return []


MOVED = Hypothesis(
    name="its entries stand in other places",
    causes=("entries-moved",),
    applies=unexplained_array,
    tries=_tried,
    why="it costs nothing and says what to write; transposes and other arrangements, which are "
    "commoner, were tried before",
)
