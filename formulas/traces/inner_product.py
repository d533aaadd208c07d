"""The inner product of two matrices: its definition, its trace, and what Hadamard products do in
it."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula


@formula(title="Inner product of matrices", source="S2-05; S3-05")
def inner_product(A: Float[Array, "n m"], B: Float[Array, "n m"]) -> Float[Array, ""]:
    r"""\langle A, B \rangle

    A and B are any two matrices of one shape. Also called the Frobenius inner product.
    """
    return jnp.sum(A * B)


@inner_product.equals("sum over entries")
def _(A, B, n, m):
    r"""\sum_{i=1}^{n} \sum_{j=1}^{m} A_{ij} B_{ij}

    The definition, entry by entry.
    """
    return sum(A[i, j] * B[i, j] for i in range(n) for j in range(m))


@inner_product.equals("trace", source="S2-06; S3-05")
def _(A, B):
    r"""\operatorname{tr}(A^\top B)

    A^T B is m x m, with m the number of columns.
    """
    return jnp.trace(A.T @ B)


@formula(title="Diagonal of a product", source="S2-07")
def diagonal(A: Float[Array, "n m"], B: Float[Array, "n m"]) -> Float[Array, " m"]:
    r"""\operatorname{diag}(C), \quad C = A^\top B

    A and B are any two matrices of one shape. diag(C) is the diagonal of C as a vector; its sum is
    their inner product."""
    return jnp.diagonal(A.T @ B)


@diagonal.equals("column sums")
def _(A, B):
    r"""C_{jj} = \sum_{i=1}^{n} A_{ij} B_{ij}

    The sums of the columns of the Hadamard product of A and B.
    """
    return jnp.sum(A * B, axis=0)


@formula(title="Diagonal of a product of square matrices", source="S2-07")
def square_diagonal(A: Float[Array, "n n"], B: Float[Array, "n n"]) -> Float[Array, " n"]:
    r"""\operatorname{diag}(C), \quad C = A^\top B

    A and B are any two square matrices of one size, so that A and B have a diagonal too.
    """
    return jnp.diagonal(A.T @ B)


@square_diagonal.equals("column sums")
def _(A, B):
    r"""C_{jj} = \sum_{i=1}^{n} A_{ij} B_{ij}"""
    return jnp.sum(A * B, axis=0)


@square_diagonal.equals("single products", as_printed=True)
def _(A, B):
    r"""C_{jj} = A_{jj} B_{jj}

    The source says in words that the diagonal of C holds the products of the entries in equal
    positions. There are more such products than places for them: each place holds the sum of the
    products down a column, not one product."""
    return jnp.diagonal(A) * jnp.diagonal(B)


@formula(title="Inner product with a Hadamard product", source="S3-22")
def with_hadamard_product(
    A: Float[Array, "m n"], B: Float[Array, "m n"], C: Float[Array, "m n"]
) -> Float[Array, ""]:
    r"""\operatorname{tr}(A^\top (B \odot C))

    A, B and C are any three matrices of one shape.
    """
    return jnp.trace(A.T @ (B * C))


@with_hadamard_product.equals("moved")
def _(A, B, C):
    r"""\operatorname{tr}((A \odot B)^\top C)"""
    return jnp.trace((A * B).T @ C)


@with_hadamard_product.equals("sum over entries")
def _(A, B, C, m, n):
    r"""\sum_{i=1}^{m} \sum_{j=1}^{n} A_{ij} B_{ij} C_{ij}"""
    return sum(A[i, j] * B[i, j] * C[i, j] for i in range(m) for j in range(n))
