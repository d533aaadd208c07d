"""The search for a cause is bounded: in time by its clock, in memory by what is at hand."""

import tracemalloc

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform.formulas import formula
from closedform.verify.causes import cases
from closedform.verify.causes.clock import Clock
from closedform.verify.causes.diagnosis import diagnose
from closedform.verify.causes.evidence import Evidence
from closedform.verify.checks import check_at
from closedform.verify.draws.random import even
from closedform.verify.draws.sizes import Round, rounds
from closedform.verify.judging.comparison import compare
from closedform.verify.judging.program import Effort, run

# by another name, so that pytest does not collect the claims here as tests of their own
new = formula
LARGE = 100_000
MEMORY = 2**29
"""Bytes: 600 arrays of that size, where one of its square takes 80 GB."""


@new
def waves(x: Float[Array, " n"], y: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\sum_i \sin(x_i) y_i"""
    return jnp.sum(jnp.sin(x) * y)


@waves.gradient("x")
def _(x, y):
    r"""no simple change makes it right"""
    return jnp.cos(3 * x) * y + jnp.exp(x / 7) * x**2


@new
def trace(X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr} X^2"""
    return jnp.sum(X * X.T)


@trace.gradient("X")
def _(X):
    r"""no simple change makes it right"""
    return jnp.cos(3 * X) + jnp.exp(X / 7) * X**2


def only(f):
    (claim,) = f.claims.values()
    return claim


def compared(claim, sizes):
    """A claim at one large draw, against one mode."""
    effort = Effort(judges=1, values=False, twice=False)
    return compare(claim, [run(claim, Round("large", sizes, (0,), even(sizes)), None, effort)])


def peak(claim, sizes):
    with jax.enable_x64(True):
        comparisons = compared(claim, sizes)
        tracemalloc.start()
        try:
            found = diagnose(claim, comparisons)
            return found, tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_the_search_makes_no_array_of_the_square_of_a_large_size():
    found, taken = peak(only(waves), {"n": LARGE})
    assert found
    assert taken < MEMORY


def test_the_search_makes_no_basis_of_large_matrices():
    """Of 300 x 300 the symmetric tangents are 32 GB."""
    found, taken = peak(only(trace), {"n": 300})
    assert found
    assert taken < MEMORY


def test_without_time_nothing_is_searched():
    claim = only(waves)
    with jax.enable_x64(True):
        comparisons = compare(claim, [run(claim, r) for r in rounds(claim, 4, 0)])
        late = Evidence(claim, comparisons, clock=Clock(0.0))
        assert not late.edited.right
        assert late.remainder is None
        assert cases.SPECIAL.tries(late) == []


def test_what_is_checked_at_one_size_is_not_explained():
    verdict = check_at(only(waves), {"n": LARGE})
    assert (verdict.status, verdict.cause, verdict.causes) == ("refuted", None, [])
    assert verdict.detail and verdict.detail.startswith("off by ")
