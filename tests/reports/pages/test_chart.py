"""Charts as SVG: well formed, readable, within their frame."""

import itertools
from xml.etree import ElementTree

import pytest

from closedform.reports.pages.chart import (
    CHARACTER,
    GAP,
    MARGINS,
    RATIO,
    WIDTH,
    Chart,
    Curve,
    Point,
    svg,
)
from closedform.reports.pages.scale import Scale as Logarithmic
from closedform.reports.pages.scale import around, levels, named


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
    assert [name for _, name in named(sizes, scale, WIDTH, CHARACTER, GAP)] == kept


def test_names_on_the_axis_do_not_touch_however_many_sizes_there_are():
    sizes = [16 * 1.1**k for k in range(80)]
    scale = Logarithmic(min(sizes) / 1.15, max(sizes) * 1.15, 66, 628)
    found = named(map(round, sizes), scale, WIDTH, CHARACTER, GAP)
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
    ("values", "logarithmic"), [([1.0, 3.9], False), ([1.0, 4.0], True), ([2.0, 2.0], False)]
)
def test_a_scale_is_logarithmic_where_the_values_span_it(values, logarithmic):
    scale = around(values, 1.3, 0, 100)
    assert scale.logarithmic is logarithmic
    assert scale.least < min(values) <= max(values) < scale.most
    assert 0 < scale(values[0]) <= scale(values[1]) < 100
    named_values = levels(scale)
    assert 2 <= len(named_values) <= 10
    assert all(scale.least <= value <= scale.most for value in named_values)


def test_a_scale_that_is_not_logarithmic_is_even():
    scale = around([2.0, 4.0], 1.5, 0, 100)
    assert (scale.least, scale.most) == (1.0, 5.0)
    assert [scale(1.0), scale(2.0), scale(5.0)] == [0, 25, 100]
    assert levels(scale) == [1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0]


def test_a_chart_of_ratios_shows_where_autodiff_is():
    points = [Point(4, 2.0, 1.9, 2.1), Point(64, 30.0, 29.0, 31.0)]
    drawn = svg(Chart("here", "title", "label", [Curve("one", points)], RATIO))
    root = ElementTree.fromstring(drawn)
    assert [e.get("class") for e in root.iter()].count("base") == 1
    assert "autodiff" in [e.text for e in root.iter()]
