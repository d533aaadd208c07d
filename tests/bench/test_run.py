"""Cells measured by supervised children: what is wrong, hangs or dies costs its own cell only."""

import gc
import math
import os
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from closedform.bench import cell as cell_at_work
from closedform.bench import devices, journal, methods, plan, summary
from closedform.bench.cell import Bench
from closedform.bench.journal import Journal
from closedform.bench.measure import QUEUED
from closedform.bench.plan import Cell
from closedform.bench.rows import Timing
from closedform.bench.run import Settings, failed, run, settings
from closedform.formulas import Claim, InputError, find, gather
from closedform.formulas._kit.catalogue import read
from closedform.verify.checks import blank
from closedform.workers import pool

QUICK = Settings(seconds=0.02, time_limit=30)


def chosen(path: Path, formula: str) -> list[Claim]:
    return [
        claim for claim in read(path).claims.values() if claim.formula.name == f"mine.{formula}"
    ]


def measured(
    claims: Sequence[Claim], sizes: str, settings: Settings = QUICK, dtype: str = "float64"
) -> list[tuple[Cell, list[Timing]]]:
    return list(run(plan.plan(claims, sizes, dtype)[0], settings))


@pytest.fixture(scope="module")
def squares(
    entries: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[tuple[Cell, list[Timing]]], Path]:
    path = tmp_path_factory.mktemp("rows") / "b.jsonl"
    with Journal(path) as book:
        return list(run(plan.plan(chosen(entries, "squares"), "8,40")[0], QUICK, book)), path


def test_a_claim_outside_the_repository_is_timed_with_all_its_forms_and_modes(squares) -> None:
    small, large = squares[0]
    assert [row.method for row in small[1]] == [
        "closed form",
        "sum",
        "reverse",
        "forward",
        "control",
    ]
    assert [row.method for row in large[1]] == ["closed form", "sum", "reverse", "control"]
    assert [row.role for row in large[1]] == ["closed form", "closed form", "autodiff", "control"]
    assert [cell.sizes for cell, _ in squares[0]] == [{"n": 8}, {"n": 40}]


def test_rows_hold_what_was_measured(squares) -> None:
    for _, rows in squares[0]:
        reference = next(row for row in rows if row.method == row.reference)
        assert (reference.ratio, reference.low, reference.high) == (1, 1, 1)
        for row in rows:
            assert row.outcome == "ok"
            assert len(row.samples) == len(reference.samples) >= 7
            assert min(row.samples) <= (row.median or 0) <= max(row.samples)
            assert 0 < (row.low or 0) <= (row.ratio or 0) <= (row.high or 0)
            assert (row.calls or 0) >= 1
            assert min(row.trace_seconds or 0, row.compile_seconds or 0) > 0
            assert (row.peak_bytes or 0) >= 8 * row.sizes["n"]
            assert row.environment["compilation_cache"] is False
            assert row.environment["cpu_async_dispatch"] is False
            assert row.environment["openblas_num_threads"] == os.environ.get(
                "OPENBLAS_NUM_THREADS", "1"
            )
            assert (row.error is not None and row.error <= 1) == (row.role == "closed form")


def test_the_journal_holds_a_start_and_the_same_rows_for_each_cell(squares) -> None:
    results, path = squares
    assert [event["event"] for event in journal.read(path)] == ["start", "cell"] * 2
    kept = {key: [Timing(**row) for row in rows] for key, rows in journal.cells(path).items()}
    assert kept == {cell.key: rows for cell, rows in results}


def test_a_wrong_claim_is_not_timed(entries: Path) -> None:
    ((_, (row,)),) = measured(chosen(entries, "cubes"), "8")
    assert (row.outcome, row.method, row.samples, row.ratio) == ("wrong", "closed form", [], None)
    assert "refuted" in (row.detail or "")
    assert (row.error or 0) > 1


