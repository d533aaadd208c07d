"""Entries in other places are told, and where to; what is wrong otherwise is not said to be
moved."""

import jax.numpy as jnp
import pytest
from jaxtyping import Array, Float

from closedform.formulas import formula
from closedform.verify.checks import check_claim

# by another name, so that pytest does not collect the claims here as tests of their own
new = formula


def filtered(
    k: Float[Array, " m"], x: Float[Array, " m+n"], g: Float[Array, " n+1"]
) -> Float[Array, ""]:
    return g @ jnp.convolve(x, k, mode="valid")


def lag(x: Float[Array, " n"], a: Float[Array, " n"]) -> Float[Array, ""]:
    return jnp.sum(a[1:] * x[:-1]) + a[0] * x[-1]


def grid(X: Float[Array, "m n"], A: Float[Array, "m n"]) -> Float[Array, ""]:
    return jnp.sum(jnp.flip(A, 1) * X**3) / 3


CASES = {
    "a correlation": (filtered, "k", lambda x, g: jnp.convolve(x, g[::-1], mode="valid"),
                      "are reversed; write jnp.flip(..., 0)"),
    "one too late": (lag, "x", lambda a: a,
                     "come one place too late; write jnp.roll(..., -1, 0)"),
    "one too early": (lag, "x", lambda a: jnp.roll(a, -2),
                      "come one place too early; write jnp.roll(..., 1, 0)"),
    "along an axis": (grid, "X", lambda X, A: A * jnp.flip(X, 1) ** 2,
                      "are reversed along axis 1; write jnp.flip(..., 1)"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_where_the_entries_should_stand(case):
    function, variable, closed, said = CASES[case]
    f = new(function)
    f.gradient(variable)(closed)
    (claim,) = f.claims.values()
    found = check_claim(claim, 8)
    assert (found.status, found.causes[:1]) == ("refuted", [f"entries-moved: its entries {said}"])


def test_reversed_alone_is_not_enough():
    f = new(lag)
    f.gradient("x")(lambda a: 2 * a)
    (claim,) = f.claims.values()
    assert check_claim(claim, 8).cause != "entries-moved"
