"""The map of timings: closed forms down, devices and sizes across."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from closedform.reports import words
from closedform.reports.rows.cells import Row, outcome
from closedform.reports.rows.groups import Group

Column = tuple[str, int]
"""Device, and the power of two that is nearest to the largest dimension."""


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
    squares: dict[Column, list[Square]]

    @property
    def words(self) -> list[str]:
        """What came of its comparisons, each word once."""
        squares = [square for found in self.squares.values() for square in found]
        return list(dict.fromkeys(square.word for square in squares))


@dataclass(frozen=True)
class Heat:
    """The map: closed forms down, devices and sizes across."""

    columns: list[Column]
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


def heat(found: Iterable[Group]) -> Heat:
    """The map of all groups."""
    strips: dict[tuple[str, str, str], Strip] = {}
    for group in found:
        for row in group.closed:
            key = (group.claim, str(row["method"]), group.dtype)
            claim, method, dtype = map(words.clean, key)
            strip = strips.setdefault(key, Strip(claim, method, dtype, {}))
            column = (group.device, _power(row["sizes"]))
            strip.squares.setdefault(column, []).append(_square(group, row))
    columns = sorted({place for strip in strips.values() for place in strip.squares})
    return Heat(columns, [strips[key] for key in sorted(strips)])


def tone(word: str, ratio: float | None) -> str:
    """Shade of a comparison: won or lost by little, by 2, by 10; tied; not compared."""
    if word == "ties":
        return "even"
    if word not in ("wins", "loses") or ratio is None or words.absent(ratio) or ratio <= 0:
        return "none"
    times = max(ratio, 1 / ratio)
    return f"{'win' if word == 'wins' else 'lose'}-{1 + (times >= 2) + (times >= 10)}"


def _square(group: Group, row: Row) -> Square:
    word = outcome(row)
    ratio, _, interval = words.ratio(row["ratio"], row["low"], row["high"]).partition(" ")
    return Square(
        word=word,
        ratio="" if ratio == "none" else ratio,
        interval=interval,
        sizes=words.sizes(row["sizes"]),
        tone=tone(word, row["ratio"]),
        anchor=group.anchor,
        detail=words.clean(row.get("detail")),
    )


def _power(sizes: dict[str, int]) -> int:
    largest = max((n for n in sizes.values() if isinstance(n, int) and n > 0), default=1)
    return 2 ** round(math.log2(largest))
