"""Least squares with fewer samples than weights, where the minimum is not unique."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula, inv


@formula(source="S3-C4z", where=lambda m, n: m < n)
def underdetermined_least_squares(
    X: Float[Array, "m n"], w: Float[Array, " n"], y: Float[Array, " m"]
) -> Float[Array, ""]:
    r"""\lVert Xw - y \rVert^2

    Fewer samples (the rows of X) than weights, m < n, and X of full row rank: X^T X is singular and
    the minimum is not unique."""
    return jnp.sum((X @ w - y) ** 2)


@underdetermined_least_squares.minimum("w")
def _(X, y):
    r"""X^\top (X X^\top)^{-1} y

    The minimum of least norm, X^+ y.
    """
    return X.T @ inv(X @ X.T) @ y


@underdetermined_least_squares.minimum("w", as_printed=True)
def _(X, y):
    r"""(X^\top X)^{-1} X^\top y

    Printed for any X; here X^T X has rank m < n and no inverse.
    """
    return inv(X.T @ X) @ X.T @ y
