"""Optima where the curvature vanishes, in some directions or in all."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import SPD, Positive, Unit, formula


@formula
def quartic(x: Float[Array, " n"], b: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\lVert x - b \rVert^4"""
    return jnp.sum((x - b) ** 2) ** 2


@quartic.minimum("x")
def _(b):
    r"""b

    Verified: without curvature.
    """
    return b


@formula(where=lambda m, n: m < n)
def underdetermined(
    M: Float[Array, "m n"], x: Float[Array, " n"], b: Float[Array, " m"]
) -> Float[Array, ""]:
    r"""\lVert Mx - b \rVert^2, \quad M \text{ wide}"""
    return jnp.sum((M @ x - b) ** 2)


@underdetermined.minimum("x")
def _(M, b):
    r"""M^+ b

    Verified: one of many, flat along the null space.
    """
    return jnp.linalg.pinv(M) @ b


@formula
def even_powers(x: Float[Array, " n"], p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""-\textstyle\sum_i p_i x_i^4 - \big(\sum_i x_i\big)^6"""
    return -(p @ x**4) - jnp.sum(x) ** 6


@even_powers.maximum("x")
def _(n):
    r"""0

    Verified: without curvature.
    """
    return jnp.zeros(n)


@formula
def gap(x: Float[Array, " n"], c: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \cosh(x_i - c_i) - 1 - \tfrac12 (x_i - c_i)^2"""
    d = x - c
    return jnp.sum(jnp.cosh(d) - 1 - d**2 / 2)


@gap.minimum("x")
def _(c):
    r"""c

    Verified: a fourth power in disguise.
    """
    return c


@formula
def squared_pairing(X: Float[Array, "m n"], Y: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\lVert X^\top Y \rVert_F^2"""
    return jnp.sum((X.T @ Y) ** 2)


@squared_pairing.minimum("X", "Y")
def _(m, n):
    r"""0,\; 0

    Verified: of order four, and flat wherever one of the two is 0.
    """
    return jnp.zeros((m, n)), jnp.zeros((m, n))


@formula
def monkey(x: Float[Array, " n"], c: Float[Array, " n"]) -> Float[Array, ""]:
    r"""(c^\top x)^3 - 3 (c^\top x) \lVert x \rVert^2"""
    return (c @ x) ** 3 - 3 * (c @ x) * (x @ x)


@monkey.stationary("x")
def _(n):
    r"""0

    Verified: stationary is all that is said.
    """
    return jnp.zeros(n)


@formula
def rayleigh(S: SPD[Array, "n n"], u: Unit[Array, " n"]) -> Float[Array, ""]:
    r"""\lVert u u^\top \rVert_F^2 + 0 \cdot u^\top S u, constant on the sphere"""
    return jnp.sum(jnp.outer(u, u) ** 2) + 0 * (u @ S @ u)


@rayleigh.minimum("u", along=Unit)
def _(S):
    r"""the first eigenvector of S, as good as any

    Verified: a constant is smallest everywhere.
    """
    return jnp.linalg.eigh(S)[1][:, 0]


@formula
def shrunk(X: Float[Array, "m n"], B: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\lVert (X - B)^\top (X - B) \rVert_F^2"""
    Z = X - B
    return jnp.sum((Z.T @ Z) ** 2)


@shrunk.minimum("X")
def _(B):
    r"""B

    Verified: of order four.
    """
    return B
