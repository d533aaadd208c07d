"""Cells: a process that died could not say its device's kind, and a ratio that says nothing counts
nowhere."""

import dataclasses
import math

import pytest

from closedform.bench import plan
from closedform.bench.settings import Settings
from closedform.bench.unfinished import failed as as_bench_does
from closedform.formulas import Catalogue, catalogue
from closedform.reports.pages.entries import entries
from closedform.reports.pages.heat import heat
from closedform.reports.pages.overview import extremes
from closedform.reports.rows.cells import compared, latest
from closedform.reports.rows.changes import compare
from closedform.reports.rows.evidence import Evidence
from closedform.reports.rows.groups import groups
from closedform.reports.rows.run import Run
from closedform.reports.tables import formats
from closedform.reports.tables.summary import tables
from tests.reports.made_up import on


def found(*cells) -> Evidence:
    return Evidence([], [row for rows in cells for row in rows])


def outcomes(rows) -> list[tuple[str | None, str]]:
    return [(row["device_kind"], row["outcome"]) for row in rows if row["role"] == "closed form"]


def changed(new, old) -> list[tuple[str, str, bool]]:
    return [
        (change.before, change.after, change.worse)
        for change in compare(found(new), found(old), "old").timings
    ]


def test_a_failure_made_up_has_the_fields_of_a_real_one(failed):
    claim = catalogue().claims["log_det.gradient.X"]
    real, *_ = as_bench_does(
        plan.cell(claim, {"n": 4}, "float64", "cpu"), "crash", "signal 11", Settings()
    )
    [made] = failed()
    assert [name for name, value in dataclasses.asdict(real).items() if value] == [
        name for name, value in made.items() if value
    ]


@pytest.mark.parametrize(("device", "kind"), [("cpu", "cpu"), ("gpu", "NVIDIA H100")])
def test_a_crash_takes_the_place_of_an_earlier_timing_and_gives_way_to_a_later_one(
    cell, failed, device, kind
):
    timed, died = on(cell(), device, kind), on(failed(), device, None)
    assert outcomes(latest([timed, died])) == [(None, "crash")]
    assert outcomes(latest([died, timed])) == [(kind, "ok")]
    assert len(latest([timed, died])) == 1  # none of the earlier methods is left
    elsewhere = on(failed(n=64), device, None)
    assert outcomes(latest([timed, elsewhere])) == [(kind, "ok"), (None, "crash")]


def test_two_kinds_of_a_device_stand_side_by_side(cell):
    one, other = on(cell(), "gpu", "NVIDIA H100"), on(cell(outcome="oom"), "gpu", "NVIDIA H200")
    assert outcomes(latest([one, other])) == [("NVIDIA H100", "ok"), ("NVIDIA H200", "oom")]
    assert outcomes(latest([one, on(cell(outcome="oom"), "gpu", "NVIDIA H100")])) == [
        ("NVIDIA H100", "oom")
    ]


def test_a_crash_is_a_change_of_what_was_timed_on_any_kind(cell, failed):
    timed, died = on(cell(), "gpu", "NVIDIA H100"), on(failed(), "gpu", None)
    assert changed(died, timed) == [("ok", "crash", True)]
    assert changed(timed, died) == [("crash", "ok", False)]
    [change] = compare(found(died), found(timed), "old").timings
    assert change.what == "outcome of closed form at m=16, n=4, float64, gpu (NVIDIA H100)"
    other = on(cell(interval=(9.0, 8.0, 9.9)), "gpu", "NVIDIA H200")
    assert changed(other, timed) == []
    assert changed(on(cell(), "gpu", "NVIDIA H100"), [*timed, *other]) == []


def test_a_cell_that_failed_stands_with_those_of_its_device(cell, failed):
    timed, died = on(cell(), "gpu", "a card"), on(failed(n=64), "gpu", None)
    [group] = groups([*timed, *died])["made_up.gradient.x"]
    assert (group.device, len(group.cells)) == ("gpu (a card)", 2)
    assert heat([group]).devices == [("gpu (a card)", 2)]
    two = groups([*timed, *died, *on(cell(n=256), "gpu", "another")])["made_up.gradient.x"]
    assert sorted(group.device for group in two) == [
        "gpu",
        "gpu (a card)",
        "gpu (another)",
    ]  # it may be of either


