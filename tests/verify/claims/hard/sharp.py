"""Nearly one-hot distributions: softmax at low temperature, steep logistic functions, p-norms near
the maximum."""

import jax.numpy as jnp
from jax.nn import log_softmax, logsumexp, sigmoid, softmax, softplus
from jaxtyping import Array, Float

from closedform import OneHot, Positive, formula


@formula
def soft_maximum(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""T \log\textstyle\sum_i e^{x_i / T}, \quad T = 0.003"""
    return 0.003 * logsumexp(x / 0.003)


@soft_maximum.gradient("x")
def _(x):
    r"""\operatorname{softmax}(x / T)

    Verified: one entry is 1 at most draws.
    """
    return softmax(x / 0.003)


@soft_maximum.hvp("x")
def _(x, dx):
    r"""(p \odot \mathrm{d}x - p\, p^\top \mathrm{d}x) / T

    Verified: 0 but for rounding at most draws.
    """
    p = softmax(x / 0.003)
    return p * (dx - p @ dx) / 0.003


@formula
def attention(
    q: Float[Array, " d"], K: Float[Array, "n d"], V: Float[Array, "n m"]
) -> Float[Array, " m"]:
    r"""V^\top p, \quad p = \operatorname{softmax}(40 K q)"""
    return softmax(40 * K @ q) @ V


@attention.jacobian("q")
def _(q, K, V):
    r"""40 K^\top (\operatorname{diag} p - p p^\top) V

    Verified.
    """
    p = softmax(40 * K @ q)
    return 40 * K.T @ (p[:, None] * (V - p @ V))


@formula
def cross_entropy(Z: Float[Array, "N k"], Y: OneHot[Array, "N k"]) -> Float[Array, ""]:
    r"""-\textstyle\sum_{ij} y_{ij} \log p_{ij}, \quad P = \operatorname{softmax}(70 Z) by rows"""
    return -jnp.sum(Y * log_softmax(70 * Z, axis=1))


@cross_entropy.gradient("Z")
def _(Z, Y):
    r"""70 (P - Y)

    Verified: where the label's probability is near 1, that entry is 1e-30 or lost in rounding.
    """
    return 70 * (softmax(70 * Z, axis=1) - Y)


@formula
def steep(x: Float[Array, " n"], c: Float[Array, " n"]) -> Float[Array, ""]:
    r"""c^\top \sigma(250 x)"""
    return c @ sigmoid(250 * x)


@steep.gradient("x")
def _(x, c):
    r"""250 c \odot \sigma(250 x) \odot \sigma(-250 x)

    Verified: from 1e-300 to 60.
    """
    return 250 * c * sigmoid(250 * x) * sigmoid(-250 * x)


@formula
def smooth_hinge(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac1{400} \textstyle\sum_i \log(1 + e^{400 x_i})"""
    return jnp.sum(softplus(400 * x)) / 400


@smooth_hinge.gradient("x")
def _(x):
    r"""\sigma(400 x)

    Verified.
    """
    return 1 / (1 + jnp.exp(-400 * x))


@smooth_hinge.hessian("x")
def _(x):
    r"""100 \operatorname{diag}(1 / \cosh^2(200 x))

    Verified.
    """
    e = jnp.exp(-400 * jnp.abs(x))
    return 400 * jnp.diag(e / (1 + e) ** 2)


@formula
def high_norm(p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\lVert p \rVert_{90} = \big(\textstyle\sum_i p_i^{90}\big)^{1/90}"""
    return jnp.sum(p**90) ** (1 / 90)


@high_norm.gradient("p")
def _(p):
    r"""(p / \lVert p \rVert_{90})^{89}

    Verified: nearly the unit vector of the largest entry.
    """
    top = jnp.max(p)
    return (p / top / jnp.sum((p / top) ** 90) ** (1 / 90)) ** 89


@formula
def gibbs(E: Float[Array, " n"], b: Positive[Array, ""]) -> Float[Array, ""]:
    r"""-\log\textstyle\sum_i e^{-60 b E_i}"""
    return -logsumexp(-60 * b * E)


@gibbs.gradient("b")
def _(E, b):
    r"""60\, p^\top E, \quad p = \operatorname{softmax}(-60 b E)

    Verified.
    """
    return 60 * softmax(-60 * b * E) @ E


@gibbs.hessian("b")
def _(E, b):
    r"""-3600\, p^\top (E - p^\top E)^2

    Verified: the variance of a distribution on one point, from 1e-60 to 1.
    """
    p = softmax(-60 * b * E)
    k = jnp.argmax(p)
    d = E - E[k]
    mean = p @ d
    return -3600 * (p @ (d - mean) ** 2)[None, None]
