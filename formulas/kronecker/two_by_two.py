"""The product of two 2 x 2 matrices, entry by entry: its Jacobian with entries numbered along rows
and along columns."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula, kron


@formula(title="Product of 2 x 2 matrices, entries along rows", source="S0-13; S0-14")
def product_by_rows(a: Float[Array, " 4"], b: Float[Array, " 4"]) -> Float[Array, " 4"]:
    r"""c, \quad \begin{pmatrix} c_1 & c_2 \\ c_3 & c_4 \end{pmatrix} =
    \begin{pmatrix} a_1 & a_2 \\ a_3 & a_4 \end{pmatrix} \begin{pmatrix} b_1 & b_2 \\ b_3 & b_4 \end{pmatrix}

    a, b and c hold the entries of any 2 x 2 matrices A, B and C = AB, numbered along the rows
    (elsewhere vec stacks columns)."""
    return (a.reshape(2, 2) @ b.reshape(2, 2)).reshape(4)


@product_by_rows.equals("entry by entry", source="S0-13")
def _(a, b):
    r"""(a_1 b_1 + a_2 b_3, \; a_1 b_2 + a_2 b_4, \; a_3 b_1 + a_4 b_3, \; a_3 b_2 + a_4 b_4)"""
    (a1, a2, a3, a4), (b1, b2, b3, b4) = a, b
    return jnp.array([a1 * b1 + a2 * b3, a1 * b2 + a2 * b4, a3 * b1 + a4 * b3, a3 * b2 + a4 * b4])


@product_by_rows.jacobian("a", layout="numerator", source="S0-14", flops=lambda: 16)
def _(b):
    r"""I_2 \otimes B^\top"""
    return kron(jnp.eye(2), b.reshape(2, 2).T)


@product_by_rows.jacobian(
    "a", layout="numerator", form="sixteen partials", source="S0-14", flops=lambda: 0
)
def _(b):
    r"""\begin{pmatrix} b_1 & b_3 & 0 & 0 \\ b_2 & b_4 & 0 & 0 \\ 0 & 0 & b_1 & b_3 \\ 0 & 0 & b_2 & b_4 \end{pmatrix}

    Row i holds dc_i/da_1 to dc_i/da_4.
    """
    b1, b2, b3, b4 = b
    return jnp.array([[b1, b3, 0, 0], [b2, b4, 0, 0], [0, 0, b1, b3], [0, 0, b2, b4]])


@product_by_rows.jacobian("a", source="S0-14", flops=lambda: 16)
def _(b):
    r"""I_2 \otimes B"""
    return kron(jnp.eye(2), b.reshape(2, 2))


@formula(title="Product of 2 x 2 matrices, entries along columns", source="S0-14")
def product(A: Float[Array, "2 2"], B: Float[Array, "2 2"]) -> Float[Array, "2 2"]:
    r"""AB

    A and B are any 2 x 2 matrices. The same 16 partials in other places: vec stacks the columns of
    A and of AB."""
    return A @ B


@product.jacobian("A", flops=lambda: 16)
def _(B):
    r"""B \otimes I_2"""
    return kron(B, jnp.eye(2))


@product.jacobian("A", layout="numerator", flops=lambda: 16)
def _(B):
    r"""B^\top \otimes I_2"""
    return kron(B.T, jnp.eye(2))
