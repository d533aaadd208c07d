"""Timings as a formula's page shows them: the chart and the table of one group."""

import math
from collections.abc import Callable, Sequence
from typing import Any

from closedform.bench.statistics import median_interval
from closedform.reports import words
from closedform.reports.pages.chart import RATIO, STYLES, TIME, Chart, Curve, Measure, Point
from closedform.reports.pages.ratios import outpaced
from closedform.reports.rows.cells import Row, compared, outcome
from closedform.reports.rows.groups import Group


def times(group: Group) -> Chart:
    """Median time over size, one curve a method that was timed at least once; controls are left
    out."""
    return _chart(group, TIME, "time", _has_time, _time)


def ratios(group: Group) -> Chart:
    """The closed forms' ratio against autodiff over size, paired block by block, where it says
    something."""
    return _chart(group, RATIO, "ratio", _has_ratio, _ratio)


def _chart(
    group: Group,
    measure: Measure,
    name: str,
    shown: Callable[[Row], bool],
    point: Callable[[float, Row], Point],
) -> Chart:
    label, size = axis([found[0]["sizes"] for found in group.cells])
    points: dict[tuple[str, str], list[Point]] = {}
    for x, found in zip(size, group.cells, strict=True):
        for row in filter(shown, found):
            points.setdefault((row["method"], row["role"]), []).append(point(x, row))
    curves = [
        Curve(name_of(*key), points[key], i % STYLES)
        for i, key in enumerate(sorted(points, key=_closed_forms_first))
    ]
    title = f"{measure.name} of {group.title}"
    return Chart(f"{group.anchor}-{name}", title, label, curves, measure)


def _has_time(row: Row) -> bool:
    return row["role"] != "control" and _above_zero(row["median"])


def _has_ratio(row: Row) -> bool:
    ends = (row["ratio"], row["low"], row["high"])
    return row["role"] == "closed form" and compared(row) and all(map(_above_zero, ends))


def _above_zero(value: float | None) -> bool:
    return value is not None and 0 < value < math.inf


def _time(x: float, row: Row) -> Point:
    low, high = interval(row)
    name = f"{words.sizes(row['sizes'])}: {words.span(row['median'], low, high)}"
    return Point(x, row["median"], low, high, name)


def _ratio(x: float, row: Row) -> Point:
    low, high = row["low"], row["high"]
    name = f"{words.sizes(row['sizes'])}: {words.ratio(row['ratio'], low, high)}"
    return Point(x, row["ratio"], low, high, name)


def _closed_forms_first(curve: tuple[str, str]) -> tuple[bool, bool, str]:
    method, role = curve
    return role != "closed form", method != "closed form", method


def lines(group: Group) -> list[dict[str, str]]:
    """A row for each method and size: time with its interval, ratio, compiling, tracing, memory."""
    return [_line(row) for found in group.cells for row in found]


def commands(group: Group) -> list[tuple[str, str]]:
    """The commands that measure a group's cells again, by size."""
    first = [rows[0] for rows in group.cells]
    found = [(words.sizes(row["sizes"]), words.clean(row.get("command"))) for row in first]
    return [(sizes, command) for sizes, command in found if command]


def axis(sizes: Sequence[dict[str, int]]) -> tuple[str, list[float]]:
    """What a chart is over, and where each shape lies: the one size that varies, else the largest,
    else all multiplied."""
    names = list(sizes[0]) if sizes and all(list(s) == list(sizes[0]) for s in sizes) else []
    varying = [name for name in names if len({s[name] for s in sizes}) > 1]
    if len(varying) == 1:
        return f"size of {words.clean(varying[0])}", [s[varying[0]] for s in sizes]
    if names and all(len(set(s.values())) == 1 for s in sizes):
        return " = ".join(map(words.clean, names)), [s[names[0]] for s in sizes]
    largest = [float(max(s.values(), default=1)) for s in sizes]
    if len(set(largest)) == len({tuple(s.items()) for s in sizes}):
        return "largest size", largest
    return "product of all sizes", [float(math.prod(s.values())) for s in sizes]


def interval(row: Row) -> tuple[float | None, float | None]:
    """The 95% interval of the median of a row's samples (s); none for fewer than 6."""
    samples = row.get("samples")
    if not isinstance(samples, list):
        return None, None
    try:
        low, high, _ = median_interval([float(x) for x in samples if x > 0])
    except (TypeError, ValueError, OverflowError):  # what a journal holds may be anything
        return None, None
    return low, high


def name_of(method: str, role: str) -> str:
    """A method's name with its part in the comparison."""
    method = words.clean(method)
    if role == "closed form":
        return method if method == "closed form" else f"closed form, {method}"
    return "A/A control" if role == "control" else f"autodiff, {method}"


def _line(row: Row) -> dict[str, str]:
    low, high = interval(row)
    shown: dict[str, Any] = {
        "sizes": words.sizes(row["sizes"]),
        "method": name_of(row["method"], row["role"]),
        "outcome": "faster than the reference" if outpaced([row]) else outcome(row),
        "time": words.span(row["median"], low, high),
        "ratio": words.ratio(row["ratio"], row["low"], row["high"]),
        "compile": words.seconds(row.get("compile_seconds")),
        "trace": words.seconds(row.get("trace_seconds")),
        "memory": words.size_in_bytes(row.get("peak_bytes")),
        "device": words.seconds(row.get("device_seconds")),
    }
    if row["method"] == row.get("reference"):
        shown["ratio"] = "1, the reference"
    return shown
