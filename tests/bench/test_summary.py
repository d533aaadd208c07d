"""Figures in words."""

from typing import Any

import pytest

from closedform.bench.plan import Cell, Untimed
from closedform.bench.summary import aligned, figure, left_out, lines
from closedform.formulas import gather
from tests.bench.test_journal import timing


@pytest.mark.parametrize(
    ("ratio", "low", "high", "text"),
    [
        (2.3096, 2.2504, 2.3598, "2.31 [2.25, 2.36]"),
        (31.2, 26.1, 36.3, "31 [26, 36]"),
        (1234.0, 1100.0, 1400.0, "1200 [1100, 1400]"),
        (0.0412, 0.0395, 0.043, "0.041 [0.040, 0.043]"),
        (1.05, 1.003, 1.1, "1.050 [1.003, 1.100]"),
        (0.9, 0.8, 1.0004, "0.9000 [0.8000, 1.0004]"),
        (2.0, 2.0, 2.0, "2.000 [2.000, 2.000]"),
        (1.0, 0.4, 1.6, "1.00 [0.40, 1.60]"),
    ],
)
def test_the_interval_sets_the_digits_and_its_side_of_one_shows(
    ratio: float, low: float, high: float, text: str
) -> None:
    assert figure(ratio, low, high) == text


def test_columns_stand_under_each_other() -> None:
    assert aligned([("a", "b"), ("long", "c")]) == ["a     b", "long  c"]


def test_claims_that_are_not_timed_are_listed_by_reason() -> None:
    assert left_out([Untimed("a", "x"), Untimed("b", "y"), Untimed("c", "x")]) == [
        "not timed (x): a, c",
        "not timed (y): b",
    ]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"share": 0.43, "binds": "bytes"}, "2.0 [1.9, 2.1] wins 43% bytes"),
        ({"share": 0.0123, "binds": "flops"}, "2.0 [1.9, 2.1] wins 1.2% flops"),
        ({"share": 1.02, "binds": "flops"}, "2.0 [1.9, 2.1] wins 102% flops"),
        (
            {"share": 0.7, "binds": "floor", "outcome": "too small"},
            "2.0 [1.9, 2.1] too small 70% floor",
        ),
        ({}, "2.0 [1.9, 2.1] wins -"),
    ],
)
def test_a_line_says_the_share_of_the_limit_and_what_binds(
    fields: dict[str, Any], words: str
) -> None:
    cell = Cell(gather(["least_squares.gradient.x"])[0][0], {"m": 4, "n": 4}, "float64", "cpu")
    row = timing(ratio=2.0, low=1.9, high=2.1, **fields)
    assert " ".join(lines([(cell, [row])])[1].split()) == f"f.gradient.x - n=4 {words} - -"
