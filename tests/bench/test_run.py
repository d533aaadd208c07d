"""Cells measured by supervised children: what is wrong, hangs or dies costs its own cell only."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench import devices, journal, methods, plan
from bench.journal import Journal
from bench.plan import Cell
from bench.rows import Timing
from bench.run import Settings, run
from formulas import Claim, InputError, find, gather
from formulas._kit.catalogue import read

QUICK = Settings(budget=0.02, time_limit=15)


def chosen(path: Path, formula: str) -> list[Claim]:
    return [claim for claim in read(path).claims.values() if claim.formula.name == f"mine.{formula}"]


def measured(claims: Sequence[Claim], sizes: str, settings: Settings = QUICK, **how: str) -> list[tuple[Cell, list[Timing]]]:
    return list(run(plan.plan(claims, sizes, **how)[0], settings))


@pytest.fixture(scope="module")
def squares(entries: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[tuple[Cell, list[Timing]]], Path]:
    path = tmp_path_factory.mktemp("rows") / "b.jsonl"
    with Journal(path) as book:
        return list(run(plan.plan(chosen(entries, "squares"), "8,40")[0], QUICK, book)), path


def test_a_claim_outside_the_repository_is_timed_with_all_its_forms_and_modes(squares) -> None:
    small, large = squares[0]
    assert [row.method for row in small[1]] == ["closed form", "sum", "reverse", "forward", "control"]
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
            assert row.environment["openblas_num_threads"] == os.environ.get("OPENBLAS_NUM_THREADS", "1")
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


def test_a_child_that_dies_hangs_or_runs_out_of_memory_costs_its_own_cell(entries: Path) -> None:
    results = measured(chosen(entries, "faults"), "2,3,4,5,6", Settings(budget=0.02, time_limit=6))
    assert [cell.sizes["n"] for cell, _ in results] == [2, 3, 4, 5, 6]
    assert [rows[0].outcome for _, rows in results] == ["ok", "crash", "timeout", "oom", "ok"]
    assert "exit status 7" in (results[1][1][0].detail or "")
    assert {row.method for _, rows in results[1:4] for row in rows} == {"closed form"}


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


@pytest.mark.parametrize(
    ("id", "sizes", "expected"),
    [
        ("least_squares.gradient.x", {"m": 40, "n": 32}, {"reverse", "forward"}),
        ("least_squares.gradient.x", {"m": 40, "n": 33}, {"reverse"}),
        ("least_squares.differential.x", {"m": 4, "n": 4}, {"forward"}),
        ("least_squares.hessian.x", {"m": 4, "n": 4}, {"forward over reverse", "forward over forward", "reverse over reverse"}),
        ("least_squares.hessian.x", {"m": 4, "n": 64}, {"forward over reverse", "reverse over reverse"}),
        ("least_squares.hvp.x", {"m": 4, "n": 64}, {"forward over reverse", "reverse over forward", "reverse over reverse"}),
    ],
)
def test_rivals_are_the_sensible_modes(id: str, sizes: dict[str, int], expected: set[str]) -> None:
    assert set(methods.rivals(find("formulas.least_squares", id), sizes)) == expected


def test_all_forms_of_a_claim_share_a_cell() -> None:
    cells, _ = plan.plan(gather(["log_det.hessian.X.form-outer"])[0], "4")
    assert [methods.name(form) for form in methods.forms(cells[0].claim)] == ["closed form", "outer"]
    assert [cell.name for cell in cells] == ["log_det.hessian.X[n=4]"]


def test_a_device_that_is_not_there_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_ask", lambda: [{"platform": "cpu", "kind": "Abacus"}])
    devices.require("cpu")
    with pytest.raises(InputError, match=r"no gpu on this machine, only cpu \(Abacus\)"):
        devices.require("gpu")
    with pytest.raises(InputError, match="write cpu, gpu, tpu"):
        devices.require("abacus")
