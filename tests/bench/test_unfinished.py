"""Rows of cells that were not finished, and the command that measures them again."""

from pathlib import Path

from closedform.bench import plan, unfinished
from closedform.bench.settings import Settings
from closedform.formulas import gather
from tests.bench.made import QUICK, chosen


def test_a_cell_that_failed_has_a_row_for_each_closed_form(entries: Path) -> None:
    (cell,) = plan.plan(chosen(entries, "squares"), "3")[0]
    one, other = unfinished.failed(cell, "crash", "SIGSEGV", QUICK)
    assert (one.method, other.method) == ("closed form", "sum")
    assert (one.outcome, one.detail, one.role, one.samples) == (
        "crash",
        "SIGSEGV",
        "closed form",
        [],
    )
    assert (one.claim, one.sizes, one.device_kind) == ("mine.squares.gradient.x", {"n": 3}, None)
    again = f"closedform bench {entries} --dtype float64 --device cpu --sizes n=3"
    assert one.command == f"{again} --seconds 0.02 --seed 0"


def test_one_that_was_passed_over_says_why_and_how_to_measure_it() -> None:
    (cell,) = plan.plan(gather(["log_det.gradient.X"])[0], "3")[0]
    (row,) = unfinished.skipped(cell, "it is wrong at n=2", Settings())
    assert row.outcome == "skipped"
    told = "not attempted: it is wrong at n=2; to measure it all the same, name the size"
    assert row.detail == told
    assert (row.command or "").startswith("closedform bench log_det.gradient.X --dtype float64")
