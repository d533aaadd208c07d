"""What tests of bench are made of: a machine, a claim file, rows, and a clock."""

import gc
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from closedform.bench import events, plan
from closedform.bench.events import Begun, Done, Event, Kept, Traced
from closedform.bench.plan import Cell
from closedform.bench.rows import Limit, Timing
from closedform.bench.run import run
from closedform.bench.settings import Settings
from closedform.bench.unfinished import failed
from closedform.formulas import Claim
from closedform.formulas._kit.catalogue import read
from closedform.workers import pool

QUICK = Settings(seconds=0.02, time_limit=30)
MACHINE = Limit(
    device="cpu",
    dtype="float64",
    throughput=1e11,
    floor=1e-9,
    sizes=[2**20, 2**27],
    read=[5e10, 2e10],
    write=[4e10, 2e9],
)
"""A made-up machine whose empty calls take next to nothing, so that no work is too small."""

ENTRIES = '''
import os
import time

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula


@formula(source="a test")
def squares(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\\\\top x"""
    return jnp.sum(x * x)


@squares.gradient("x", flops=lambda n: n)
def _(x):
    r"""2x"""
    return 2 * x


@squares.gradient("x", form="sum", flops=lambda n: n)
def _(x):
    r"""x + x"""
    return x + x


@squares.equals("inner product")
def _(x):
    r"""x^\\\\top x"""
    return x @ x


@squares.gradient("x", as_printed=True)
def _(x):
    r"""x"""
    return x


@formula(source="a test")
def cubes(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\\\\sum x_i^3"""
    return jnp.sum(x**3)


@cubes.gradient("x")
def _(x):
    r"""2x^2, which is wrong"""
    return 2 * x**2


@formula(source="a test")
def exits(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\\\\top x"""
    return jnp.sum(x * x)


@exits.gradient("x")
def _(x, n):
    r"""2x, where it lives"""
    if n == 4:
        os._exit(7)
    return 2 * x


@formula(source="a test")
def hangs(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\\\\top x"""
    return jnp.sum(x * x)


@hangs.gradient("x")
def _(x, n):
    r"""2x, in time"""
    if n == 4:
        time.sleep(60)
    return 2 * x


@formula(source="a test")
def eats(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\\\\top x"""
    return jnp.sum(x * x)


@eats.gradient("x")
def _(x, n):
    r"""2x, at the cost of 3 GiB"""
    held = []
    for _ in range(60 * (n == 4)):
        held.append(b"1" * (50 * 2**20))
        time.sleep(0.02)
    return 2 * x


@formula(source="a test")
def vast(x: Float[Array, "40000"]) -> Float[Array, ""]:
    r"""x^\\\\top x"""
    return jnp.sum(x * x)


@vast.hessian("x")
def _(x):
    r"""2I, of 12 GiB"""
    return 2 * jnp.eye(40000)
'''


FIELDS: dict[str, Any] = {"formula": "f", "kind": "gradient", "wrt": ["x"], "sizes": {"n": 4}}
PLACE = {
    "dtype": "float64",
    "device": "cpu",
    "device_kind": "cpu",
    "method": "closed form",
    "role": "closed form",
}


def timing(claim: str = "f.gradient.x", **fields: Any) -> Timing:
    return Timing(**{**FIELDS, **PLACE, "claim": claim, **fields})


def chosen(path: Path, formula: str) -> list[Claim]:
    """The claims of a formula of the claim file."""
    return [
        claim for claim in read(path).claims.values() if claim.formula.name == f"mine.{formula}"
    ]


def measured(
    claims: Sequence[Claim], sizes: str, settings: Settings = QUICK, dtype: str = "float64"
) -> list[tuple[Cell, list[Timing]]]:
    """The claims, measured at those sizes."""
    return list(run(plan.plan(claims, sizes, dtype)[0], settings))


class Children:
    """A pool whose children say what they are told to say of cells, by number."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, cells: list[Cell]) -> None:
        self.cells, self.submitted = cells, []
        self.tasks: list[pool.Task] = []
        monkeypatch.setattr(pool.Pool, "submit", self.submit)

    def submit(self, task: pool.Task) -> None:
        numbers = {cell.title: k for k, cell in enumerate(self.cells)}
        self.tasks.append(task)
        self.submitted.append([numbers[cell["title"]] for cell in task.arguments["cells"]])

    def report(self, batch: int, word: str) -> pool.Event | pool.Outcome:
        """``start 0``, ``traced 0``, ``kept 0``, ``ok 0`` or another outcome of a cell; or how the
        child of a batch ended."""
        what, _, number = word.rpartition(" ")
        task = self.tasks[batch]
        if not what:
            return pool.Outcome(task, {"end": "ok"}.get(word, word))
        cell = self.cells[int(number)]
        key = events.key(cell.title, "hash")
        rows = failed(cell, what, None, QUICK)
        known: dict[str, Event] = {
            "start": Begun(cell.title),
            "traced": Traced(key),
            "kept": Kept(key),
        }
        return pool.Event(task, events.packed(known.get(what, Done(key, rows, 0.1))))


class World:
    """A clock that only calls move, arrays that know whether they were waited for, and a log of
    both."""

    def __init__(self, drift: float = 0.0, noise: float = 0.0) -> None:
        self.now, self.log, self.waits, self.collected = 0.0, [], 0, []
        self.drift, self.noise, self.rng = drift, noise, random.Random(5)

    def clock(self) -> float:
        return self.now

    def method(self, name: str, seconds: float, first: float = 0.0) -> Callable[[], object]:
        runs = 0

        def call() -> object:
            nonlocal runs
            runs += 1
            self.log.append(name)
            self.collected.append(gc.isenabled())
            slow = 1 + self.drift * self.now
            self.now += (
                (seconds + (first if runs == 1 else 0))
                * slow
                * self.rng.lognormvariate(0, self.noise)
            )
            return FakeArray(self)

        return call


class FakeArray:
    def __init__(self, world: World) -> None:
        self.world = world

    def block_until_ready(self) -> "FakeArray":
        self.world.waits += 1
        return self
