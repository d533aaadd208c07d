"""vec, which stacks the columns of a matrix: its definition, and the vec of a sum and of
products."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula, kron, vec


@formula(title="vec of a matrix", source="S3-M02")
def of_matrix(X: Float[Array, "m n"]) -> Float[Array, " m*n"]:
    r"""\operatorname{vec}(X)

    X is any matrix.
    """
    return vec(X)


@of_matrix.equals("stacked columns")
def _(X, n):
    r"""(X_{11}, \ldots, X_{m1},\; X_{12}, \ldots, X_{m2},\; \ldots,\; X_{1n}, \ldots, X_{mn})^\top

    The definition: column after column.
    """
    return jnp.concatenate([X[:, j] for j in range(n)])


@of_matrix.differs("stacked rows")
def _(X, m):
    r"""(X_{11}, \ldots, X_{1n},\; X_{21}, \ldots, X_{2n},\; \ldots,\; X_{m1}, \ldots, X_{mn})^\top

    Row after row, as NumPy's and JAX's reshape(-1) has it: another vector wherever X has more than
    one row and column."""
    return jnp.concatenate([X[i] for i in range(m)])


@formula(title="vec of a sum", source="S3-M11")
def of_sum(A: Float[Array, "m n"], B: Float[Array, "m n"]) -> Float[Array, " m*n"]:
    r"""\operatorname{vec}(A + B)

    A and B are any two matrices of one shape.
    """
    return vec(A + B)


@of_sum.equals("sum of vecs")
def _(A, B):
    r"""\operatorname{vec}(A) + \operatorname{vec}(B)"""
    return vec(A) + vec(B)


@formula(title="vec of a product", source="S3-M12")
def of_product(
    A: Float[Array, "l m"], X: Float[Array, "m n"], B: Float[Array, "n p"]
) -> Float[Array, " l*p"]:
    r"""\operatorname{vec}(AXB)

    A, X and B are any matrices that can be multiplied in this order.
    """
    return vec(A @ X @ B)


@of_product.equals("Kronecker product")
def _(A, X, B):
    r"""(B^\top \otimes A) \operatorname{vec}(X)"""
    return kron(B.T, A) @ vec(X)


@of_product.differs("row-major rule")
def _(A, X, B):
    r"""(A \otimes B^\top) \operatorname{vec}(X)

    This order of the factors belongs to rows stacked, not to vec.
    """
    return kron(A, B.T) @ vec(X)


@formula(title="Rows of a product, stacked", source="S3-M12")
def stacked_rows_of_product(
    A: Float[Array, "l m"], X: Float[Array, "m n"], B: Float[Array, "n p"]
) -> Float[Array, " l*p"]:
    r"""\operatorname{vec}((AXB)^\top)

    The rows of AXB, stacked: reshape(-1) in NumPy and JAX. A, X and B are any matrices that can be
    multiplied."""
    return (A @ X @ B).reshape(-1)


@stacked_rows_of_product.equals("Kronecker product")
def _(A, X, B):
    r"""(A \otimes B^\top) \operatorname{vec}(X^\top)"""
    return kron(A, B.T) @ X.reshape(-1)


@formula(title="vec of an outer product", source="S3-M19")
def of_outer_product(a: Float[Array, " m"], b: Float[Array, " n"]) -> Float[Array, " m*n"]:
    r"""\operatorname{vec}(a b^\top)

    a and b are any two vectors.
    """
    return vec(jnp.outer(a, b))


@of_outer_product.equals("Kronecker product")
def _(a, b):
    r"""b \otimes a

    In the order opposite to that in the outer product.
    """
    return kron(b, a)


@of_outer_product.differs("same order")
def _(a, b):
    r"""a \otimes b

    The same entries in another order.
    """
    return kron(a, b)
