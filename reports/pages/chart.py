"""Charts as SVG: figures over size, with intervals. Made to be read in a page and put in a
paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from closedform.reports import words
from closedform.reports.pages.scale import Scale, around, levels, named
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
MARGINS = {"x": 1.15, "y": 1.3}
"""How far a scale goes on, at both its ends, beyond the values (factor)."""


@dataclass(frozen=True)
class Point:
    """One measurement."""

    x: float
    """Size (count)."""
    y: float
    """What was measured, in the chart's unit."""
    low: float | None = None
    high: float | None = None
    """Ends of its interval."""
    label: str = ""


@dataclass(frozen=True)
class Curve:
    """The measurements of one method, by size."""

    name: str
    points: Sequence[Point]
    look: int = 0
    """Which of the STYLES."""


@dataclass(frozen=True)
class Measure:
    """What a chart shows over size."""

    name: str
    said: Callable[[float], str]
    """A value in words."""
    base: tuple[float, str] | None = None
    """A value that all are held against, and its name."""
    logarithmic: bool = False
    """Whether the scale is so even where the values don't span it."""


TIME = Measure("Time", words.seconds, logarithmic=True)
RATIO = Measure("Ratio against autodiff", lambda value: f"{value:.3g}", (1.0, "autodiff"))


@dataclass(frozen=True)
class Chart:
    """A chart in words; `svg` draws it."""

    anchor: str
    title: str
    x_label: str
    curves: Sequence[Curve]
    measure: Measure = TIME

    @property
    def drawn(self) -> bool:
        """Whether there is something to see: a curve of more than one size."""
        return any(len({point.x for point in curve.points}) > 1 for curve in self.curves)

    @property
    def summary(self) -> str:
        """What the chart shows, for those who can't see it."""
        said = self.measure.said
        ends = [f"{c.name}: {said(c.points[0].y)} to {said(c.points[-1].y)}" for c in self.curves]
        return f"{self.measure.name} over {self.x_label}. " + "; ".join(ends)


def svg(chart: Chart, alone: bool = False) -> Markup:
    """The chart as an SVG element; `alone`, as a file of its own. Empty where it has no points."""
    curves = [curve for curve in chart.curves if curve.points]
    if not curves:
        return Markup("")
    x, y = _scales(chart, [point for curve in curves for point in curve.points])
    frame = {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "top": TOP,
        "bottom": HEIGHT - BOTTOM,
    }
    sizes = [point.x for curve in curves for point in curve.points]
    base = chart.measure.base
    return Markup(
        render(
            "chart.svg",
            chart=chart,
            curves=[(curve, [_placed(p, x, y) for p in curve.points]) for curve in curves],
            alone=alone,
            frame=frame,
            ticks={
                "x": named(sizes, x, WIDTH, CHARACTER, GAP),
                "y": [(y(value), chart.measure.said(value)) for value in levels(y)],
            },
            base=base and (y(base[0]), base[1]),
            columns=2 if all(len(curve.name) <= LONGEST for curve in curves) else 1,
        )
    )


def _scales(chart: Chart, points: Sequence[Point]) -> tuple[Scale, Scale]:
    values = [t for p in points for t in (p.y, p.low or p.y, p.high or p.y)]
    if chart.measure.base:
        values.append(chart.measure.base[0])
    across = around([p.x for p in points], MARGINS["x"], LEFT, WIDTH - RIGHT)
    up = around(values, MARGINS["y"], HEIGHT - BOTTOM, TOP, chart.measure.logarithmic)
    return across, up


def _placed(p: Point, x: Scale, y: Scale) -> tuple[Point, float, float, float, float]:
    return p, x(p.x), y(p.y), y(p.low or p.y), y(p.high or p.y)
