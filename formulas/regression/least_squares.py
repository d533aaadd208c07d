"""Least squares: half the squared residual, and the residual sum of squares of linear regression."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from formulas import formula, inv


@formula(source="zhihu-39523290, example 2")
def least_squares(A: Float[Array, "m n"], x: Float[Array, " n"], b: Float[Array, " m"]) -> Float[Array, ""]:
    r"""\tfrac12 \lVert Ax - b \rVert^2

    A has one row a sample. With the factor 1/2, unlike the residual sum of squares below.
    """
    return jnp.sum((A @ x - b) ** 2) / 2


@least_squares.differential(flops=lambda m, n: 4 * m * n)
def _(A, x, b, dx):
    r"""(Ax - b)^\top A \,\mathrm{d}x"""
    return (A @ x - b) @ (A @ dx)


@least_squares.gradient("x", flops=lambda m, n: 4 * m * n)
def _(A, x, b):
    r"""A^\top (Ax - b)"""
    return (A @ x - b) @ A


@least_squares.hessian("x", flops=lambda m, n: 2 * m * n * n)
def _(A):
    r"""A^\top A"""
    return A.T @ A


@least_squares.hvp("x", flops=lambda m, n: 4 * m * n)
def _(A, dx):
    r"""A^\top (A \,\mathrm{d}x)"""
    return (A @ dx) @ A


@formula(source="matrix-calculus-2022, scalar case 4", where=lambda m, n: m >= n)
def residual_sum_of_squares(X: Float[Array, "m n"], w: Float[Array, " n"], y: Float[Array, " m"]) -> Float[Array, ""]:
    r"""\lVert Xw - y \rVert^2

    Samples are the rows of X. The minimum needs X of full column rank, so m >= n.
    """
    return jnp.sum((X @ w - y) ** 2)


@residual_sum_of_squares.differential(flops=lambda m, n: 4 * m * n)
def _(X, w, y, dw):
    r"""2 (Xw - y)^\top X \,\mathrm{d}w"""
    return 2 * (X @ w - y) @ (X @ dw)


@residual_sum_of_squares.gradient("w", flops=lambda m, n: 4 * m * n)
def _(X, w, y):
    r"""2 X^\top (Xw - y)"""
    return 2 * (X @ w - y) @ X


@residual_sum_of_squares.minimum("w")
def _(X, y):
    r"""(X^\top X)^{-1} X^\top y"""
    return inv(X.T @ X) @ X.T @ y
