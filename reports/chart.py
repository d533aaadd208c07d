"""Charts as SVG: time over size, both on logarithmic scales, with intervals. Made to be read in a page and put in a paper."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reports import words
from reports.rendering import render

WIDTH, HEIGHT = 640, 340
LEFT, RIGHT, TOP, BOTTOM = 66, 12, 12, 46
"""Margins around the area of the curves (px)."""
STYLES = 6
"""Looks of a curve that templates know: colour, dashes and marker together, so that none is told by colour alone."""


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
        ends = [f"{c.name}: {words.seconds(c.points[0].y)} to {words.seconds(c.points[-1].y)}" for c in self.curves]
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
        part = math.log(value / self.least) / math.log(self.most / self.least)
        return round(self.start + part * (self.end - self.start), 1)


def svg(chart: Chart, alone: bool = False) -> Markup:
    """The chart as an SVG element; `alone`, as a file of its own. Empty where it has no points."""
    curves = [curve for curve in chart.curves if curve.points]
    if not curves:
        return Markup("")
    points = [point for curve in curves for point in curve.points]
    x = Scale(*_ends([p.x for p in points], 1.15), LEFT, WIDTH - RIGHT)
    y = Scale(*_ends([t for p in points for t in (p.y, p.low or p.y, p.high or p.y)], 1.3), HEIGHT - BOTTOM, TOP)
    drawn = [(curve, [(p, x(p.x), y(p.y), y(p.low or p.y), y(p.high or p.y)) for p in curve.points]) for curve in curves]
    frame = {"width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "top": TOP, "bottom": HEIGHT - BOTTOM}
    ticks = {"x": [(x(v), f"{v:g}") for v in named(p.x for p in points)], "y": [(y(v), words.seconds(v)) for v in levels(y)]}
    return Markup(render("chart.svg", chart=chart, curves=drawn, alone=alone, frame=frame, ticks=ticks))


def levels(scale: Scale) -> list[float]:
    """Round values along a scale: powers of ten, with twos and fives where there are few."""
    first, last = math.floor(math.log10(scale.least)), math.ceil(math.log10(scale.most))
    decades = range(first, last + 1)
    for steps in ((1,), (1, 3), (1, 2, 5)):
        found = [step * 10.0**k for k in decades for step in steps if scale.least <= step * 10.0**k <= scale.most]
        if len(found) >= 3:
            break
    return found[:: max(1, -(-len(found) // 8))]


def named(values: Iterable[float]) -> list[float]:
    """Sizes to be named on the axis: those measured, but for any too near the one before."""
    kept: list[float] = []
    for value in sorted(set(values)):
        if not kept or value >= kept[-1] * 1.2:
            kept.append(value)
    return kept


def _ends(values: Sequence[float], margin: float) -> tuple[float, float]:
    return min(values) / margin, max(values) * margin
