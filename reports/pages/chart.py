"""Charts as SVG: time over size, both on logarithmic scales, with intervals. Made to be read in a
page and put in a paper."""

import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from closedform.reports import words
from closedform.reports.rendering import render

WIDTH, HEIGHT = 640, 340
LEFT, RIGHT, TOP, BOTTOM = 80, 12, 12, 46
"""Margins around the area of the curves (px)."""
STYLES = 6
"""Looks of a curve that templates know: colour, dashes and marker together, so that none is told by
colour alone."""
CHARACTER, GAP = 10.6, 6
"""Width of a digit, and the least space between two names (px), where the chart is narrowest:
letters are largest there."""
LONGEST = 24
"""Characters of a curve's name up to which two names share a line."""
LEAST = math.ulp(0.0)
"""The smallest number above 0."""
MARGINS = {"x": 1.15, "y": 1.3}
"""How far a scale goes on, at both its ends, beyond the values (factor)."""
STEPS = ((1,), (1, 2, 5), (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8))
"""Values within a power of ten that may be named. Of the last, two lie in any span of 5/3, and
time's is 1.3^2 at least."""


@dataclass(frozen=True)
class Point:
    """One measurement."""

    x: float
    """Size (count)."""
    y: float
    """Median time (s)."""
    low: float | None = None
    high: float | None = None
    """Ends of the median's interval (s)."""
    label: str = ""


@dataclass(frozen=True)
class Curve:
    """The measurements of one method, by size."""

    name: str
    points: Sequence[Point]
    look: int = 0
    """Which of the STYLES."""


@dataclass(frozen=True)
class Chart:
    """A chart in words; `svg` draws it."""

    anchor: str
    title: str
    x_label: str
    curves: Sequence[Curve]

    @property
    def summary(self) -> str:
        """What the chart shows, for those who can't see it."""
        ends = [
            f"{c.name}: {words.seconds(c.points[0].y)} to {words.seconds(c.points[-1].y)}"
            for c in self.curves
        ]
        return f"Time over {self.x_label}, both on logarithmic scales. " + "; ".join(ends)


@dataclass(frozen=True)
class Scale:
    """A logarithmic scale from values to pixels."""

    least: float
    most: float
    start: float
    """Where the least value lies (px)."""
    end: float
    """Where the greatest value lies (px)."""

    def __call__(self, value: float) -> float:
        """Where a value lies (px)."""
        if self.most == self.least:
            return (self.start + self.end) / 2
        least, most = math.log(self.least), math.log(self.most)
        part = (math.log(value) - least) / (most - least)
        return round(self.start + part * (self.end - self.start), 1)


def svg(chart: Chart, alone: bool = False) -> Markup:
    """The chart as an SVG element; `alone`, as a file of its own. Empty where it has no points."""
    curves = [curve for curve in chart.curves if curve.points]
    if not curves:
        return Markup("")
    points = [point for curve in curves for point in curve.points]
    x = Scale(*_ends([p.x for p in points], MARGINS["x"]), LEFT, WIDTH - RIGHT)
    y = Scale(
        *_ends([t for p in points for t in (p.y, p.low or p.y, p.high or p.y)], MARGINS["y"]),
        HEIGHT - BOTTOM,
        TOP,
    )
    drawn = [
        (curve, [(p, x(p.x), y(p.y), y(p.low or p.y), y(p.high or p.y)) for p in curve.points])
        for curve in curves
    ]
    frame = {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "top": TOP,
        "bottom": HEIGHT - BOTTOM,
    }
    ticks = {
        "x": named((p.x for p in points), x),
        "y": [(y(v), words.seconds(v)) for v in levels(y)],
    }
    columns = 2 if all(len(curve.name) <= LONGEST for curve in curves) else 1
    return Markup(
        render(
            "chart.svg",
            chart=chart,
            curves=drawn,
            alone=alone,
            frame=frame,
            ticks=ticks,
            columns=columns,
        )
    )


def levels(scale: Scale) -> list[float]:
    """Round values along a scale: powers of ten; where fewer than two lie there, twos and fives
    too, or finer steps."""
    decades = range(math.floor(math.log10(scale.least)), math.ceil(math.log10(scale.most)) + 1)
    powers = [float(f"1e{k}") for k in decades]
    every = [[step * power for power in powers for step in steps] for steps in STEPS]
    choices = [
        [value for value in values if scale.least <= value <= scale.most] for values in every
    ]
    found = next((choice for choice in choices if len(choice) >= 2), choices[-1])
    return found[:: max(1, -(-len(found) // 8))]


def named(values: Iterable[float], scale: Scale) -> list[tuple[float, str]]:
    """Places and names of sizes on the axis: those measured, but for any whose name would touch the
    one before."""
    kept, end = [], -math.inf
    for value in sorted(set(values)):
        name = f"{value:g}" if value < 1e6 else f"{value:.3g}"
        half = len(name) * CHARACTER / 2
        at = round(min(scale(value), WIDTH - half), 1)
        if at - half >= end + GAP:
            kept.append((at, name))
            end = at + half
    return kept


def _ends(values: Sequence[float], margin: float) -> tuple[float, float]:
    return max(min(values) / margin, LEAST), min(max(values) * margin, sys.float_info.max)
