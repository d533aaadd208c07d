"""The map of timings by size."""

import math

import pytest

from closedform.reports.pages import heat
from closedform.reports.rows.groups import groups


@pytest.mark.parametrize(
    ("word", "ratio", "tone"),
    [
        ("wins", 1.5, "win-1"),
        ("wins", 2.0, "win-2"),
        ("wins", 10.0, "win-3"),
        ("loses", 0.9, "lose-1"),
        ("loses", 0.4, "lose-2"),
        ("loses", 0.1, "lose-3"),
        ("ties", 3.0, "even"),
        ("timeout", None, "none"),
        ("wins", math.nan, "none"),
    ],
)
def test_shades_follow_the_ratio(word, ratio, tone):
    assert heat.tone(word, ratio) == tone


def test_the_map_has_a_column_a_size_on_each_device(cell):
    graphics = [row | {"device": "gpu"} for row in cell(n=60)]
    rows = [*cell(n=16), *cell(n=17), *cell(n=64), *graphics]
    [of_claim] = groups(rows).values()
    found = heat.heat(of_claim)
    assert found.columns == [("cpu", 16), ("cpu", 64), ("gpu (cpu)", 64)]
    assert found.devices == [("cpu", 2), ("gpu (cpu)", 1)]
    [strip] = found.strips
    shared = [len(strip.squares[column]) for column in found.columns]
    assert shared == [2, 1, 1]  # 16 and 17 share a column
    assert strip.squares["cpu", 64][0].ratio == "2.31"
