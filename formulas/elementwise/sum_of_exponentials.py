"""A weighted sum of exponentials of linear forms, and where the brackets of its gradient stand."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula


@formula(title="Weighted sum of exponentials of linear forms", source="S3-C2")
def sum_of_exponentials(
    a: Float[Array, " m"], X: Float[Array, "m n"], b: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""a^\top \exp(Xb)

    exp acts on each entry. X is any matrix; a and b are any constant vectors that fit it.
    """
    return a @ jnp.exp(X @ b)


@sum_of_exponentials.differential(source="S3-C2a", flops=lambda m, n: 4 * m * n)
def _(a, X, b, dX):
    r"""a^\top (\exp(Xb) \odot (\mathrm{d}X\, b))"""
    return a @ (jnp.exp(X @ b) * (dX @ b))


@sum_of_exponentials.differential(form="trace", source="S3-C2a", flops=lambda m, n: 4 * m * n)
def _(a, X, b, dX):
    r"""\operatorname{tr}((a \odot \exp(Xb))^\top \,\mathrm{d}X\, b)

    The trace of a scalar is that scalar.
    """
    return (a * jnp.exp(X @ b)) @ dX @ b


@sum_of_exponentials.gradient("X", flops=lambda m, n: 3 * m * n)
def _(a, X, b):
    r"""(a \odot \exp(Xb))\, b^\top"""
    return jnp.outer(a * jnp.exp(X @ b), b)


@formula(title="Weighted sum of exponentials, of a square matrix", source="S3-C2")
def square(
    a: Float[Array, " n"], X: Float[Array, "n n"], b: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""a^\top \exp(Xb)

    exp acts on each entry. X is square, so that each way to set the brackets has shapes that an
    array library lets through."""
    return a @ jnp.exp(X @ b)


@square.gradient("X", flops=lambda n: 3 * n * n)
def _(a, X, b):
    r"""(a \odot \exp(Xb))\, b^\top"""
    return jnp.outer(a * jnp.exp(X @ b), b)


@square.gradient("X", as_printed=True)
def _(a, X, b):
    r"""a \odot (\exp(Xb)\, b^\top)

    Printed without brackets, and read so by whoever lets the product of matrices bind tighter. A
    column times a matrix, entry by entry, has no meaning on paper; in code the one-dimensional a
    scales the matrix's columns instead of its rows."""
    return a * jnp.outer(jnp.exp(X @ b), b)
