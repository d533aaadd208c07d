"""A contradiction between autodiff and the values, looked at again before it counts.

Differences whose steps reach over a kink contradict an autodiff that is right. So the draw is asked
again, by the program at hand, along other tangents and with steps so small that a kink off the
draw is out of reach.
"""

import numpy as np

from closedform.verify.draws.sizes import Round
from closedform.verify.judging.sides import Sides
from closedform.verify.judging.voices import bent, estimate, kinked, largest, values_say
from closedform.verify.oracles.differences import steady

REACH = {1: (2.0**-6, 2.0**-12), 2: (2.0**-3, 2.0**-6), 3: (2.0**-2, 2.0**-4)}
"""Order of the derivative -> what steps are multiplied by: rounding lets higher orders reach less
far down."""
MOST = 16
"""Draws of a round that are looked at again, at most."""


def contradicted(sides: Sides, order: int, least: np.ndarray) -> tuple[list[int], list[int]]:
    """Draws at which the values contradict autodiff for good; and those of them at which the
    function has no derivative, which decide nothing.

    Args:
        least: for each draw, what autodiff and the values may differ by all the same. Both are then
            what rounding leaves of zero, as where a softmax is saturated.
    """
    said, seen = values_say(sides, order)[0], estimate(sides, order)
    apart = np.max([largest(sides.predicted[name] - seen.value) for name in sides.modes], axis=0)
    nothing = apart <= least
    if order == 1:
        nothing &= ~bent(sides)
    said = np.where(nothing, 0, said)
    confirmed, without = [], []
    for d in map(int, np.flatnonzero(said < 0)[:MOST]):
        answers = [_again(sides, d, reach) for reach in REACH[order]]
        votes = np.concatenate([_votes(again, order) for again in answers])
        kink = order == 1 and all(bool(kinked(again).all()) for again in answers)
        if kink or ((votes < 0).any() and not (votes > 0).any()):
            confirmed.append(d)
        if kink:
            without.append(d)
    return confirmed, without


def _votes(again: Sides, order: int) -> np.ndarray:
    """What the values say of autodiff, where they come to a limit."""
    assert again.observed is not None
    return np.where(steady(again.observed, again.step, order), values_say(again, order)[0], 0)


def _again(sides: Sides, d: int, reach: float) -> Sides:
    """The draw alone, as often as the program takes draws, each time along other tangents."""
    assert sides.program is not None
    count, seed = len(sides.draws), sides.round.seeds[d]
    seeds = tuple(seed + k + 1 for k in range(count))
    again = Round(sides.round.name, sides.round.sizes, seeds, sort=sides.round.sort)
    return sides.program.run(again, [sides.draws[d]] * count, reach)
