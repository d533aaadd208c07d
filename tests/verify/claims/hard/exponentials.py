"""Exponentials of large values and what is left when they cancel."""

import jax.numpy as jnp
from jax.nn import log_sigmoid, logsumexp, sigmoid
from jaxtyping import Array, Float

from closedform import SPD, Positive, formula


@formula
def tower(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \exp(\exp(x_i))"""
    return jnp.sum(jnp.exp(jnp.exp(x)))


@tower.gradient("x")
def _(x):
    r"""\exp(x + \exp x)

    Verified: from 1 to 1e40; a rounding of e^x is e^x times as large in the value.
    """
    return jnp.exp(x + jnp.exp(x))


@formula
def gaussian(x: Float[Array, " n"], S: SPD[Array, "n n"]) -> Float[Array, ""]:
    r"""\exp(8 x^\top S x)"""
    return jnp.exp(8 * x @ S @ x)


@gaussian.gradient("x")
def _(x, S):
    r"""16 \exp(8 x^\top S x)\, S x

    Verified: from 1 to 1e200 over the draws.
    """
    return 16 * jnp.exp(8 * x @ S @ x) * (S @ x)


@gaussian.hessian("x")
def _(x, S):
    r"""16 \exp(8 x^\top S x) (S + 16\, S x x^\top S)

    Verified.
    """
    y = S @ x
    return 16 * jnp.exp(8 * x @ y) * (S + 16 * jnp.outer(y, y))


@formula
def partition(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\log\textstyle\sum_i \exp(x_i + 600)"""
    return jnp.log(jnp.sum(jnp.exp(x + 600)))


@partition.gradient("x")
def _(x):
    r"""\operatorname{softmax}(x)

    Verified: the 600 cancels.
    """
    e = jnp.exp(x - jnp.max(x))
    return e / jnp.sum(e)


@formula
def ratio(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""\sinh(80 x) / \cosh(80 x)"""
    return jnp.sinh(80 * x) / jnp.cosh(80 * x)


@ratio.equals("tangent")
def _(x):
    r"""\tanh(80 x)

    Verified.
    """
    return jnp.tanh(80 * x)


@ratio.jacobian("x")
def _(x):
    r"""80 \operatorname{diag}(1 / \cosh^2(80 x))

    Verified: autodiff subtracts 1 from 1 where |x| > 0.3.
    """
    return 80 * jnp.diag(jnp.cosh(80 * x) ** -2)


@formula
def survival(p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \log(1 - \exp(-p_i / 1000))"""
    return jnp.sum(jnp.log(-jnp.expm1(-p / 1000)))


@survival.gradient("p")
def _(p):
    r"""1 / (1000 (e^{p/1000} - 1))

    Verified.
    """
    return 1e-3 / jnp.expm1(p / 1000)


@formula
def odds(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \log\sigma(30 x_i) - \log\sigma(-30 x_i)"""
    return jnp.sum(log_sigmoid(30 * x) - log_sigmoid(-30 * x))


@odds.gradient("x")
def _(x):
    r"""30 \cdot 1

    Verified: \sigma(z) + \sigma(-z) = 1.
    """
    return jnp.full(x.shape, 30.0)


@odds.hessian("x")
def _(n):
    r"""0

    Verified: what autodiff leaves is rounding.
    """
    return jnp.zeros((n, n))


@formula
def mixture(x: Float[Array, " n"], c: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\log\big(e^{-50 \lVert x - c \rVert^2} + e^{-50 \lVert x + c \rVert^2}\big)"""
    far, near = -50 * jnp.sum((x - c) ** 2), -50 * jnp.sum((x + c) ** 2)
    return logsumexp(jnp.stack([far, near]))


@mixture.gradient("x")
def _(x, c):
    r"""-100 x + 100 \tanh(100\, c^\top x)\, c

    Verified.
    """
    return -100 * x + 100 * jnp.tanh(100 * c @ x) * c


@formula
def decayed(t: Positive[Array, ""], k: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \sigma(k_i - 200 t)"""
    return jnp.sum(sigmoid(k - 200 * t))


@decayed.derivative("t")
def _(t, k):
    r"""-200 \textstyle\sum_i \sigma(k_i - 200 t)\, \sigma(200 t - k_i)

    Verified: from 1e-300 up.
    """
    return -200 * jnp.sum(sigmoid(k - 200 * t) * sigmoid(200 * t - k))
