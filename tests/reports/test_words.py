"""Figures and data as words."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closedform.reports import words


@pytest.mark.parametrize(
    ("figures", "shown"),
    [
        ((2.3123, 2.2519, 2.3611), "2.31 [2.25, 2.36]"),
        ((50.21, 47.6, 52.4), "50 [48, 52]"),
        ((231.4, 181.0, 289.0), "230 [180, 290]"),
        ((0.03124, 0.0298, 0.0327), "0.031 [0.030, 0.033]"),
        ((1.5, 1.5, 1.5), "1.500 [1.500, 1.500]"),
        ((1.02, 1.003, 1.04), "1.020 [1.003, 1.040]"),  # a win doesn't begin at 1.00
        ((0.98, 0.95, 0.997), "0.980 [0.950, 0.997]"),
        ((1.0, 0.98, 1.02), "1.00 [0.98, 1.02]"),
        ((None, None, None), "none"),
        ((math.nan, math.nan, math.nan), "none"),
        ((2.0, None, None), "2, no interval"),
        ((2.0, 1.5, math.inf), "not finite"),
    ],
)
def test_a_ratio_has_the_digits_that_its_interval_allows(figures, shown):
    assert words.ratio(*figures) == shown


near = st.floats(1e-3, 1e3).filter(lambda x: abs(x - 1) > 1e-5)


@given(near, near, st.floats(0, 1))
def test_a_ratio_never_says_otherwise_than_its_outcome(a, b, part):
    low, high = sorted((a, b))
    shown = words.ratio(low + part * (high - low), low, high)
    ends = [float(end) for end in re.findall(r"[\d.]+", shown.partition("[")[2])]
    assert words.outcome(*ends) == words.outcome(low, high)


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (1.1, 1.2, "wins"),
        (0.8, 0.9, "loses"),
        (0.9, 1.1, "ties"),
        (1.0, 1.2, "ties"),
        (0.9, 1.0, "ties"),
        (None, None, "no interval"),
        (math.nan, 2.0, "no interval"),
    ],
)
def test_an_interval_that_holds_1_is_a_tie(low, high, word):
    assert words.outcome(low, high) == word


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07plain", "plain"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mC1", "31mC1"),
        ("two\nlines\r\tand\x00nul\x07", "two lines and nul"),
        ("left\u202eright\u2066", "leftright"),
        ("half \ud800 pair", "half \ufffd pair"),
        ("\x1b", ""),
        (None, ""),
        (math.nan, ""),
        ({"m": 2, "é": [1]}, '{"m": 2, "é": [1]}'),
    ],
)
def test_data_is_one_harmless_line(data, text):
    assert words.clean(data) == text
    assert words.clean(data).encode() is not None


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1e-5, "10 \u00b5s"),
        (9.996e-4, "1 ms"),
        (0.0123456, "12.3 ms"),
        (3.14159, "3.14 s"),
        (1234.5, "1230 s"),
        (None, "none"),
        (math.inf, "not finite"),
    ],
)
def test_seconds_have_a_unit(value, shown):
    assert words.seconds(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0325, "3.2%"),
        (1.0, "100%"),
        (1.1, "1.1 times"),
        (4.32e8, "4.3e+08 times"),
        (0.0, "0%"),
        (None, "none"),
        (math.inf, "not finite"),
    ],
)
def test_a_share_is_a_part_of_the_tolerance_or_a_multiple(value, shown):
    assert words.share(value) == shown


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
    [(0, "0 B"), (1536, "1.5 KiB"), (None, "none"), (math.nan, "none"), (math.inf, "not finite")],
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


@pytest.mark.parametrize(
    ("text", "name"), [("log_det", "log_det"), ("a" * 300, words.slug("a" * 300))]
)
def test_a_name_in_small_letters_is_the_name_of_its_file(text, name):
    assert words.file_name(text) == name


def test_names_that_differ_by_case_get_files_that_differ_without_it():
    texts = ["loss.f", "loss.F", "Loss.f", "LOSS.F", "a b", "A b", "x" * 90, "X" * 90]
    names = [words.file_name(text) for text in texts]
    assert len({name.casefold() for name in names}) == len(texts)
    assert [words.file_name(text) for text in texts] == names


@pytest.mark.parametrize("value", [10**400, -(10**400)])
def test_whole_numbers_beyond_float64_are_said_not_to_be_finite(value):
    assert not words.finite(value)
    said = {words.figure(value), words.share(value), words.seconds(value), words.count(value)}
    said |= {words.ratio(value, value, value), words.span(value, value, value)}
    assert said | {words.size_in_bytes(value)} == {"not finite"}
    assert words.finite(10**18)


def test_the_smallest_and_largest_numbers_are_figures():
    tiny, large = 5e-324, 1.7e308
    assert words.figure(tiny) == "4.94066e-324"
    assert words.ratio(tiny, tiny, tiny) == "4.94e-324 [4.94e-324, 4.94e-324]"
    assert words.ratio(large, large, large) == "1.70e+308 [1.70e+308, 1.70e+308]"
    assert words.seconds(tiny) == "4.94066e-318 \u00b5s"
    assert words.span(large, large, large)
