"""The trace: of a scalar, of a transpose, of a sum."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula


@formula(source="S3-19")
def trace(A: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(A)

    A is any square matrix.
    """
    return jnp.trace(A)


@trace.equals("transposed")
def _(A):
    r"""\operatorname{tr}(A^\top)"""
    return jnp.trace(A.T)


@formula(title="Trace of a scalar", source="S2-08; S3-18")
def of_scalar(a: Float[Array, ""]) -> Float[Array, ""]:
    r"""\operatorname{tr}(a)

    a is any scalar, taken as a matrix of 1 x 1.
    """
    return jnp.trace(a.reshape(1, 1))


@of_scalar.equals("scalar")
def _(a):
    r"""a"""
    return a


@formula(title="Trace of a sum", source="S3-20")
def of_sum(A: Float[Array, "n n"], B: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(A + B)

    A and B are any two square matrices of one size.
    """
    return jnp.trace(A + B)


@of_sum.equals("sum of traces")
def _(A, B):
    r"""\operatorname{tr}(A) + \operatorname{tr}(B)"""
    return jnp.trace(A) + jnp.trace(B)


@formula(title="Trace of a difference", source="S3-20")
def of_difference(A: Float[Array, "n n"], B: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(A - B)

    A and B are any two square matrices of one size.
    """
    return jnp.trace(A - B)


@of_difference.equals("difference of traces")
def _(A, B):
    r"""\operatorname{tr}(A) - \operatorname{tr}(B)"""
    return jnp.trace(A) - jnp.trace(B)
