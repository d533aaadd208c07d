"""The commutation matrix K_mn: its definition, its inverse, how it swaps the factors of a Kronecker
product."""

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from closedform import commutation, formula, kron, vec


@formula(source="S3-M14")
def commutation_matrix(m: int, n: int) -> Float[Array, "m*n m*n"]:
    r"""K_{mn}

    For any sizes m and n, in the indices of Magnus and Neudecker: K_mn acts on the vec of an m x n
    matrix. Some texts write K_nm for it."""
    return commutation(m, n)


@commutation_matrix.equals("entry by entry")
def _(m, n):
    r"""\sum_{i=1}^{m} \sum_{j=1}^{n} e_{n(i-1)+j}\, e_{m(j-1)+i}^\top

    e_k is the unit vector with a 1 in place k: what stands in place i, j of A moves from its place
    in vec(A) to its place in the vec of the transpose."""
    K = np.zeros((m * n, m * n))
    for i in range(m):
        for j in range(n):
            K[n * i + j, m * j + i] = 1
    return jnp.asarray(K)


@commutation_matrix.equals("transpose", source="S3-M22")
def _(m, n):
    r"""K_{nm}^\top"""
    return commutation(n, m).T


@commutation_matrix.differs("swapped sizes")
def _(m, n):
    r"""K_{nm}

    Of the same size, but another matrix where m and n differ and neither is 1.
    """
    return commutation(n, m)


@formula(title="Commutation matrix applied twice", source="S3-M22")
def applied_twice(m: int, n: int) -> Float[Array, "m*n m*n"]:
    r"""K_{mn} K_{nm}

    For any sizes m and n: a matrix transposed twice is itself.
    """
    return commutation(m, n) @ commutation(n, m)


@applied_twice.equals("identity")
def _(m, n):
    r"""I_{mn}"""
    return jnp.eye(m * n)


@formula(title="vec of a transpose", source="S3-M14")
def vec_of_transpose(A: Float[Array, "m n"]) -> Float[Array, " m*n"]:
    r"""\operatorname{vec}(A^\top)

    A is any matrix.
    """
    return vec(A.T)


@vec_of_transpose.equals("commuted")
def _(A, m, n):
    r"""K_{mn} \operatorname{vec}(A)"""
    return commutation(m, n) @ vec(A)


@formula(title="vec of the transpose of a 2 x 2 matrix", source="S3-M14")
def vec_of_two_by_two_transpose(A: Float[Array, "2 2"]) -> Float[Array, "4"]:
    r"""\operatorname{vec}(A^\top)

    A is any matrix of 2 x 2.
    """
    return vec(A.T)


@vec_of_two_by_two_transpose.equals("commuted")
def _(A):
    r"""\begin{pmatrix} 1 & 0 & 0 & 0 \\ 0 & 0 & 1 & 0 \\ 0 & 1 & 0 & 0 \\ 0 & 0 & 0 & 1 \end{pmatrix} \operatorname{vec}(A)

    K_22, as the source shows it.
    """
    return jnp.array([[1.0, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]]) @ vec(A)


@formula(title="Kronecker product with its factors swapped", source="S3-M23")
def swapped_factors(
    A: Float[Array, "m n"], B: Float[Array, "p q"], m: int, n: int, p: int, q: int
) -> Float[Array, "m*p n*q"]:
    r"""K_{pm} (A \otimes B) K_{nq}

    A and B are any two matrices, A of m x n and B of p x q.
    """
    return commutation(p, m) @ kron(A, B) @ commutation(n, q)


@swapped_factors.equals("other order")
def _(A, B):
    r"""B \otimes A"""
    return kron(B, A)


@formula(title="vec of a transposed product", source="S3-M24")
def vec_of_product(
    A: Float[Array, "m n"], X: Float[Array, "n q"], B: Float[Array, "p q"]
) -> Float[Array, " m*p"]:
    r"""\operatorname{vec}(A X B^\top)

    A, X and B are any matrices for which the product exists: X is n x q, which the source leaves
    out."""
    return vec(A @ X @ B.T)


@vec_of_product.equals("Kronecker product")
def _(A, X, B):
    r"""(B \otimes A) \operatorname{vec}(X)"""
    return kron(B, A) @ vec(X)


@vec_of_product.equals("commuted")
def _(A, X, B, m, p):
    r"""K_{pm} \operatorname{vec}(B X^\top A^\top)"""
    return commutation(p, m) @ vec(B @ X.T @ A.T)


@vec_of_product.equals("commuted twice")
def _(A, X, B, m, n, p, q):
    r"""K_{pm} (A \otimes B) K_{nq} \operatorname{vec}(X)"""
    return commutation(p, m) @ kron(A, B) @ commutation(n, q) @ vec(X)
