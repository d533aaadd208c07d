"""Figures in words."""

from typing import Any

import pytest

from closedform.bench import plan
from closedform.bench.plan import Untimed
from closedform.bench.summary import (
    aligned,
    failures,
    figure,
    left_out,
    lines,
    refused,
    unfinished,
    unreached,
    untold,
)
from closedform.formulas import gather
from tests.bench.made import timing


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
    claim = gather(["least_squares.gradient.x"])[0][0]
    cell = plan.cell(claim, {"m": 4, "n": 4}, "float64", "cpu")
    row = timing(ratio=2.0, low=1.9, high=2.1, **fields)
    assert " ".join(lines([(cell, [row])])[1].split()) == f"f.gradient.x - n=4 {words} - -"


LOG_DET = plan.plan(gather(["log_det.gradient.X"])[0], "4,8,16")[0]


def test_a_claim_that_is_wrong_has_one_line_and_none_in_the_table() -> None:
    wrong = timing(outcome="wrong", detail="refuted: off by 1")
    skipped = timing(outcome="skipped", detail="not attempted: it is wrong at n=4; ...")
    results = [(cell, [row]) for cell, row in zip(LOG_DET, (wrong, skipped, skipped), strict=True)]
    told = "wrong: log_det.gradient.X float64 cpu, closed form at [n=4]: refuted: off by 1"
    assert failures(results) == [f"{told}; not tried at [n=8], [n=16]"]
    assert refused(results) == lines(results) == []


def test_methods_that_fared_alike_at_several_sizes_share_a_line() -> None:
    rows = [
        [timing(outcome="too large", detail="needs 9 GiB"), timing(method="b", outcome="crash")],
        [timing(outcome="too large", detail="needs 99 GiB"), timing(method="b", outcome="ok")],
    ]
    results = list(zip(LOG_DET, rows, strict=False))
    where = "log_det.gradient.X float64 cpu"
    assert refused(results) == [f"too large: {where}, closed form at [n=4], [n=8]: needs 9 GiB"]
    assert failures(results) == [f"crash: {where}, b at [n=4]: None"]


def test_what_was_not_reached_has_a_line_for_each_formula() -> None:
    cells = [*LOG_DET, *plan.plan(gather(["least_squares.gradient.x"])[0], "4,8")[0]]
    missed = unreached(cells, [(LOG_DET[0], [])])
    assert unfinished(cells, missed, 60) == [
        "unfinished: 4 of 5 cells were not reached in 60 s; go on with --resume",
        "unfinished: log_det: 2 of 3 cells",
        "unfinished: least_squares: 2 of 2 cells",
    ]
    assert unfinished(cells, [], 60) == []


def test_sizes_that_tell_nothing_are_counted_in_a_line() -> None:
    told = "2 sizes of 1 claim, which have larger ones; to time one all the same, name it"
    assert untold(LOG_DET, LOG_DET[2:]) == [f"not tried (too small to tell anything): {told}"]
    assert untold(LOG_DET, LOG_DET) == []
