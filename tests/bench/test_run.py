"""Cells measured by supervised children: what is wrong, hangs or dies costs its own cell only."""

import os
import re
import time
from pathlib import Path
from typing import Any

import pytest

from closedform.bench import events, journal, plan, summary
from closedform.bench.events import Begun, Done
from closedform.bench.journal import Journal
from closedform.bench.plan import Cell
from closedform.bench.rows import Timing
from closedform.bench.run import BATCH, run
from closedform.bench.settings import Settings
from closedform.formulas import gather
from closedform.formulas._kit.catalogue import read
from closedform.workers import pool
from tests.bench.made import QUICK, Children, chosen, measured

Results = list[tuple[Cell, list[Timing]]]


@pytest.fixture(scope="module")
def squares(entries: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Results, Path]:
    path = tmp_path_factory.mktemp("rows") / "b.jsonl"
    with Journal(path) as book:
        return list(run(plan.plan(chosen(entries, "squares"), "8,40")[0], QUICK, book)), path


def test_a_claim_outside_the_repository_is_timed_with_all_its_forms_and_modes(squares) -> None:
    small, large = squares[0]
    closed = ["closed form", "sum"]
    assert [row.method for row in small[1]] == [*closed, "reverse", "forward", "control"]
    assert [row.method for row in large[1]] == [*closed, "reverse", "control"]
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
            compiled = min(row.trace_seconds or 0, row.compile_seconds or 0) > 0
            assert compiled == (row.role != "control")
            assert (row.peak_bytes or 0) >= 8 * row.sizes["n"]
            assert row.environment["compilation_cache"] is False
            assert row.environment["cpu_async_dispatch"] is False
            threads = os.environ.get("OPENBLAS_NUM_THREADS", "1")
            assert row.environment["openblas_num_threads"] == threads
            assert (row.error is not None and row.error <= 1) == (row.role == "closed form")


def test_the_journal_holds_a_start_and_the_same_rows_for_each_cell(squares) -> None:
    results, path = squares
    assert [type(event) for event in journal.read(path)] == [Begun, Done] * 2
    kept = {events.title(key): rows for key, rows in journal.cells(path).items()}
    assert kept == {cell.title: rows for cell, rows in results}
    assert events.UNKNOWN not in {events.code(key) for key in journal.cells(path)}


def test_a_wrong_claim_is_not_timed_and_not_tried_at_larger_sizes(entries: Path) -> None:
    (_, (row,)), (_, (larger,)) = measured(chosen(entries, "cubes"), "8,9")
    assert (row.outcome, row.method, row.samples, row.ratio) == ("wrong", "closed form", [], None)
    assert (row.detail or "").startswith("refuted: off by ")
    assert (row.error or 0) > 1
    assert (larger.outcome, larger.error) == ("skipped", None)
    assert (larger.detail or "").startswith("not attempted: it is wrong at n=8;")


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
        "cubes.gradient.x[n=5]": "skipped",
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
    assert "it ran out of memory at n=4" in details["eats.gradient.x[n=5]"]
    assert details["vast.hessian.x[]"].startswith(f"needs {8 * 40000**2} bytes")


def test_a_budget_that_is_used_up_leaves_the_rest_unreached(
    entries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = plan.plan(chosen(entries, "squares"), "2,3,4")[0]
    running = run(cells, Settings(seconds=0.02, budget=1000))
    results = [next(running)]
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 1000)
    results += running
    missed = summary.unreached(cells, results)
    assert [cell.name for cell in missed] == [cell.name for cell in cells[1:]]


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
    detail = results[1][1][0].detail or ""
    assert re.match(r"not attempted: n=2 took \d+ s in all; to measure it .* name the size", detail)


