"""A claim that holds autodiff is carried by the function's own values alone, and says so."""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform.formulas import D, formula, unvec, vec
from closedform.verify.checks import check_claim


def only(formula):
    [claim] = formula.claims.values()
    return claim


def layer(power):
    @formula
    def layer(W: Float[Array, "l m"], X: Float[Array, "m n"]) -> Float[Array, "l n"]:
        r"""WX to a power, entry by entry"""
        return (W @ X) ** power

    return layer


def test_the_values_carry_it():
    f = layer(3)

    @f.differential
    def _(W, X, dX, l, n):
        return unvec(D(lambda X: (W @ X) ** 3, X).T @ vec(dX), l, n)

    verdict = check_claim(only(f), 8)
    assert verdict.status == "verified"
    assert "circular" in verdict.oracles["autodiff"]
    assert (
        verdict.detail == "autodiff is in the claim, so the function's own values decide: "
        "they agree in 8 of 8 draws, contradict in 0"
    )


def test_a_function_that_is_called_as_ours_is_not_autodiff():
    f = layer(1)

    @jax.jit
    def D(G, W):
        return W.T @ G

    f.pullback("X")(lambda W, G: D(G, W))
    verdict = check_claim(only(f), 8)
    assert verdict.status == "verified"
    assert "circular" not in verdict.oracles["autodiff"]


def test_a_wrong_relation_is_refuted():
    f = layer(3)

    @f.jacobian("X", layout="numerator")
    def _(W, X):
        return D(lambda X: (W @ X) ** 3, X)

    assert check_claim(only(f), 8).status == "refuted"


def test_where_the_values_cannot_tell_nothing_is_verified():
    @formula
    def rough(x: Float[Array, " n"]) -> Float[Array, ""]:
        r"""a kink every 1e-5: differences resolve nothing"""
        return jnp.sum(jnp.abs(jnp.mod(1e5 * x, 1.0) - 0.5))

    @rough.gradient("x")
    def _(x):
        return D(lambda x: rough.function(x), x)[:, 0]

    verdict = check_claim(only(rough), 8)
    assert verdict.status not in ("verified", "error")


def test_a_value_that_autodiff_gives_is_judged_by_the_function():
    @formula
    def slope(A: Float[Array, "m n"], x: Float[Array, " n"]) -> Float[Array, "n m"]:
        r"""A^\top, the derivative of Ax"""
        return A.T

    @slope.equals
    def _(A, x):
        return D(lambda x: A @ x, x)

    verdict = check_claim(only(slope), 8)
    assert verdict.status == "verified"
    assert "autodiff" not in verdict.oracles
