"""Scales from values to pixels, and the values that are named along them."""

import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LEAST = math.ulp(0.0)
"""The smallest number above 0."""
SPANNED = 4
"""How many times its least value the greatest of a scale is, from which it is logarithmic."""
STEPS = ((1,), (1, 2, 5), (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8))
"""Values within a power of ten that may be named. Of the last, two lie in any span of 5/3."""
MOST = 8
"""Values that are named along a scale, at most."""


@dataclass(frozen=True)
class Scale:
    """A scale from values to pixels."""

    least: float
    most: float
    start: float
    """Where the least value lies (px)."""
    end: float
    """Where the greatest value lies (px)."""
    logarithmic: bool = True

    def __call__(self, value: float) -> float:
        """Where a value lies (px)."""
        if self.most == self.least:
            return (self.start + self.end) / 2
        if self.logarithmic:
            least, most, value = (math.log(x) for x in (self.least, self.most, value))
        else:
            least, most = self.least, self.most
        part = (value - least) / (most - least)
        return round(self.start + part * (self.end - self.start), 1)


def around(
    values: Sequence[float], margin: float, start: float, end: float, always: bool = False
) -> Scale:
    """A scale that holds the values with a margin (factor) at both ends; logarithmic where they
    span it, or `always`."""
    least, most = min(values), max(values)
    logarithmic = always or most >= SPANNED * least
    if logarithmic:
        ends = max(least / margin, LEAST), min(most * margin, sys.float_info.max)
    else:
        room = (most - least or most) * (margin - 1)
        ends = max(least - room, 0.0), most + room
    return Scale(*ends, start, end, logarithmic)


def levels(scale: Scale) -> list[float]:
    """Round values along a scale: of a logarithmic one powers of ten; where fewer than two lie
    there, twos and fives too, or finer steps."""
    if not scale.logarithmic:
        return _even(scale)
    decades = range(math.floor(math.log10(scale.least)), math.ceil(math.log10(scale.most)) + 1)
    powers = [float(f"1e{k}") for k in decades]
    every = [[step * power for power in powers for step in steps] for steps in STEPS]
    choices = [
        [value for value in values if scale.least <= value <= scale.most] for values in every
    ]
    found = next((choice for choice in choices if len(choice) >= 2), choices[-1])
    return found[:: max(1, -(-len(found) // MOST))]


def named(
    values: Iterable[float], scale: Scale, width: float, character: float, gap: float
) -> list[tuple[float, str]]:
    """Places and names of sizes on the axis: those measured, but for any whose name would touch the
    one before.

    Args:
        values: the sizes.
        scale: where they lie.
        width: of the whole (px); character: of a digit (px); gap: the least between two names (px).
    """
    kept, end = [], -math.inf
    for value in sorted(set(values)):
        name = f"{value:g}" if value < 1e6 else f"{value:.3g}"
        half = len(name) * character / 2
        at = round(min(scale(value), width - half), 1)
        if at - half >= end + gap:
            kept.append((at, name))
            end = at + half
    return kept


def _even(scale: Scale) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten, as many as fit."""
    span = scale.most - scale.least
    power = 10.0 ** math.floor(math.log10(span / MOST))
    step = next(power * s for s in (1, 2, 5, 10, 20) if span / (power * s) <= MOST)
    first, last = math.ceil(scale.least / step), math.floor(scale.most / step)
    return [round(k * step, 12) for k in range(first, last + 1)]
