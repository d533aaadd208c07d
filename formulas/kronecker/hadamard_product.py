"""Hadamard (elementwise) products as products with a diagonal matrix."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula, vec


@formula(title="vec of a Hadamard product", source="S3-M15")
def vectorized(A: Float[Array, "m n"], X: Float[Array, "m n"]) -> Float[Array, " m*n"]:
    r"""\operatorname{vec}(A \odot X)

    A and X are any two matrices of one shape.
    """
    return vec(A * X)


@vectorized.equals("diagonal matrix")
def _(A, X):
    r"""\operatorname{diag}(A) \operatorname{vec}(X)

    Here diag(A) is the mn x mn diagonal matrix of the entries of A, column by column: diag(vec(A))
    elsewhere, and not the diagonal of a square A."""
    return jnp.diag(vec(A)) @ vec(X)


@formula(title="Hadamard product with an exponential", source="S3-MC5i")
def with_exponential(a: Float[Array, " m"], da: Float[Array, " m"]) -> Float[Array, " m"]:
    r"""\exp(a) \odot \mathrm{d}a

    a and da are any two vectors of one length: the differential of exp(a), taken entry by entry.
    """
    return jnp.exp(a) * da


@with_exponential.equals("diagonal matrix")
def _(a, da):
    r"""\operatorname{diag}(\exp(a)) \,\mathrm{d}a"""
    return jnp.diag(jnp.exp(a)) @ da


@formula(title="Sum of a Hadamard product with an exponential", source="S3-MC5i")
def summed_with_exponential(a: Float[Array, " m"], da: Float[Array, " m"]) -> Float[Array, ""]:
    r"""1^\top (\exp(a) \odot \mathrm{d}a)

    a and da are any two vectors of one length; 1 is the vector of ones.
    """
    return jnp.sum(jnp.exp(a) * da)


@summed_with_exponential.equals("inner product")
def _(a, da):
    r"""\exp(a)^\top \,\mathrm{d}a"""
    return jnp.exp(a) @ da
