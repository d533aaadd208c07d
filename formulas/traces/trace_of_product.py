"""The trace of a product: its factors may rotate, and may not be swapped."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import Diagonal, Symmetric, formula

SYMMETRIC = {"A": Symmetric, "B": Symmetric, "C": Symmetric}


@formula(title="Trace of a product of two", source="S2-10; S3-21")
def two_factors(A: Float[Array, "m n"], B: Float[Array, "n m"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(AB)

    B has the shape of A transposed; nothing else is asked of them. AB is m x m, BA is n x n.
    """
    return jnp.trace(A @ B)


@two_factors.equals("BA")
def _(A, B):
    r"""\operatorname{tr}(BA)"""
    return jnp.trace(B @ A)


@formula(title="Trace of a product of three", source="S2-11")
def three_factors(
    A: Float[Array, "m n"], B: Float[Array, "n p"], C: Float[Array, "p m"]
) -> Float[Array, ""]:
    r"""\operatorname{tr}(ABC)

    A, B and C are any three matrices whose shapes close a circle.
    """
    return jnp.trace(A @ B @ C)


@three_factors.equals("BCA")
def _(A, B, C):
    r"""\operatorname{tr}(BCA)"""
    return jnp.trace(B @ C @ A)


@three_factors.equals("CAB")
def _(A, B, C):
    r"""\operatorname{tr}(CAB)"""
    return jnp.trace(C @ A @ B)


@formula(title="Trace of a product of three square matrices", source="S2-12")
def three_square_factors(
    A: Float[Array, "n n"], B: Float[Array, "n n"], C: Float[Array, "n n"]
) -> Float[Array, ""]:
    r"""\operatorname{tr}(ABC)

    A, B and C are square and of one size n, so that they can be multiplied in any order.
    """
    return jnp.trace(A @ B @ C)


@three_square_factors.differs("BAC")
def _(A, B, C):
    r"""\operatorname{tr}(BAC)

    In general, that is, at generic A, B and C with n at least 2. Some triples do give the same
    value."""
    return jnp.trace(B @ A @ C)


@three_square_factors.differs("BAC", given=SYMMETRIC, as_printed=True)
def _(A, B, C):
    r"""\operatorname{tr}(BAC)

    The source states the inequality of any three matrices, without a condition. It fails where all
    three are symmetric, where two of the three commute, and at n = 1."""
    return jnp.trace(B @ A @ C)


@three_square_factors.equals("BAC", given=SYMMETRIC)
def _(A, B, C):
    r"""\operatorname{tr}(BAC)

    A trace is that of its transpose: tr(ABC) = tr(C^T B^T A^T) = tr(CBA) = tr(BAC), where all three
    are symmetric."""
    return jnp.trace(B @ A @ C)


@three_square_factors.equals("BAC", given={"A": Diagonal, "B": Diagonal})
def _(A, B, C):
    r"""\operatorname{tr}(BAC)

    Diagonal A and B commute; C is any matrix.
    """
    return jnp.trace(B @ A @ C)