def test_every_way_to_end_is_told_apart_in_one_run_that_goes_on(entries: Path) -> None:
    claims = list(read(entries).claims.values())
    results = measured(claims, "4,5", Settings(seconds=0.02, time_limit=12, memory_limit=1.2))
    found = {
        cell.name.removeprefix("mine."): {row.method: row for row in rows} for cell, rows in results
    }
    outcomes = {name: rows["closed form"].outcome for name, rows in found.items()}
    assert outcomes == {
        "squares.gradient.x[n=4]": "ok",
        "squares.gradient.x[n=5]": "ok",
        "cubes.gradient.x[n=4]": "wrong",
        "cubes.gradient.x[n=5]": "wrong",
        "exits.gradient.x[n=4]": "crash",
        "exits.gradient.x[n=5]": "ok",
        "hangs.gradient.x[n=4]": "timeout",
        "hangs.gradient.x[n=5]": "skipped",
        "eats.gradient.x[n=4]": "oom",
        "eats.gradient.x[n=5]": "skipped",
        "vast.hessian.x[]": "too large",
    }
    details = {name: rows["closed form"].detail or "" for name, rows in found.items()}
    assert "exit status 7" in details["exits.gradient.x[n=4]"]
    assert "no answer within 12 s" in details["hangs.gradient.x[n=4]"]
    assert "more than 1.2 GiB" in details["eats.gradient.x[n=4]"]
    assert "ran out of time or memory at n=4" in details["eats.gradient.x[n=5]"]
    assert details["vast.hessian.x[]"].startswith(f"needs {8 * 40000**2} bytes")


def test_what_fits_but_can_not_be_verified_is_not_begun(
    entries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cell_at_work, "CHECKING", 2**60)
    (claim, *_) = chosen(entries, "squares")
    rows = Bench(claim, {"n": 4}).rows(0.02, 0)
    assert {(row.method, row.outcome) for row in rows} == {
        ("closed form", "too large"),
        ("sum", "too large"),
    }
    assert all("verifying it needs about" in (row.detail or "") for row in rows)


def test_what_verifying_was_seen_to_need_is_not_begun() -> None:
    """A sum of two matrices of 2048 x 2048 was killed at 8 GiB: arguments, directions and probes,
    at the draw and its copies."""
    claim = find(
        "closedform.formulas.definitions.linear_rules",
        "linear_rules.sum_of_matrices.differential.X-Y",
    )
    work = Bench(claim, {"m": 2048, "n": 2048}, memory_limit=8.0)
    work.compile()
    work.checked(claim, 0)
    assert [(row.method, row.outcome) for row in work.out] == [("closed form", "too large")]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("refuted", "wrong"),
        ("error", "wrong"),
        ("unexercised", "unverified"),
        ("disputed", "unverified"),
    ],
)
def test_what_is_not_verified_at_its_size_is_not_timed(
    entries: Path, monkeypatch: pytest.MonkeyPatch, status: str, outcome: str
) -> None:
    monkeypatch.setattr(
        cell_at_work, "check_at", lambda form, *_: replace(blank(form), status=status, detail="why")
    )
    (claim, *_) = chosen(entries, "squares")
    rows = Bench(claim, {"n": 4}).rows(0.02, 0)
    assert {(row.outcome, row.detail, row.ratio) for row in rows} == {
        (outcome, f"{status}: why", None)
    }


def test_a_budget_that_is_used_up_leaves_the_rest_unreached(
    entries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = plan.plan(chosen(entries, "squares"), "2,3,4")[0]
    running = run(cells, Settings(seconds=0.02, budget=1000))
    results = [next(running)]
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 1000)
    results += running
    assert [cell.name for cell in summary.unreached(cells, results)] == [
        cell.name for cell in cells[1:]
    ]
    last = summary.lines(results, summary.unreached(cells, results))[-4]
    assert re.fullmatch(r"mine\.squares\.gradient\.x +- +n=4 +unfinished +- +- +- +-", last)


def test_larger_sizes_have_the_later_turns_where_a_budget_is_small(entries: Path) -> None:
    claims = [*chosen(entries, "squares"), *chosen(entries, "hangs")]

    def turns(spec: str, budget: float) -> list[int]:
        return [cell.turn for cell in plan.plan(claims, spec, budget=budget)[0]]

    assert turns("2,3,4", 1000) == [0] * 6
    assert turns("2,3,4", 4.5 * plan.USUAL) == [0, 0, 1] * 2
    assert turns("2,3,4", 0.1) == [0, 1, 2] * 2
    assert turns("full", 1e6)[:4] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("budget", "cells", "seconds", "limit", "patience"),
    [
        (540, 500, 1.08, 54, 4.32),
        (3600, 100, 2.0, 120, 144),
        (10, 1000, 0.25, 30, 4),
        (math.inf, 0, 2.0, 120, math.inf),
    ],
)
def test_a_budget_is_shared_out(
    budget: float, cells: int, seconds: float, limit: float, patience: float
) -> None:
    (cell,) = plan.plan(gather(["least_squares.gradient.x"])[0], "4")[0]
    found = settings([cell] * cells, budget)
    assert (found.seconds, found.time_limit, found.budget) == (seconds, limit, budget)
    assert found.patience == pytest.approx(patience)


