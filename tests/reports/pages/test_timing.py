"""The chart and the table of one claim's timings."""

import pytest

from closedform.reports.pages import timing
from closedform.reports.rows.groups import groups as grouped


def groups(*cells):
    return grouped([row for rows in cells for row in rows])


def test_a_chart_has_a_curve_a_method_and_no_control(cell):
    [group] = groups(cell(n=64), cell(n=16))["made_up.gradient.x"]
    chart = timing.times(group)
    assert [curve.name for curve in chart.curves] == [
        "closed form",
        "autodiff, forward",
        "autodiff, reverse",
    ]
    assert [[point.x for point in curve.points] for curve in chart.curves] == [[16, 64]] * 3
    assert chart.x_label == "size of m"


def test_the_chart_of_ratios_is_of_closed_forms_with_their_paired_intervals(cell, too_small):
    [group] = groups(cell(n=16), cell(n=64), too_small(n=256))["made_up.gradient.x"]
    chart = timing.ratios(group)
    [curve] = chart.curves
    assert [(p.x, p.y, p.low, p.high) for p in curve.points] == [
        (16, 2.31, 2.25, 2.36),
        (64, 2.31, 2.25, 2.36),
    ]
    assert chart.drawn
    assert chart.measure.base == (1.0, "autodiff")


def test_one_size_is_no_chart(cell):
    [group] = groups(cell(n=16))["made_up.gradient.x"]
    assert not timing.ratios(group).drawn
    assert not timing.times(group).drawn


def test_an_autodiff_mode_faster_than_the_one_chosen_is_said_to_be(cell):
    rows = cell(n=16)
    rows[2] |= {"ratio": 1.2, "low": 1.1, "high": 1.3}
    [group] = groups(rows)["made_up.gradient.x"]
    assert [line["outcome"] for line in timing.lines(group)][:3] == [
        "wins",
        "timed",
        "faster than the reference",
    ]


@pytest.mark.parametrize(
    ("sizes", "label", "places"),
    [
        ([{"m": 16, "n": 4}, {"m": 64, "n": 4}], "size of m", [16, 64]),
        ([{"m": 16, "n": 16}, {"m": 64, "n": 64}], "m = n", [16, 64]),
        ([{"m": 16, "n": 17}, {"m": 64, "n": 65}], "largest size", [17, 65]),
        ([{"m": 16, "n": 64}, {"m": 64, "n": 16}], "product of all sizes", [1024, 1024]),
        ([{}], "largest size", [1]),
    ],
)
def test_a_chart_is_over_what_varies(sizes, label, places):
    assert timing.axis(sizes) == (label, places)


def test_an_interval_needs_six_samples(cell):
    row = cell()[0]
    assert timing.interval(row | {"samples": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]}) == (1.0, 6.0)
    for samples in ([1.0] * 5, None, "text", ["a"] * 9, []):
        assert timing.interval(row | {"samples": samples}) == (None, None)


def test_lines_say_what_each_method_took(cell):
    rows = cell(compile_seconds=0.5, trace_seconds=0.01, peak_bytes=3 * 2**20, samples=[1e-5] * 9)
    closed, reverse, *_ = timing.lines(*groups(rows)["made_up.gradient.x"])
    assert closed == {
        "sizes": "m=16, n=4",
        "method": "closed form",
        "outcome": "wins",
        "time": "10.00 [10.00, 10.00] \u00b5s",
        "ratio": "2.31 [2.25, 2.36]",
        "compile": "500 ms",
        "trace": "10 ms",
        "memory": "3 MiB",
        "device": "none",
    }
    assert (reverse["method"], reverse["ratio"], reverse["memory"]) == (
        "autodiff, reverse",
        "1, the reference",
        "none",
    )
