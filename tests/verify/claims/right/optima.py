"""Stationary points, minima and maxima, also along constrained directions."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import SPD, Orthogonal, Positive, Simplex, Symmetric, Unit, formula, inv


@formula
def quadratic(
    S: SPD[Array, "n n"], x: Float[Array, " n"], b: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""\tfrac12 x^\top S x - b^\top x"""
    return x @ S @ x / 2 - b @ x


@quadratic.minimum("x")
def _(S, b):
    r"""S^{-1} b"""
    return inv(S) @ b


@formula
def form(S: SPD[Array, "n n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\top S x"""
    return x @ S @ x


@form.maximum("x", along=Unit)
def _(S):
    r"""v_n"""
    return jnp.linalg.eigh(S)[1][:, -1]


@form.minimum("x", along=Unit)
def _(S):
    r"""v_1"""
    return -jnp.linalg.eigh(S)[1][:, 0]


@form.stationary("x")
def _(n):
    r"""0"""
    return jnp.zeros(n)


@formula
def likelihood(p: Simplex[Array, " n"], c: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\sum_i c_i \log p_i"""
    return c @ jnp.log(p)


@likelihood.maximum("p", along=Simplex)
def _(c):
    r"""c / 1^\top c"""
    return c / jnp.sum(c)


@formula
def entropy(p: Simplex[Array, " n"]) -> Float[Array, ""]:
    r"""-\sum_i p_i \log p_i"""
    return -jnp.sum(p * jnp.log(p))


@entropy.maximum("p", along=Simplex)
def _(n):
    r"""\tfrac1n 1"""
    return jnp.full(n, 1 / n)


@formula
def nearest(A: Float[Array, "n n"], X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\lVert X - A \rVert_F^2"""
    return jnp.sum((X - A) ** 2)


@nearest.minimum("X", along=Symmetric)
def _(A):
    r"""\tfrac12 (A + A^\top)"""
    return (A + A.T) / 2


@formula(where=lambda m, n: m >= n)
def procrustes(
    A: Float[Array, "m n"], B: Float[Array, "m n"], Q: Orthogonal[Array, "n n"]
) -> Float[Array, ""]:
    r"""\lVert AQ - B \rVert_F^2"""
    return jnp.sum((A @ Q - B) ** 2)


@procrustes.minimum("Q", along=Orthogonal)
def _(A, B):
    r"""U V^\top, \quad A^\top B = U \Sigma V^\top"""
    U, _, V = jnp.linalg.svd(A.T @ B)
    return U @ V


@procrustes.gradient("Q", along=Orthogonal)
def _(A, B):
    r"""-2 A^\top B

    Along the orthogonal matrices; at other points the first term stays.
    """
    return -2 * A.T @ B


@formula
def scatter(
    X: Float[Array, "N d"], mu: Float[Array, " d"], S: SPD[Array, "d d"]
) -> Float[Array, ""]:
    r"""\sum_i (x_i - \mu)^\top S^{-1} (x_i - \mu)"""
    return jnp.sum((X - mu) * jnp.linalg.solve(S, (X - mu).T).T)


@scatter.minimum("mu")
def _(X):
    r"""\tfrac1N \sum_i x_i"""
    return X.mean(0)


@formula(where=lambda m, n, r: m >= n >= r)
def low_rank(
    X: Float[Array, "m n"], U: Float[Array, "m r"], V: Float[Array, "n r"]
) -> Float[Array, ""]:
    r"""\lVert X - U V^\top \rVert_F^2"""
    return jnp.sum((X - U @ V.T) ** 2)


@low_rank.stationary("U", "V")
def _(X, r):
    r"""U_r \Sigma_r,\; V_r"""
    U, s, V = jnp.linalg.svd(X, full_matrices=False)
    return U[:, :r] * s[:r], V[:r].T


@formula
def barrier(x: Positive[Array, " n"], c: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""c^\top x - \sum_i \log x_i"""
    return c @ x - jnp.sum(jnp.log(x))


@barrier.minimum("x")
def _(c):
    r"""1 / c"""
    return 1 / c


@formula
def soft(a: Float[Array, " n"], w: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\sum_i \log(1 + \exp(w_i)) - \sigma(a_i) w_i"""
    return jnp.sum(jnp.logaddexp(0, w) - w / (1 + jnp.exp(-a)))


@soft.minimum("w")
def _(a):
    r"""a"""
    return a
