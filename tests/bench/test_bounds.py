"""What follows from a machine's limit that is fixed: shares of it, and sizes that tell nothing."""

import dataclasses

import pytest

from closedform.bench import bounds, plan
from closedform.bench.rows import Limit, Timing
from closedform.formulas import gather
from tests.bench.made import MACHINE, timing

SLOW_CALLS = dataclasses.replace(MACHINE, floor=1e-5)
PLACE = ("cpu", "float64")


def timed(
    method: str,
    median: float,
    flops: float | None,
    read: int,
    write: int,
    role: str = "closed form",
) -> Timing:
    return timing(
        method=method,
        role=role,
        median=median,
        stated_flops=flops,
        read_bytes=read,
        write_bytes=write,
    )


@pytest.mark.parametrize(
    ("flops", "read", "write", "seconds", "binds"),
    [
        (2e6, 1000, 1000, 2e-5, "flops"),
        (1e6, 500_000, 400_000, 2e-5, "bytes"),
        (1e3, 1000, 1000, 1e-5, "floor"),
        (0, 2**27, 2**28, 2**27 / 2e10 + 2**28 / 2e9, "bytes"),
    ],
)
def test_the_largest_of_flops_bytes_and_floor_binds(
    flops: float, read: int, write: int, seconds: float, binds: str
) -> None:
    assert bounds.least(SLOW_CALLS, flops, read, write) == (pytest.approx(seconds), binds)


@pytest.mark.parametrize(
    ("size", "expected"),
    [(1, 3.0), (10, 3.0), (50, 7.0), (100, 7.0), (500, 7.0), (1000, 2.0), (5000, 2.0)],
)
def test_between_two_sizes_the_better_bandwidth_counts(size: int, expected: float) -> None:
    assert bounds.bandwidth([10, 100, 1000], [3.0, 7.0, 2.0], size) == expected


def test_all_methods_are_held_against_the_least_work_that_gives_the_same() -> None:
    rows = [
        timed("closed form", 1e-3, 1e9, 10**6, 10**6),
        timed("less work", 1e-4, 1e6, 10**6, 10**6),
        timed("factors", 5e-5, 1e6, 400_000, 400_000),
        timed("reverse", 5e-4, None, 10**6, 10**6, role="autodiff"),
        timed("elsewhere", 5e-4, None, 10**6, 7, role="autodiff"),
    ]
    dense, factors = 1e6 / 5e10 + 1e6 / 4e10, 4e5 / 5e10 + 4e5 / 4e10
    found = bounds.applied(rows, SLOW_CALLS)
    assert [row.binds for row in found] == ["bytes", "bytes", "bytes", "bytes", None]
    assert [row.limit for row in found[:4]] == pytest.approx([dense, dense, factors, dense])
    assert [row.share for row in found[:4]] == pytest.approx(
        [dense / 1e-3, dense / 1e-4, factors / 5e-5, dense / 5e-4]
    )
    assert {row.outcome for row in found} == {"ok"}


def test_where_the_floor_binds_it_is_too_small_and_keeps_its_figures() -> None:
    (row,) = bounds.applied([timed("closed form", 2e-5, 10.0, 8, 8)], SLOW_CALLS)
    assert (row.outcome, row.binds, row.limit, row.share, row.median) == (
        "too small",
        "floor",
        1e-5,
        0.5,
        2e-5,
    )
    assert row.detail == "at best the work takes less than the 10 us of a call that does nothing"


def test_what_takes_no_longer_than_an_empty_call_may_win_over_what_does() -> None:
    rows = [
        timed("closed form", 1e-3, 1e9, 10**6, 10**6),
        timed("factors", 2e-5, 1e3, 800, 800),
        timed("reverse", 5e-4, None, 10**6, 10**6, role="autodiff"),
    ]
    found = bounds.applied(
        [dataclasses.replace(row, reference="reverse") for row in rows], SLOW_CALLS
    )
    assert [(row.outcome, row.binds) for row in found] == [
        ("ok", "flops"),
        ("ok", "floor"),
        ("ok", "flops"),
    ]


def test_factors_may_win_over_all_entries_whose_work_nobody_states() -> None:
    rows = [
        timed("closed form", 1e-3, None, 10**6, 10**6),
        timed("factors", 2e-5, 1e3, 800, 800),
        timed("reverse", 5e-4, None, 10**6, 10**6, role="autodiff"),
    ]
    found = bounds.applied(
        [dataclasses.replace(row, reference="reverse") for row in rows], SLOW_CALLS
    )
    assert [(row.outcome, row.binds) for row in found] == [
        ("ok", None),
        ("ok", "floor"),
        ("ok", None),
    ]


@pytest.mark.parametrize("limit", [None, Limit(device="cpu", dtype="float64", outcome="timeout")])
def test_without_a_limit_rows_stay_as_they_are(limit: Limit | None) -> None:
    rows = [timed("closed form", 1e-3, 1e9, 8, 8)]
    assert bounds.applied(rows, limit) == rows


def test_what_was_not_timed_or_states_no_work_has_no_share() -> None:
    wrong = timing(outcome="wrong", detail="why")
    silent = timed("closed form", 1e-3, None, 8, 8)
    assert bounds.applied([wrong, silent], SLOW_CALLS) == [wrong, silent]


@pytest.mark.parametrize(
    ("floor", "left"),
    [
        (1e-9, [8, 64, 256]),  # 64 x 64 entries are read in 6.5e-7 s, 256 x 256 in 1.05e-5
        (1e-6, [256]),
        (1e-3, [256]),
    ],
)
def test_sizes_that_tell_nothing_are_left_out_where_a_larger_one_is_at_hand(
    floor: float, left: list[int]
) -> None:
    claims = gather(["least_squares.gradient.x"])[0]
    cells, _ = plan.plan(claims, "8,64,256")
    found = bounds.telling(cells, {PLACE: dataclasses.replace(MACHINE, floor=floor)})
    assert [cell.sizes["n"] for cell in found] == left


def test_the_only_size_of_a_claim_is_tried_and_so_is_all_where_nothing_is_known() -> None:
    cells, _ = plan.plan(gather(["least_squares.gradient.x"])[0], "8")
    assert bounds.telling(cells, {PLACE: SLOW_CALLS}) == cells
    cells, _ = plan.plan(gather(["least_squares.gradient.x"])[0], "8,9")
    assert bounds.telling(cells, {}) == cells
    unknown = Limit(device="cpu", dtype="float64", outcome="timeout")
    assert bounds.telling(cells, {PLACE: unknown}) == cells


def test_a_claim_whose_work_nobody_states_may_tell_something() -> None:
    (claim, *_) = gather(["least_squares.gradient.x"])[0]
    cell = plan.cell(claim, {"m": 8, "n": 8}, "float64", "cpu")
    assert bounds.floor_binds(cell, SLOW_CALLS)
    bare = dataclasses.replace(claim, flops=None, label="bare")
    bare.formula.claims["bare"] = bare
    try:
        unstated = plan.cell(bare, cell.sizes, "float64", "cpu")
    finally:
        del bare.formula.claims["bare"]
    assert unstated.least is None
    assert not bounds.floor_binds(unstated, SLOW_CALLS)