def test_a_claim_that_was_slow_at_a_size_is_not_tried_at_larger_ones(entries: Path) -> None:
    claims = [*chosen(entries, "squares"), *chosen(entries, "exits")]
    results = measured(claims, "2,3", Settings(seconds=0.02, patience=1e-6))
    assert [
        (cell.name.removeprefix("mine."), {row.outcome for row in rows}) for cell, rows in results
    ] == [
        ("squares.gradient.x[n=2]", {"ok"}),
        ("squares.gradient.x[n=3]", {"skipped"}),
        ("exits.gradient.x[n=2]", {"ok"}),
        ("exits.gradient.x[n=3]", {"skipped"}),
    ]
    assert re.fullmatch(
        r"not attempted: n=2 took \d+ s in all; to measure it .* name the size",
        results[1][1][0].detail or "",
    )
    assert summary.failures(results) == []
    assert len(summary.refused(results)) == 3


def test_a_child_leaves_out_the_rest_of_a_claim_that_was_slow(
    entries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gc, "freeze", lambda: None)
    (claim, *_) = chosen(entries, "squares")
    cells = [{"key": str(n), "claim": claim.id, "sizes": {"n": n}, "command": ""} for n in (2, 3)]
    for patience, keys in ((1e-6, ["2", "2"]), (math.inf, ["2", "2", "3", "3"])):
        said = cell_at_work.run(str(entries), cells, "float64", "cpu", 0.02, 0, 8.0, patience)
        assert [event["key"] for event in said] == keys


