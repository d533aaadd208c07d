"""Kronecker products: the definition block by block, the transpose, products of two of them."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula, kron


@formula(source="S3-M13")
def kronecker_product(A: Float[Array, "m n"], B: Float[Array, "p q"]) -> Float[Array, "m*p n*q"]:
    r"""A \otimes B

    A and B are any two matrices, of any two shapes.
    """
    return kron(A, B)


@kronecker_product.equals("blocks")
def _(A, B, m, n):
    r"""\begin{pmatrix} A_{11} B & \cdots & A_{1n} B \\ \vdots & \ddots & \vdots \\ A_{m1} B & \cdots & A_{mn} B \end{pmatrix}

    The definition: m x n blocks, each of B's shape.
    """
    return jnp.block([[A[i, j] * B for j in range(n)] for i in range(m)])


@kronecker_product.differs("other order")
def _(A, B):
    r"""B \otimes A

    The same entries in other places.
    """
    return kron(B, A)


@formula(title="Transpose of a Kronecker product", source="S3-M18")
def transposed(A: Float[Array, "m n"], B: Float[Array, "p q"]) -> Float[Array, "n*q m*p"]:
    r"""(A \otimes B)^\top

    A and B are any two matrices.
    """
    return kron(A, B).T


@transposed.equals("transposed factors")
def _(A, B):
    r"""A^\top \otimes B^\top

    The order stays, unlike that of the factors of AB.
    """
    return kron(A.T, B.T)


@transposed.differs("reversed factors")
def _(A, B):
    r"""B^\top \otimes A^\top

    The rule for AB, carried over.
    """
    return kron(B.T, A.T)


@formula(title="Product of two Kronecker products", source="S3-M20")
def mixed_product(
    A: Float[Array, "m n"], B: Float[Array, "p q"], C: Float[Array, "n r"], D: Float[Array, "q s"]
) -> Float[Array, "m*p r*s"]:
    r"""(A \otimes B)(C \otimes D)

    A, B, C and D are any matrices for which AC and BD exist.
    """
    return kron(A, B) @ kron(C, D)


@mixed_product.equals("product of factors")
def _(A, B, C, D):
    r"""(AC) \otimes (BD)"""
    return kron(A @ C, B @ D)
