"""Least squares: half the squared residual, and the residual sum of squares of linear
regression."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import Gram, formula, inv, transposed


@formula(source="S0-06; S0-07")
def least_squares(
    A: Float[Array, "m n"], x: Float[Array, " n"], b: Float[Array, " m"]
) -> Float[Array, ""]:
    r"""\tfrac12 \lVert Ax - b \rVert^2

    A is any m x n matrix. With the factor 1/2, unlike the residual sum of squares below.
    """
    return jnp.sum((A @ x - b) ** 2) / 2


@least_squares.differential(source="S0-06", flops=lambda m, n: 4 * m * n)
def _(A, x, b, dx):
    r"""(Ax - b)^\top A \,\mathrm{d}x"""
    return (A @ x - b) @ (A @ dx)


@least_squares.gradient("x", source="S0-07", flops=lambda m, n: 4 * m * n)
def _(A, x, b):
    r"""A^\top (Ax - b)"""
    return A.T @ (A @ x - b)


@least_squares.gradient("x", form="row vector", source="S0-07", flops=lambda m, n: 4 * m * n)
def _(A, x, b):
    r"""\left((Ax - b)^\top A\right)^\top

    A row times a matrix: XLA's loop for a transposed matrix times a vector is many times slower on
    a CPU."""
    return (A @ x - b) @ A


@least_squares.hessian("x", flops=lambda m, n: 2 * m * n * n)
def _(A):
    r"""A^\top A

    Follows from the gradient; not printed.
    """
    return A.T @ A


@least_squares.hessian("x", form="transpose first", flops=lambda m, n: 2 * m * n * n)
def _(A):
    r"""A^\top A

    The transpose is an array of its own: XLA's product of a transposed matrix takes twice as long
    on a CPU."""
    return transposed(A) @ A


@least_squares.hessian("x", form="factors", flops=lambda m, n: 0)
def _(A, m):
    r"""A^\top A

    A alone, of which the Hessian is the Gram matrix.
    """
    return Gram(A, jnp.ones(m, A.dtype))


@least_squares.hvp("x", flops=lambda m, n: 4 * m * n)
def _(A, dx):
    r"""A^\top (A \,\mathrm{d}x)"""
    return A.T @ (A @ dx)


@least_squares.hvp("x", form="row vector", flops=lambda m, n: 4 * m * n)
def _(A, dx):
    r"""\left((A \,\mathrm{d}x)^\top A\right)^\top"""
    return (A @ dx) @ A


@formula(title="Residual sum of squares", source="S3-C4a; S3-C4; S3-C4z", where=lambda m, n: m >= n)
def residual_sum_of_squares(
    X: Float[Array, "m n"], w: Float[Array, " n"], y: Float[Array, " m"]
) -> Float[Array, ""]:
    r"""\lVert Xw - y \rVert^2

    Samples are the rows of X, and the factor 1/2 is absent. The minimum needs X of full column
    rank, so m >= n; the derivatives hold for any X."""
    return jnp.sum((X @ w - y) ** 2)


@residual_sum_of_squares.differential(source="S3-C4a", flops=lambda m, n: 4 * m * n)
def _(X, w, y, dw):
    r"""2 (Xw - y)^\top X \,\mathrm{d}w"""
    return 2 * (X @ w - y) @ (X @ dw)


@residual_sum_of_squares.gradient("w", source="S3-C4", flops=lambda m, n: 4 * m * n)
def _(X, w, y):
    r"""2 X^\top (Xw - y)"""
    return 2 * X.T @ (X @ w - y)


@residual_sum_of_squares.gradient(
    "w", form="row vector", source="S3-C4", flops=lambda m, n: 4 * m * n
)
def _(X, w, y):
    r"""2 \left((Xw - y)^\top X\right)^\top"""
    return 2 * (X @ w - y) @ X


@residual_sum_of_squares.hessian("w", source="S3-C4", flops=lambda m, n: 2 * m * n * n)
def _(X):
    r"""2 X^\top X

    Follows from the gradient; not printed. Positive definite when X has full column rank.
    """
    return 2 * X.T @ X


@residual_sum_of_squares.hessian(
    "w", form="transpose first", source="S3-C4", flops=lambda m, n: 2 * m * n * n
)
def _(X):
    r"""2 X^\top X

    The transpose is an array of its own.
    """
    return 2 * (transposed(X) @ X)


@residual_sum_of_squares.hvp("w", source="S3-C4", flops=lambda m, n: 4 * m * n)
def _(X, dw):
    r"""2 X^\top (X \,\mathrm{d}w)"""
    return 2 * X.T @ (X @ dw)


@residual_sum_of_squares.hvp("w", form="row vector", source="S3-C4", flops=lambda m, n: 4 * m * n)
def _(X, dw):
    r"""2 \left((X \,\mathrm{d}w)^\top X\right)^\top"""
    return 2 * (X @ dw) @ X


@residual_sum_of_squares.minimum("w", source="S3-C4z")
def _(X, y):
    r"""(X^\top X)^{-1} X^\top y

    X has full column rank, which the source does not state.
    """
    return inv(X.T @ X) @ X.T @ y
