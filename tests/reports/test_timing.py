"""Timings as charts, and as a map by size."""

import itertools
import math
from xml.etree import ElementTree

import pytest

from closedform.reports import timing, words
from closedform.reports.chart import CHARACTER, MARGINS, Chart, Curve, Point, levels, named, svg
from closedform.reports.chart import Scale as Logarithmic


def groups(*cells):
    return timing.groups([row for rows in cells for row in rows])


def test_a_chart_has_a_curve_a_method_and_no_control(cell):
    [group] = groups(cell(n=64), cell(n=16))["made_up.gradient.x"]
    chart = timing.chart(group)
    assert [curve.name for curve in chart.curves] == [
        "closed form",
        "autodiff, forward",
        "autodiff, reverse",
    ]
    assert [[point.x for point in curve.points] for curve in chart.curves] == [[16, 64]] * 3
    assert chart.x_label == "size of m"


def test_dtypes_and_devices_have_charts_of_their_own(cell):
    single = [row | {"dtype": "float32"} for row in cell()]
    graphics = [row | {"device": "gpu", "device_kind": "a card"} for row in cell()]
    found = groups(cell(), single, graphics)["made_up.gradient.x"]
    assert [(group.dtype, group.device) for group in found] == [
        ("float32", "cpu"),
        ("float64", "cpu"),
        ("float64", "gpu (a card)"),
    ]
    assert len({group.anchor for group in found}) == 3


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
    assert timing.tone(word, ratio) == tone


def test_the_map_has_a_column_a_size_on_each_device(cell):
    graphics = [row | {"device": "gpu"} for row in cell(n=60)]
    heat = timing.heat(groups(cell(n=16), cell(n=17), cell(n=64), graphics))
    assert heat.columns == [("cpu", 16), ("cpu", 64), ("gpu (cpu)", 64)]
    assert heat.devices == [("cpu", 2), ("gpu (cpu)", 1)]
    [strip] = heat.strips
    assert [len(strip.squares[column]) for column in heat.columns] == [
        2,
        1,
        1,
    ]  # 16 and 17 share a column
    assert strip.squares["cpu", 64][0].ratio == "2.31"


def test_svg_is_well_formed_whatever_the_names():
    hostile = '<script>&"'
    points = [Point(2, 1e-6, 0.9e-6, 1.2e-6, hostile), Point(4, 2e-6, None, None, hostile)]
    drawn = svg(
        Chart("here", hostile, hostile, [Curve(hostile, points, look) for look in range(6)]),
        alone=True,
    )
    root = ElementTree.fromstring(drawn)
    assert not [e for e in root.iter() if e.tag.endswith("script")]
    assert [e.text for e in root if e.tag.endswith("title")] == [hostile]
    places = [float(e.get("cx", 0)) for e in root.iter() if e.tag.endswith("circle")]
    assert all(0 <= place <= 640 for place in places)


def test_a_chart_without_points_is_nothing():
    assert svg(Chart("here", "title", "label", [])) == ""
    assert svg(Chart("here", "title", "label", [Curve("none", [])])) == ""


def test_one_point_is_a_chart():
    assert "NaN" not in svg(Chart("here", "title", "label", [Curve("one", [Point(4, 1e-3)])]))


def test_a_scale_is_logarithmic():
    scale = Logarithmic(1, 100, 0, 200)
    assert [scale(1), scale(10), scale(100)] == [0, 100, 200]
    assert levels(Logarithmic(0.9e-6, 1.1e-3, 0, 1)) == pytest.approx([1e-6, 1e-5, 1e-4, 1e-3])
    assert levels(Logarithmic(0.9e-6, 2.2e-6, 0, 1)) == pytest.approx([1e-6, 2e-6])
    assert levels(Logarithmic(21.5e-6, 46.8e-6, 0, 1)) == pytest.approx([2.5e-5, 3e-5, 4e-5])


