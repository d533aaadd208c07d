"""Timings as a page shows them: charts and tables of one claim, and a map of all claims by size."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from closedform.bench.statistics import median_interval
from closedform.reports import words
from closedform.reports.cells import Row, cells, device, kinds
from closedform.reports.chart import STYLES, Chart, Curve, Point


@dataclass(frozen=True)
class Group:
    """The cells of one claim, in all its forms, in one dtype on one kind of device; smallest
    first."""

    claim: str
    dtype: str
    device: str
    cells: list[list[Row]] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The address of its chart on its formula's page."""
        return words.slug(
            "-".join(["timing", self.claim, self.dtype, self.device]).replace(" ", "-"), 160
        )

    @property
    def title(self) -> str:
        """What its chart shows."""
        return (
            f"{words.clean(self.claim)} in {words.clean(self.dtype)} on {words.clean(self.device)}"
        )


def groups(rows: Iterable[Row]) -> dict[str, list[Group]]:
    """Claim's id without form -> its groups. A cell that doesn't say its device's kind has the one
    that the others say."""
    rows = list(rows)
    known = kinds(rows)
    found: dict[tuple[str, str, str], Group] = {}
    for cell in sorted(cells(rows), key=lambda cell: _entries(cell[0])):
        row = cell[0]
        place = (row["claim"], str(row["dtype"]), device(row, known))
        found.setdefault(place, Group(*place)).cells.append(cell)
    by_claim: dict[str, list[Group]] = {}
    for (claim, *_), group in sorted(found.items()):
        by_claim.setdefault(claim, []).append(group)
    return by_claim


def chart(group: Group) -> Chart:
    """Median time over size, one curve a method that was timed at least once; controls are left
    out."""
    label, size = axis([found[0]["sizes"] for found in group.cells])
    points: dict[str, list[Point]] = {}
    roles: dict[str, str] = {}
    for x, found in zip(size, group.cells, strict=True):
        for row in found:
            if (
                row["role"] == "control"
                or words.absent(row["median"])
                or not 0 < row["median"] < math.inf
            ):
                continue
            low, high = interval(row)
            name = f"{words.sizes(row['sizes'])}: {words.span(row['median'], low, high)}"
            points.setdefault(row["method"], []).append(Point(x, row["median"], low, high, name))
            roles[row["method"]] = row["role"]
    order = sorted(
        points, key=lambda method: (roles[method] != "closed form", method != "closed form", method)
    )
    curves = [
        Curve(name_of(method, roles[method]), points[method], i % STYLES)
        for i, method in enumerate(order)
    ]
    return Chart(group.anchor, f"Time of {group.title}", label, curves)


def lines(group: Group) -> list[dict[str, str]]:
    """A row for each method and size: time with its interval, ratio, compiling, tracing, memory."""
    return [_line(row) for found in group.cells for row in found]


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
    try:
        low, high, _ = (
            median_interval([float(x) for x in samples if x > 0])
            if isinstance(samples, list)
            else (None, None, None)
        )
    except (TypeError, ValueError):
        return None, None
    return low, high


def name_of(method: str, role: str) -> str:
    """A method's name with its part in the comparison."""
    method = words.clean(method)
    if role == "closed form":
        return method if method == "closed form" else f"closed form, {method}"
    return "A/A control" if role == "control" else f"autodiff, {method}"


def outcome(row: Row) -> str:
    """What came of a row, in a word."""
    if row["outcome"] != "ok":
        return words.clean(row["outcome"])
    return words.outcome(row["low"], row["high"]) if row["role"] == "closed form" else "timed"


@dataclass(frozen=True)
class Square:
    """One comparison on the map."""

    word: str
    """wins, ties, loses, or why it is not compared."""
    ratio: str
    """Empty where there is none; there may be one that says nothing, as where the outcome is too
    small."""
    interval: str
    sizes: str
    tone: str
    """Which shade it has; the word says the same."""
    anchor: str
    detail: str


@dataclass(frozen=True)
class Strip:
    """A row of the map: one closed form in one dtype."""

    claim: str
    method: str
    dtype: str
    squares: dict[tuple[str, int], list[Square]]

    @property
    def words(self) -> list[str]:
        """What came of its comparisons, each word once."""
        return list(
            dict.fromkeys(square.word for squares in self.squares.values() for square in squares)
        )


@dataclass(frozen=True)
class Heat:
    """The map: closed forms down, devices and sizes across."""

    columns: list[tuple[str, int]]
    """Device, and the size of two's power that is nearest to the largest dimension."""
    strips: list[Strip]

    @property
    def devices(self) -> list[tuple[str, int]]:
        """Each device with its number of columns."""
        names = [device for device, _ in self.columns]
        return [(name, names.count(name)) for name in dict.fromkeys(names)]

    @property
    def words(self) -> list[str]:
        """What came of any comparison, each word once."""
        return sorted({word for strip in self.strips for word in strip.words})


def heat(found: dict[str, list[Group]]) -> Heat:
    """The map of all groups."""
    strips: dict[tuple[str, str, str], Strip] = {}
    for group, row in _closed(found):
        key = (group.claim, str(row["method"]), group.dtype)
        place = (group.device, _power(row["sizes"]))
        strip = strips.setdefault(
            key, Strip(words.clean(key[0]), words.clean(key[1]), words.clean(key[2]), {})
        )
        strip.squares.setdefault(place, []).append(_square(group, row))
    columns = sorted({place for strip in strips.values() for place in strip.squares})
    return Heat(columns, [strips[key] for key in sorted(strips)])


def _closed(found: dict[str, list[Group]]) -> Iterator[tuple[Group, Row]]:
    for of_claim in found.values():
        for group in of_claim:
            for rows in group.cells:
                yield from ((group, row) for row in rows if row["role"] == "closed form")


def _square(group: Group, row: Row) -> Square:
    word = outcome(row)
    ratio, _, interval = words.ratio(row["ratio"], row["low"], row["high"]).partition(" ")
    shade, detail = tone(word, row["ratio"]), words.clean(row.get("detail"))
    return Square(
        word,
        "" if ratio == "none" else ratio,
        interval,
        words.sizes(row["sizes"]),
        shade,
        group.anchor,
        detail,
    )


def tone(word: str, ratio: float | None) -> str:
    """Shade of a comparison: won or lost by little, by 2, by 10; tied; not compared."""
    if word == "ties":
        return "even"
    if word not in ("wins", "loses") or ratio is None or words.absent(ratio) or ratio <= 0:
        return "none"
    times = max(ratio, 1 / ratio)
    return f"{'win' if word == 'wins' else 'lose'}-{1 + (times >= 2) + (times >= 10)}"


def _line(row: Row) -> dict[str, str]:
    low, high = interval(row)
    shown: dict[str, Any] = {
        "sizes": words.sizes(row["sizes"]),
        "method": name_of(row["method"], row["role"]),
        "outcome": outcome(row),
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


def _power(sizes: dict[str, int]) -> int:
    largest = max((n for n in sizes.values() if isinstance(n, int) and n > 0), default=1)
    return 2 ** round(math.log2(largest))


def _entries(row: Row) -> tuple[float, str]:
    return math.prod(n for n in row["sizes"].values() if isinstance(n, int | float)), words.sizes(
        row["sizes"]
    )
