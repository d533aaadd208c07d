"""The machine's limit: how it is measured on a clock of our own, and what follows from figures that
are fixed."""

import json
from pathlib import Path
from types import SimpleNamespace

import jax.numpy as jnp
import pytest

from closedform.bench import bounds, journal, limits, plan
from closedform.bench.events import Found
from closedform.bench.journal import Journal
from closedform.bench.rows import Limit, Place
from closedform.formulas import gather
from tests.bench.made import MACHINE, World


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
    asked: list[Place] = []
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
        assert [type(event) for event in journal.read(path)] == [Found, Found]
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
    assert bounds.least(found, 1, 1, 1) is None
    monkeypatch.setattr(limits, "_supervised", lambda *_: MACHINE)
    assert limits.measured([("abacus", "float64")], None, kept) == {("abacus", "float64"): MACHINE}
