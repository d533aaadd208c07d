"""The machine's limit: how it is measured on a clock of our own, and what follows from figures that
are fixed."""

import dataclasses
import json
from pathlib import Path
from types import SimpleNamespace

import jax.numpy as jnp
import pytest

from closedform.bench import journal, limits, methods, plan
from closedform.bench.journal import Journal
from closedform.bench.rows import Limit, Timing
from closedform.formulas import find, gather
from closedform.verify.oracles.closed import closed
from tests.bench.conftest import MACHINE
from tests.bench.test_journal import timing
from tests.bench.test_measure import World

SLOW_CALLS = dataclasses.replace(MACHINE, floor=1e-5)


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
    assert limits.least(SLOW_CALLS, flops, read, write) == (pytest.approx(seconds), binds)


@pytest.mark.parametrize(
    ("size", "expected"),
    [(1, 3.0), (10, 3.0), (50, 7.0), (100, 7.0), (500, 7.0), (1000, 2.0), (5000, 2.0)],
)
def test_between_two_sizes_the_better_bandwidth_counts(size: int, expected: float) -> None:
    assert limits.bandwidth([10, 100, 1000], [3.0, 7.0, 2.0], size) == expected


def test_all_methods_are_held_against_the_least_work_that_gives_the_same() -> None:
    rows = [
        timed("closed form", 1e-3, 1e9, 10**6, 10**6),
        timed("less work", 1e-4, 1e6, 10**6, 10**6),
        timed("factors", 5e-5, 1e6, 400_000, 400_000),
        timed("reverse", 5e-4, None, 10**6, 10**6, role="autodiff"),
        timed("elsewhere", 5e-4, None, 10**6, 7, role="autodiff"),
    ]
    dense, factors = 1e6 / 5e10 + 1e6 / 4e10, 4e5 / 5e10 + 4e5 / 4e10
    found = limits.applied(rows, SLOW_CALLS)
    assert [row.binds for row in found] == ["bytes", "bytes", "bytes", "bytes", None]
    assert [row.limit for row in found[:4]] == pytest.approx([dense, dense, factors, dense])
    assert [row.share for row in found[:4]] == pytest.approx(
        [dense / 1e-3, dense / 1e-4, factors / 5e-5, dense / 5e-4]
    )
    assert {row.outcome for row in found} == {"ok"}


def test_where_the_floor_binds_it_is_too_small_and_keeps_its_figures() -> None:
    (row,) = limits.applied([timed("closed form", 2e-5, 10.0, 8, 8)], SLOW_CALLS)
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
    found = limits.applied(
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
    found = limits.applied(
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
    assert limits.applied(rows, limit) == rows


def test_what_was_not_timed_or_states_no_work_has_no_share() -> None:
    wrong = timing(outcome="wrong", detail="why")
    silent = timed("closed form", 1e-3, None, 8, 8)
    assert limits.applied([wrong, silent], SLOW_CALLS) == [wrong, silent]


def test_the_fastest_sample_counts() -> None:
    world = World(noise=0.3)
    waited: list[float] = []

    def sync(result: object) -> None:
        world.now += 1e-4 * (3 if len(waited) % 50 else 1)
        waited.append(world.now)

    seconds = limits.fastest(lambda x: x, jnp.ones(()), clock=world.clock, sync=sync)
    assert seconds == pytest.approx(
        2.6e-4
    )  # of 5 calls in a sample, one is fast in one sample of ten


def test_every_call_for_a_limit_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    program = world.method("program", 1e-4)
    lowered = SimpleNamespace(compile=lambda: program)
    monkeypatch.setattr(limits.jax, "jit", lambda f: SimpleNamespace(lower=lambda: lowered))
    assert limits.fastest(lambda: None, clock=world.clock) == pytest.approx(1e-4)
    assert world.waits == len(world.log) > 3


def test_a_machine_is_measured_with_figures_that_a_journal_can_hold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "SIZES", (2**12, 2**13))
    monkeypatch.setattr(limits, "SMALLEST", 16)
    monkeypatch.setattr(limits, "LARGEST", 32)
    found = Limit(**json.loads(json.dumps(limits.in_child("cpu", "float32"))))
    assert (found.device, found.dtype, found.outcome, found.sizes) == (
        "cpu",
        "float32",
        "ok",
        [2**12, 2**13],
    )
    assert len(found.read) == len(found.write) == 2
    assert (
        min(found.throughput or 0, found.floor or 0, found.seconds or 0, *found.read, *found.write)
        > 0
    )
    assert found.environment["jax"]


def test_it_is_measured_once_for_each_device_and_dtype_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[limits.Place] = []
    monkeypatch.setattr(limits, "_supervised", lambda *place: asked.append(place) or MACHINE)
    cells = [
        cell
        for dtype in ("float64", "float32")
        for cell in plan.plan(gather(["least_squares.hvp.x"])[0], "4,8", dtype)[0]
    ]
    both = [("cpu", "float64"), ("cpu", "float32")]
    path = tmp_path / "b.jsonl"
    with Journal(path) as book:
        assert list(limits.measured(limits.places(cells), book)) == asked == both
        assert [event["event"] for event in journal.read(path)] == ["limit", "limit"]
        assert limits.measured(both, book, journal.limits(path)) == dict.fromkeys(both, MACHINE)
    assert asked == both
    assert journal.cells(path) == {}
    monkeypatch.setattr(limits.pool, "cores", lambda: 99)
    limits.measured(both[:1], None, journal.limits(path))
    assert asked == [*both, both[0]]


def test_a_child_that_fails_is_told_and_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Journal(tmp_path / "b.jsonl") as book:
        found = limits.measured([("abacus", "float64")], book)["abacus", "float64"]
    assert found.outcome == "error" and "abacus" in (found.detail or "")
    (line,) = limits.lines([found])
    assert line.startswith("limit of abacus in float64: not measured (error: ")
    kept = journal.limits(tmp_path / "b.jsonl")
    assert list(kept.values()) == [found]
    assert limits.least(found, 1, 1, 1) is None
    monkeypatch.setattr(limits, "_supervised", lambda *_: MACHINE)
    assert limits.measured([("abacus", "float64")], None, kept) == {("abacus", "float64"): MACHINE}


def test_bytes_are_those_of_arguments_that_are_used_and_of_what_is_returned() -> None:
    module = "closedform.formulas.determinants.log_det"
    dense, factors = (
        find(module, f"log_det.hessian.X.form-{form}") for form in ("outer", "factors")
    )
    hessian = find("closedform.formulas.optimisation.least_squares", "least_squares.hessian.x")

    def moved(form, sizes: dict[str, int]) -> tuple[int | None, int | None]:
        method = closed(form, sizes, factors=True)
        compiled = methods.compile(
            "f", "closed form", method, *methods.shapes(form, sizes, "float32")
        )
        return compiled.read_bytes, compiled.write_bytes

    assert moved(hessian, {"m": 7, "n": 5}) == (4 * 7 * 5, 4 * 5 * 5)
    assert moved(dense, {"n": 6})[1] == 4 * 6**4
    assert moved(factors, {"n": 6}) == (4 * 6**2, 4 * 2 * 6**2)