@pytest.mark.parametrize(
    "ends", [(28e-6, 36e-6), (7e-6, 7.5e-6), (1.4e-6, 1.4e-6), (0.7, 20.0), (1e-6, 1e3)]
)
def test_the_axis_of_time_always_has_values(ends):
    points = [Point(4, ends[0]), Point(8, ends[1])]
    root = ElementTree.fromstring(
        svg(Chart("here", "title", "label", [Curve("one", points)]), alone=True)
    )
    names = [e.text or "" for e in root.iter() if e.get("text-anchor") == "end"]
    assert 2 <= len(names) <= 8
    assert all(len(name) <= len("500 \u00b5s") for name in names)  # what the margin holds


@pytest.mark.parametrize("least", [10 ** (k / 60) * 1e-6 for k in range(61)])
def test_the_narrowest_axis_of_time_has_two_values(least):
    assert len(levels(Logarithmic(least, least * MARGINS["y"] ** 2, 0, 1))) >= 2


@pytest.mark.parametrize(
    ("sizes", "kept"),
    [
        ([16, 17, 64, 64], ["16", "64"]),
        ([16, 64, 256], ["16", "64", "256"]),
        ([2**k for k in range(4, 13)], [str(2**k) for k in range(4, 13)]),
        ([1024.0**2, 2048.0**2], ["1.05e+06", "4.19e+06"]),
    ],
)
def test_sizes_are_named_on_the_axis_where_there_is_room(sizes, kept):
    scale = Logarithmic(min(sizes) / 1.15, max(sizes) * 1.15, 66, 628)
    assert [name for _, name in named(sizes, scale)] == kept


def test_names_on_the_axis_do_not_touch_however_many_sizes_there_are():
    sizes = [16 * 1.1**k for k in range(80)]
    found = named(map(round, sizes), Logarithmic(min(sizes) / 1.15, max(sizes) * 1.15, 66, 628))
    ends = [(at - len(name) * CHARACTER / 2, at + len(name) * CHARACTER / 2) for at, name in found]
    assert all(before[1] < after[0] for before, after in itertools.pairwise(ends))
    assert ends[-1][1] <= 640
    assert len(found) > 5


def test_long_names_of_curves_have_a_line_each():
    def places(name: str) -> set[str | None]:
        chart = Chart(
            "here", "title", "label", [Curve(name, [Point(4, 1e-3)], look) for look in range(3)]
        )
        root = ElementTree.fromstring(svg(chart, alone=True))
        return {
            e.get("x") for e in root.iter() if e.get("class") == "label" and e.tag.endswith("text")
        }

    assert len(places("autodiff, reverse")) == 2
    assert len(places("autodiff, reverse over reverse")) == 1


@pytest.mark.parametrize(
    ("figures", "shown"),
    [
        ((1.03e-5, 1.01e-5, 1.06e-5), "10.3 [10.1, 10.6] \u00b5s"),
        ((0.05, 0.03, 0.08), "50 [30, 80] ms"),
        ((2.0, 2.0, 2.0), "2.000 [2.000, 2.000] s"),
        ((1e-5, None, None), "10 \u00b5s"),
        ((None, None, None), "none"),
        ((1.0, 0.5, math.inf), "not finite"),
    ],
)
def test_a_time_has_the_digits_that_its_interval_allows(figures, shown):
    assert words.span(*figures) == shown


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0 B"), (1000, "1000 B"), (1536, "1.5 KiB"), (2**31, "2 GiB"), (None, "none")],
)
def test_memory_has_a_unit(count, shown):
    assert words.size_in_bytes(count) == shown


@pytest.mark.parametrize(
    "text",
    [
        "../x",
        "/x",
        "a/b",
        "con",
        "..",
        "",
        "a" * 300,
        ".hidden",
        "a\x00b",
        "aux.b",
        "é",
        "a.b/../c",
    ],
)
def test_a_slug_is_one_plain_name(text):
    found = words.slug(text)
    assert found
    assert not set(found) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")
    assert not found.startswith(".")
    assert len(found) <= 80
    assert found.partition(".")[0] not in words.RESERVED


def test_slugs_tell_texts_apart_and_keep_plain_ones():
    assert words.slug("log_det.hessian.X.along-Symmetric") == "log_det.hessian.X.along-Symmetric"
    assert words.slug("a b") != words.slug("a-b") != words.slug("a  b")