@pytest.mark.parametrize(
    ("said", "expected", "again"),
    [
        pytest.param(
            ["0 start 0", "0 too large 0", "0 start 2", "0 ok 2", "0 start 3", "0 timeout"],
            ["0 too large", "1 skipped", "2 ok", "3 timeout"],
            [],
            id="what the child passes over has its rows",
        ),
        pytest.param(
            ["0 crash", "1 start 2", "1 ok 2", "1 crash", "2 start 3", "2 ok 3", "2 end"],
            ["0 crash", "1 crash", "2 ok", "3 ok"],
            [[2, 1, 3], [3]],
            id="none was begun",
        ),
        pytest.param(
            ["0 start 0", "0 crash", "1 crash", "2 start 1", "2 ok 1", "2 start 3", "2 ok 3"],
            ["0 crash", "1 ok", "2 crash", "3 ok"],
            [[2, 1, 3], [1, 3]],
            id="the next child dies before it begins one",
        ),
        pytest.param(
            ["0 start 0", "0 ok 0", "0 start 2", "0 too large 2", "0 start 1", "0 ok 1", "0 crash"],
            ["0 ok", "1 ok", "2 too large", "3 skipped"],
            [],
            id="all was done or passed over before",
        ),
        pytest.param(
            ["0 start 0", "0 ok 0", "0 end", "1 start 1", "1 ok 1", "1 start 3", "1 ok 3", "1 end"],
            ["0 ok", "1 ok", "2 error", "3 ok"],
            [[1, 3]],
            id="the child ends without a word of a cell",
        ),
    ],
)
def test_a_failure_costs_the_cell_that_the_child_was_at(
    monkeypatch: pytest.MonkeyPatch, said: list[str], expected: list[str], again: list[list[int]]
) -> None:
    cells = plan.plan(gather(["least_squares.gradient.x"])[0], "2,3")[0]
    cells += plan.plan(gather(["least_squares.hvp.x"])[0], "2,3")[0]
    children = Children(monkeypatch, cells)

    def said_by_children(pool_: pool.Pool) -> Any:
        for word in said:
            batch, _, told = word.partition(" ")
            yield children.report(int(batch), told)

    monkeypatch.setattr(pool.Pool, "results", said_by_children)
    found = [f"{cells.index(cell)} {rows[0].outcome}" for cell, rows in run(cells, QUICK)]
    assert sorted(found) == expected
    assert children.submitted == [[0, 2, 1, 3], *again]


def test_the_journal_has_the_hash_of_a_cell_that_died_after_it_was_traced(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chosen = gather(["least_squares.gradient.x", "least_squares.hvp.x"])[0]
    cells = plan.plan(chosen, "2")[0]
    children = Children(monkeypatch, cells)
    said = ["start 0", "traced 0", "timeout"], ["start 1", "timeout"]
    told = ((k, word) for k, words in enumerate(said) for word in words)
    monkeypatch.setattr(pool.Pool, "results", lambda _: (children.report(*one) for one in told))
    with Journal(tmp_path / "b.jsonl") as book:
        assert len(list(run(cells, QUICK, book))) == 2
    codes = [events.code(key) for key in journal.cells(tmp_path / "b.jsonl")]
    assert codes == ["hash", events.UNKNOWN]


def test_batches_follow_turns_and_files_of_ones_own_share_children_with_no_others(
    monkeypatch: pytest.MonkeyPatch, entries: Path
) -> None:
    mine = plan.plan(chosen(entries, "squares"), "2,3")[0]
    cells = [*mine, *plan.plan(gather()[0], "4")[0]]
    children = Children(monkeypatch, cells)
    ends = iter(range(1000))
    monkeypatch.setattr(
        pool.Pool, "results", lambda _: (children.report(k, "end") for k in ends if more(k))
    )

    def more(k: int) -> bool:
        return k < len(children.tasks)

    list(run(cells, QUICK))
    first, second = children.submitted[:2]
    assert [first, len(second)] == [[0], BATCH]
    formulas = [cells[k].claim.formula for k in second]
    assert len(set(formulas)) == BATCH
