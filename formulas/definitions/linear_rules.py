"""Differentials of what is linear: sums, differences, transposes and traces."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula


@formula(title="Differential of a sum", source="S3-06")
def sum_of_matrices(X: Float[Array, "m n"], Y: Float[Array, "m n"]) -> Float[Array, "m n"]:
    r"""X + Y

    X and Y are any matrices of the same shape.
    """
    return X + Y


@sum_of_matrices.differential(flops=lambda m, n: m * n)
def _(dX, dY):
    r"""\mathrm{d}X + \mathrm{d}Y"""
    return dX + dY


@formula(title="Differential of a difference", source="S3-06")
def difference_of_matrices(X: Float[Array, "m n"], Y: Float[Array, "m n"]) -> Float[Array, "m n"]:
    r"""X - Y

    X and Y are any matrices of the same shape.
    """
    return X - Y


@difference_of_matrices.differential(flops=lambda m, n: m * n)
def _(dX, dY):
    r"""\mathrm{d}X - \mathrm{d}Y"""
    return dX - dY


@formula(title="Differential of a transpose", source="S3-08")
def transpose(X: Float[Array, "m n"]) -> Float[Array, "n m"]:
    r"""X^\top

    X is any matrix.
    """
    return X.T


@transpose.differential(flops=lambda m, n: 0)
def _(dX):
    r"""(\mathrm{d}X)^\top"""
    return dX.T


@formula(title="Differential of a trace", source="S3-09")
def trace(X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(X)

    X is any square matrix.
    """
    return jnp.trace(X)


@trace.differential(flops=lambda n: n)
def _(dX):
    r"""\operatorname{tr}(\mathrm{d}X)"""
    return jnp.trace(dX)