def test_what_a_child_still_sends_of_a_claim_that_is_stuck_is_passed_over(
    entries: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cells = plan.plan(chosen(entries, "hangs"), "2,3")[0]
    task = pool.Task("mine.hangs float64", "")
    row = {
        **cell_at_work.common(cells[0].claim, cells[0].sizes, "float64", "cpu"),
        "method": "closed form",
        "role": "closed form",
    }
    ends = [
        {"event": "cell", "key": c.key, "slow": None, "rows": [{**row, "outcome": "too large"}]}
        for c in cells
    ]
    starts = [{"event": "start", "key": cell.key} for cell in cells]
    said = [pool.Event(task, value) for pair in zip(starts, ends, strict=True) for value in pair]
    monkeypatch.setattr(pool.Pool, "submit", lambda *_: None)
    monkeypatch.setattr(pool.Pool, "results", lambda *_: iter([*said, pool.Outcome(task, "ok")]))
    with Journal(tmp_path / "b.jsonl") as book:
        results = list(run(cells, QUICK, book))
    assert [rows[0].outcome for _, rows in results] == ["too large", "skipped"]
    assert [event["event"] for event in journal.read(tmp_path / "b.jsonl")] == [
        "start",
        "cell",
        "cell",
    ]


FOUR = ("gradient 2", "gradient 3", "hvp 2", "hvp 3")


@pytest.mark.parametrize(
    ("said", "expected", "again"),
    [
        (  # what the child hangs at was skipped meanwhile
            [
                "start 0",
                "too large 0",
                "start 1",
                "timeout",
                "start 2",
                "ok 2",
                "start 3",
                "ok 3",
                "end",
            ],
            ["gradient 2: too large", "gradient 3: skipped", "hvp 2: ok", "hvp 3: ok"],
            [["hvp 2", "hvp 3"]],
        ),
        (  # none was begun
            ["crash", "start 1", "ok 1", "crash", "start 3", "ok 3", "end"],
            ["gradient 2: crash", "gradient 3: ok", "hvp 2: crash", "hvp 3: ok"],
            [["gradient 3", "hvp 2", "hvp 3"], ["hvp 3"]],
        ),
        (  # the next child dies before it begins one
            ["start 0", "crash", "crash", "start 2", "ok 2", "start 3", "ok 3", "end"],
            ["gradient 2: crash", "gradient 3: crash", "hvp 2: ok", "hvp 3: ok"],
            [["gradient 3", "hvp 2", "hvp 3"], ["hvp 2", "hvp 3"]],
        ),
        (  # all was done or skipped before
            ["start 0", "ok 0", "start 1", "ok 1", "start 2", "too large 2", "start 3", "crash"],
            ["gradient 2: ok", "gradient 3: ok", "hvp 2: too large", "hvp 3: skipped"],
            [],
        ),
    ],
)
def test_a_failure_costs_the_cell_that_the_child_was_at(
    monkeypatch: pytest.MonkeyPatch, said: list[str], expected: list[str], again: list[list[str]]
) -> None:
    cells = plan.plan(gather(["least_squares.gradient.x", "least_squares.hvp.x"])[0], "2,3")[0]
    names = dict(zip((cell.key for cell in cells), FOUR, strict=True))
    task = pool.Task("least_squares float64", "")

    def report(word: str) -> pool.Event | pool.Outcome:
        what, _, number = word.rpartition(" ")
        if not what:
            return pool.Outcome(task, {"end": "ok"}.get(word, word))
        cell = cells[int(number)]
        rows = [vars(row) for row in failed(cell, what, None, QUICK)]
        event = (
            {"event": "start"} if what == "start" else {"event": "cell", "slow": None, "rows": rows}
        )
        return pool.Event(task, event | {"key": cell.key})

    submitted: list[list[str]] = []

    def submit(_: pool.Pool, one: pool.Task) -> None:
        submitted.append([names[cell["key"]] for cell in one.arguments["cells"]])

    monkeypatch.setattr(pool.Pool, "submit", submit)
    monkeypatch.setattr(pool.Pool, "results", lambda _: map(report, said))
    results = [f"{names[cell.key]}: {rows[0].outcome}" for cell, rows in run(cells, QUICK)]
    assert results == expected
    assert submitted == [list(FOUR), *again]


@pytest.mark.parametrize(
    ("outcome", "why"),
    [("timeout", "it ran out of time or memory at n=3"), ("skipped", "it was left out at n=3")],
)
def test_a_claim_that_was_stuck_in_kept_results_is_tried_at_smaller_sizes_only(
    entries: Path, outcome: str, why: str
) -> None:
    small, middle, large = plan.plan(chosen(entries, "squares"), "2,3,4")[0]
    kept = [(middle, failed(middle, outcome, None, QUICK))]
    results = {cell.name: rows[0] for cell, rows in run([small, large], QUICK, kept=kept)}
    assert [results[cell.name].outcome for cell in (small, large)] == ["ok", "skipped"]
    assert (
        results[large.name].detail
        == f"not attempted: {why}; to measure it all the same, name the size"
    )


def test_calls_are_queued_where_their_results_fit_together(
    entries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (claim, *_) = chosen(entries, "squares")
    work = Bench(claim, {"n": 4})
    work.compile()
    compiled = work.ready["closed form"]
    needed = QUEUED * (compiled.peak_bytes or 0)
    assert needed > 0
    assert not work.queues(compiled)
    work.device = SimpleNamespace(platform="gpu")
    for free, queued in ((needed, True), (needed - 1, False)):
        monkeypatch.setattr(devices, "free_bytes", lambda *_, free=free: free)
        assert work.queues(compiled) is queued


def test_only_what_is_queued_has_a_time_of_the_devices_own(
    entries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Bench, "queues", lambda _, compiled: compiled.name == "sum")
    (claim, *_) = chosen(entries, "squares")
    rows = Bench(claim, {"n": 4}).rows(0.02, 0)
    assert {row.outcome for row in rows} == {"ok"}
    assert [row.method for row in rows if row.device_seconds is not None] == ["sum"]


def test_float32_is_timed_in_float32_and_verified_in_float64(entries: Path) -> None:
    ((_, rows),) = measured(chosen(entries, "squares"), "64", dtype="float32")
    assert {(row.outcome, row.dtype) for row in rows} == {("ok", "float32")}
    assert {row.peak_bytes for row in rows} == {2 * 4 * 64}
    assert all((row.error or 0) <= 1 for row in rows)


def test_what_has_no_rival_or_is_a_misprint_is_left_out_with_its_reason(entries: Path) -> None:
    cells, untimed = plan.plan(chosen(entries, "squares"), "8")
    assert [cell.name for cell in cells] == ["mine.squares.gradient.x[n=8]"]
    assert {(u.claim, u.reason) for u in untimed} == {
        ("mine.squares.equals.inner-product", "no autodiff rival"),
        ("mine.squares.gradient.x.as-printed", "a misprint, kept as printed"),
    }


def test_all_forms_of_a_claim_share_a_cell() -> None:
    cells, _ = plan.plan(gather(["log_det.hessian.X.form-outer"])[0], "4")
    assert [methods.name(form) for form in methods.forms(cells[0].claim)][:2] == [
        "closed form",
        "outer",
    ]
    assert [cell.name for cell in cells] == ["log_det.hessian.X[n=4]"]


def test_a_device_that_is_not_there_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_ask", lambda: [{"platform": "cpu", "kind": "Abacus"}])
    devices.require("cpu")
    with pytest.raises(InputError, match=r"no gpu on this machine, only cpu \(Abacus\)"):
        devices.require("gpu")
    with pytest.raises(InputError, match="write cpu, gpu, tpu"):
        devices.require("abacus")
