"""What the tests of bench share."""

from pathlib import Path

import pytest

from closedform.bench import limits
from closedform.bench.rows import Limit

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

from closedform.formulas import formula


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


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Limit:
    """What a run in this process finds as the machine's limit, without measuring it."""
    monkeypatch.setattr(limits, "_supervised", lambda device, dtype: MACHINE)
    return MACHINE


@pytest.fixture(scope="session")
def entries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A claim file outside the repository: right, wrong, and faulty claims."""
    path = tmp_path_factory.mktemp("elsewhere") / "mine.py"
    path.write_text(ENTRIES.replace("\\\\\\\\", "\\\\"))
    return path
