"""A linear map of a matrix and of a vector."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula, kron


@formula(title="Linear map of a matrix", source="S3-MC1")
def of_matrix(A: Float[Array, "l m"], X: Float[Array, "m n"]) -> Float[Array, "l n"]:
    r"""AX

    X is any matrix, and A any constant matrix of as many columns as X has rows.
    """
    return A @ X


@of_matrix.jacobian("X", flops=lambda l, m, n: l * m * n**2)
def _(A, n):
    r"""I_n \otimes A^\top"""
    return kron(jnp.eye(n), A.T)


@of_matrix.jacobian("X", form="transposed", flops=lambda l, m, n: l * m * n**2)
def _(A, n):
    r"""(I_n \otimes A)^\top"""
    return kron(jnp.eye(n), A).T


@of_matrix.jacobian("X", layout="numerator", flops=lambda l, m, n: l * m * n**2)
def _(A, n):
    r"""I_n \otimes A"""
    return kron(jnp.eye(n), A)


@formula(title="Linear map of a vector", source="S3-MC1v")
def of_vector(A: Float[Array, "l m"], x: Float[Array, " m"]) -> Float[Array, " l"]:
    r"""Ax

    x is any vector, and A any constant matrix of as many columns as x has entries.
    """
    return A @ x


@of_vector.jacobian("x", flops=lambda: 0)
def _(A):
    r"""A^\top"""
    return A.T


@of_vector.jacobian("x", layout="numerator", flops=lambda: 0)
def _(A):
    r"""A"""
    return A
