"""The bilinear form of a matrix between two vectors."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula


@formula(source="S3-C1")
def bilinear_form(
    a: Float[Array, " m"], X: Float[Array, "m n"], b: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""a^\top X b

    X is any matrix; a and b are any constant vectors of as many entries as X has rows and columns.
    """
    return a @ X @ b


@bilinear_form.differential(form="trace", source="S3-C1a", flops=lambda m, n: 2 * m * n * n)
def _(a, b, dX):
    r"""\operatorname{tr}((a b^\top)^\top \,\mathrm{d}X)"""
    return jnp.trace(jnp.outer(a, b).T @ dX)


@bilinear_form.differential(source="S3-C1a", flops=lambda m, n: 2 * m * n)
def _(a, b, dX):
    r"""a^\top \,\mathrm{d}X\, b"""
    return a @ dX @ b


@bilinear_form.gradient("X", flops=lambda m, n: m * n)
def _(a, b):
    r"""a b^\top"""
    return jnp.outer(a, b)