def test_two_kinds_of_a_device_are_two_comparisons(cell):
    one, other = (
        on(cell(), "gpu", "NVIDIA H100"),
        on(cell(interval=(0.5, 0.4, 0.6)), "gpu", "NVIDIA H200"),
    )
    counts = tables(found(one, other))[0].plain.iloc[-1]
    assert (counts["wins"], counts["loses"]) == (1, 1)


def test_a_failure_is_a_comparison_though_its_device_has_no_kind(cell, failed):
    counts = tables(found(cell(), failed(n=64)))[0].plain.iloc[-1]
    assert (counts["wins"], counts["not compared"]) == (1, 1)


def test_only_what_was_timed_and_is_not_too_small_is_compared(cell, too_small, failed):
    assert compared(cell()[0])
    assert not compared(too_small()[0])
    assert too_small()[0]["ratio"]
    assert not compared(failed()[0])
    for name in ("ratio", "low", "high"):
        assert not compared(cell(**{name: None})[0])
        assert not compared(cell(**{name: math.nan})[0])


def beside(cell, too_small) -> list[dict]:
    """A form that is too small, at 3.0, beside one that wins at 1.5."""
    first = cell(interval=(1.5, 1.4, 1.6))
    second = too_small(method="second", interval=(3.0, 2.9, 3.1))[0]
    return [second, *first]


def test_the_fastest_form_is_one_that_is_compared(cell, too_small):
    run = Run(Catalogue(), found(beside(cell, too_small)))
    counts = tables(run.evidence)[0].plain.iloc[-1]
    assert (counts["wins"], counts["not compared"], counts["largest_ratio"]) == (1, 0, 1.5)
    [win], losses = extremes(run)
    assert (win.ratio, win.method, losses) == ("1.5 [1.4, 1.6]", "closed form", [])
    [entry] = entries(run)
    assert entry.best is not None
    assert (entry.best.value, entry.best.word) == (1.5, "wins")
    assert sorted(entry.statements[0].outcomes) == ["too small", "wins"]


def test_where_all_is_too_small_nothing_is_compared(too_small):
    run = Run(Catalogue(), found(too_small()))
    counts = tables(run.evidence)[0].plain.iloc[-1]
    assert (counts["wins"], counts["not compared"]) == (0, 1)
    assert math.isnan(counts["largest_ratio"])
    assert extremes(run) == ([], [])
    [entry] = entries(run)
    assert (entry.best, entry.statements[0].outcomes) == (None, ["too small"])


def test_what_became_too_small_is_no_worse_and_its_ratio_is_not_compared(cell, too_small):
    assert changed(too_small(), cell()) == [("ok", "too small", False)]
    assert changed(cell(), too_small()) == [("too small", "ok", False)]
    assert changed(too_small(interval=(0.5, 0.4, 0.6)), too_small()) == []
    assert compare(found(too_small()), found(too_small()), "old").timed == 0


@pytest.mark.parametrize(
    ("word", "look"),
    [
        ("crash", "bad"),
        ("wrong", "bad"),
        ("too small", "none"),
        ("skipped", "none"),
        ("unverified", "none"),
    ],
)
def test_a_table_marks_only_what_tells_against_a_closed_form(cell, word, look):
    table = tables(found(cell(outcome=word)))[2]
    assert f'<td class="{look}">{word}</td>' in formats.html(table)


def test_of_a_cell_in_two_journals_the_last_counts(cell, failed):
    first = cell(n=16) + cell(n=64)
    rows = latest([first, failed(n=16)])
    assert [
        (row["sizes"]["m"], row["outcome"]) for row in rows if row["role"] == "closed form"
    ] == [(16, "crash"), (64, "ok")]
    assert [row["role"] for row in rows if row["sizes"]["m"] == 16] == ["closed form"]
