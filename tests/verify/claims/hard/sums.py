"""Sums over thousands of terms, recurrences of thousands of steps."""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import Positive, formula


@formula
def fourier(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \sum_{k=1}^{3000} \sin(k x_i) / k^2"""
    k = jnp.arange(1, 3001)
    return jnp.sum(jnp.sin(k * x[:, None]) / k**2)


@fourier.gradient("x")
def _(x):
    r"""\textstyle\sum_{k=1}^{3000} \cos(k x) / k

    Verified: 3000 terms of both signs.
    """
    k = jnp.arange(1, 3001)
    return jnp.sum(jnp.cos(k * x[:, None]) / k, axis=1)


@formula
def harmonic(p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \sum_{k=1}^{5000} 1 / (k + p_i)"""
    return jnp.sum(1 / (jnp.arange(1, 5001) + p[:, None]))


@harmonic.gradient("p")
def _(p):
    r"""-\textstyle\sum_{k=1}^{5000} 1 / (k + p)^2

    Verified.
    """
    return -jnp.sum((jnp.arange(5000, 0, -1) + p[:, None]) ** -2.0, axis=1)


@formula
def quadrature(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac1N \textstyle\sum_{j=1}^N \exp(\sin(t_j + 1^\top x)), \; t_j = 2\pi j/N, N = 4000"""
    t = 2 * jnp.pi * jnp.arange(4000) / 4000
    return jnp.mean(jnp.exp(jnp.sin(t + jnp.sum(x))))


@quadrature.gradient("x")
def _(n):
    r"""0

    Verified: the mean over a period doesn't depend on where it begins.
    """
    return jnp.zeros(n)


@formula
def recurrence(a: Float[Array, ""], b: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""h_{2000}, \quad h_{k+1} = s h_k + b, h_0 = 0, s = \tanh(a)/2"""
    s = jnp.tanh(a) / 2
    return jax.lax.scan(lambda h, _: (s * h + b, None), jnp.zeros_like(b), length=2000)[0]


@recurrence.equals("geometric series")
def _(a, b):
    r"""b / (1 - s)

    Verified: s^{2000} is 0.
    """
    return b / (1 - jnp.tanh(a) / 2)


@recurrence.derivative("a")
def _(a, b):
    r"""\tfrac12 (1 - \tanh^2 a)\, b / (1 - s)^2

    Verified.
    """
    return (1 - jnp.tanh(a) ** 2) / 2 * b / (1 - jnp.tanh(a) / 2) ** 2


@formula
def rotation(t: Float[Array, ""], x: Float[Array, "2"]) -> Float[Array, "2"]:
    r"""R(t/1000)^{1000} x, 1000 turns one after the other"""
    c, s = jnp.cos(t / 1000), jnp.sin(t / 1000)

    def turn(y: Array, _: None) -> tuple[Array, None]:
        return jnp.stack([c * y[0] - s * y[1], s * y[0] + c * y[1]]), None

    return jax.lax.scan(turn, x, length=1000)[0]


@rotation.derivative("t")
def _(t, x):
    r"""R(t + \tfrac\pi2) x

    Verified.
    """
    c, s = -jnp.sin(t), jnp.cos(t)
    return jnp.stack([c * x[0] - s * x[1], s * x[0] + c * x[1]])


@formula
def moments(X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\tfrac1{2000} \textstyle\sum_{j=1}^{2000} \lVert X w_j \rVert^4, \quad
    w_j = (\cos j, \cos 2j, \ldots)"""
    j = jnp.arange(1, 2001)
    W = jnp.cos(j[:, None] * jnp.arange(1, X.shape[1] + 1))
    return jnp.mean(jnp.sum((W @ X.T) ** 2, axis=1) ** 2)


@moments.gradient("X")
def _(X, n):
    r"""\tfrac4{2000} \textstyle\sum_j \lVert X w_j \rVert^2 X w_j w_j^\top

    Verified.
    """
    W = jnp.cos(jnp.arange(1, 2001)[:, None] * jnp.arange(1, n + 1))
    Y = W @ X.T
    return 4 * (Y * jnp.sum(Y**2, axis=1, keepdims=True)).T @ W / 2000


@formula
def product(p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \log\prod_{k=1}^{1000} (1 + p_i / k^2)"""
    return jnp.sum(jnp.log(jnp.prod(1 + p[:, None] / jnp.arange(1, 1001) ** 2, axis=1)))


@product.gradient("p")
def _(p):
    r"""\textstyle\sum_{k=1}^{1000} 1 / (k^2 + p)

    Verified.
    """
    return jnp.sum(1 / (jnp.arange(1, 1001) ** 2 + p[:, None]), axis=1)
