"""Ill-conditioned problems: the answer moves by 1e-6 of itself where an argument is rounded, and
claim and autodiff are each off by as much."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import SPD, Positive, formula, inv


def kernel(n: int) -> Array:
    """exp(-(i - j)^2 / 16) of n x n, condition numbers up to 1e8."""
    i = jnp.arange(n)
    return jnp.exp(-((i[:, None] - i) ** 2) / 16.0)


@formula
def smooth(y: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac12 y^\top K^{-1} y, \quad k_{ij} = e^{-(i-j)^2/16}"""
    return y @ jnp.linalg.solve(kernel(len(y)), y) / 2


@smooth.gradient("y")
def _(y, n):
    r"""K^{-1} y

    Verified.
    """
    return inv(kernel(n)) @ y


@smooth.hessian("y")
def _(n):
    r"""K^{-1}

    Verified.
    """
    return inv(kernel(n))


@formula
def evidence(s: Positive[Array, ""], y: Float[Array, " n"]) -> Float[Array, ""]:
    r"""y^\top M^{-1} y + \log|M|, \quad M = K + 10^{-4} s I"""
    M = kernel(len(y)) + 1e-4 * s * jnp.eye(len(y))
    return y @ jnp.linalg.solve(M, y) + jnp.linalg.slogdet(M)[1]


@evidence.derivative("s")
def _(s, y, n):
    r"""10^{-4} \big(\operatorname{tr} M^{-1} - \lVert M^{-1} y \rVert^2\big)

    Verified.
    """
    P = inv(kernel(n) + 1e-4 * s * jnp.eye(n))
    return 1e-4 * (jnp.trace(P) - jnp.sum((P @ y) ** 2))


@formula
def spiked(S: SPD[Array, "n n"], u: Float[Array, " n"]) -> Float[Array, "n n"]:
    r"""(S + 10^8 u u^\top)^{-1}"""
    return inv(S + 1e8 * jnp.outer(u, u))


@spiked.equals("Sherman-Morrison")
def _(S, u):
    r"""S^{-1} - \frac{10^8 S^{-1} u u^\top S^{-1}}{1 + 10^8 u^\top S^{-1} u}

    Verified.
    """
    P = inv(S)
    v = P @ u
    return P - 1e8 * jnp.outer(v, v) / (1 + 1e8 * u @ v)


@spiked.differential
def _(S, u, dS):
    r"""-F \,\mathrm{d}S\, F, \quad F = (S + 10^8 u u^\top)^{-1}

    Verified.
    """
    F = inv(S + 1e8 * jnp.outer(u, u))
    return -F @ dS @ F


@formula
def graded(S: SPD[Array, "n n"], b: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""(D S D)^{-1} b, \quad D = \operatorname{diag}(1, 10^2, 10^4, \ldots)"""
    d = 10.0 ** (2 * jnp.arange(len(b)))
    return jnp.linalg.solve(S * jnp.outer(d, d), b)


@graded.jacobian("b")
def _(S, n):
    r"""(D S D)^{-\top}

    Verified: entries from 1 to 1e-20.
    """
    d = 10.0 ** (2 * jnp.arange(n))
    return inv(S).T / jnp.outer(d, d)


@formula(where=lambda m, n: m >= n)
def fitted(t: Positive[Array, " m"], y: Float[Array, " m"], n: int) -> Float[Array, ""]:
    r"""\min_c \lVert y - Vc \rVert^2 + 10^{-8} \lVert c \rVert^2, \quad v_{ij} = t_i^{j-1}"""
    V = t[:, None] ** jnp.arange(n)
    c = jnp.linalg.solve(V.T @ V + 1e-8 * jnp.eye(n), V.T @ y)
    return y @ (y - V @ c)


@fitted.gradient("y")
def _(t, y, n):
    r"""2 (y - V (V^\top V + 10^{-8} I)^{-1} V^\top y)

    Verified.
    """
    V = t[:, None] ** jnp.arange(n)
    return 2 * (y - V @ jnp.linalg.solve(V.T @ V + 1e-8 * jnp.eye(n), V.T @ y))


@formula
def nearly_singular(
    e: Positive[Array, ""], a: Float[Array, " n"], B: SPD[Array, "n n"]
) -> Float[Array, ""]:
    r"""a^\top (a a^\top + 10^{-9} e B)^{-1} a"""
    return a @ jnp.linalg.solve(jnp.outer(a, a) + 1e-9 * e * B, a)


@nearly_singular.equals("in one dimension")
def _(e, a, B):
    r"""q / (1 + q), \quad q = 10^9 a^\top B^{-1} a / e

    Verified: 1 - 1e-9.
    """
    q = 1e9 * a @ jnp.linalg.solve(B, a) / e
    return q / (1 + q)


@nearly_singular.derivative("e")
def _(e, a, B):
    r"""-q / (e (1 + q)^2)

    Verified: 1e-9, where the formula's matrix has a condition number of 1e10.
    """
    q = 1e9 * a @ jnp.linalg.solve(B, a) / e
    return -q / (e * (1 + q) ** 2)
