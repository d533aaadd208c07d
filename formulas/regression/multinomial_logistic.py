"""Multinomial logistic regression of one sample: the loss by weights and by scores, softmax, the Hessian."""

import jax.numpy as jnp
from jax.nn import log_softmax, logsumexp, softmax
from jaxtyping import Array, Float

from formulas import OneHot, formula, kron

SCALAR = "matrix-calculus-2022, scalar case 6"
MATRIX = "matrix-calculus-2022, matrix case 5"


def D(a: Array) -> Array:
    """diag(softmax(a)) - softmax(a) softmax(a)^T, m x m."""
    p = softmax(a)
    return jnp.diag(p) - jnp.outer(p, p)


@formula(source=SCALAR)
def multinomial_logistic(W: Float[Array, "m n"], x: Float[Array, " n"], y: OneHot[Array, " m"]) -> Float[Array, ""]:
    r"""-y^\top \log\operatorname{softmax}(Wx)

    y is one-hot (1^T y = 1 is what is used).
    """
    return -y @ log_softmax(W @ x)


@multinomial_logistic.equals("log-sum-exp")
def _(W, x, y):
    r"""-y^\top Wx + \log(1^\top \exp(Wx))"""
    return -y @ W @ x + logsumexp(W @ x)


@multinomial_logistic.differential(flops=lambda m, n: 4 * m * n)
def _(W, x, y, dW):
    r"""\operatorname{tr}(x (\operatorname{softmax}(Wx) - y)^\top \,\mathrm{d}W)"""
    return (softmax(W @ x) - y) @ (dW @ x)


@multinomial_logistic.gradient("W", flops=lambda m, n: 3 * m * n)
def _(W, x, y):
    r"""(\operatorname{softmax}(Wx) - y)\, x^\top"""
    return jnp.outer(softmax(W @ x) - y, x)


@multinomial_logistic.hessian("W", source=MATRIX, flops=lambda m, n: m * m * n * n)
def _(W, x):
    r"""(x x^\top) \otimes D(Wx), \quad D(a) = \operatorname{diag}(p) - p p^\top, \; p = \operatorname{softmax}(a)

    Singular, since D 1 = 0: Newton's step needs a pseudo-inverse.
    """
    return kron(jnp.outer(x, x), D(W @ x))


@multinomial_logistic.hvp("W", source=MATRIX, flops=lambda m, n: 5 * m * n)
def _(W, x, dW):
    r"""D(Wx) \,\mathrm{d}W\, x x^\top"""
    p, t = softmax(W @ x), dW @ x
    return jnp.outer(p * t - p * (p @ t), x)


@formula(source=SCALAR)
def loss_of_scores(a: Float[Array, " m"], y: OneHot[Array, " m"]) -> Float[Array, ""]:
    r"""-y^\top \log\operatorname{softmax}(a)

    y is one-hot.
    """
    return -y @ log_softmax(a)


@loss_of_scores.gradient("a", flops=lambda m: 5 * m)
def _(a, y):
    r"""\operatorname{softmax}(a) - y"""
    return softmax(a) - y


@formula(source=SCALAR)
def scores(W: Float[Array, "m n"], x: Float[Array, " n"]) -> Float[Array, " m"]:
    r"""Wx

    The step from weights to scores a = Wx, with x fixed.
    """
    return W @ x


@scores.pullback("W", flops=lambda m, n: m * n)
def _(x, G):
    r"""\frac{\partial \ell}{\partial a}\, x^\top"""
    return jnp.outer(G, x)


@formula(source=MATRIX)
def softmax_of_scores(a: Float[Array, " m"]) -> Float[Array, " m"]:
    r"""\operatorname{softmax}(a) = \frac{\exp(a)}{1^\top \exp(a)}

    Of one vector of scores.
    """
    return softmax(a)


@softmax_of_scores.jacobian("a", flops=lambda m: 2 * m * m)
def _(a):
    r"""\operatorname{diag}(\operatorname{softmax}(a)) - \operatorname{softmax}(a)\operatorname{softmax}(a)^\top

    Symmetric, so the same in both layouts.
    """
    return D(a)


@formula(source=MATRIX)
def exponential_step(a: Float[Array, " m"], da: Float[Array, " m"]) -> Float[Array, " m"]:
    r"""\exp(a) \odot \mathrm{d}a

    da is any vector of a's length.
    """
    return jnp.exp(a) * da


@exponential_step.equals("diagonal matrix")
def _(a, da):
    r"""\operatorname{diag}(\exp(a)) \,\mathrm{d}a"""
    return jnp.diag(jnp.exp(a)) @ da


@formula(source=MATRIX)
def sum_of_exponential_step(a: Float[Array, " m"], da: Float[Array, " m"]) -> Float[Array, ""]:
    r"""1^\top (\exp(a) \odot \mathrm{d}a)

    da is any vector of a's length.
    """
    return jnp.sum(jnp.exp(a) * da)


@sum_of_exponential_step.equals("inner product")
def _(a, da):
    r"""\exp(a)^\top \,\mathrm{d}a"""
    return jnp.exp(a) @ da
