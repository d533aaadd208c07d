"""The exponential of each entry, between two linear maps."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula, kron, unvec, vec


@formula(title="Elementwise exponential between linear maps", source="S3-MC3")
def elementwise_exponential(
    A: Float[Array, "l m"], X: Float[Array, "m n"], B: Float[Array, "n p"]
) -> Float[Array, "l p"]:
    r"""A \exp(XB)

    exp acts on each entry: it is not the exponential of a matrix. A and B are any constant matrices
    that fit X."""
    return A @ jnp.exp(X @ B)


@elementwise_exponential.differential(
    form="vec",
    source="S3-MC3d",
    flops=lambda m, n, p, l: m * p * (3 * m * n + 2 * m * p + 3 * l * p),
)
def _(A, X, B, dX, m, p, l):
    r"""\operatorname{vec}(\mathrm{d}F) = (I_p \otimes A) \operatorname{diag}(\exp(XB)) (B^\top \otimes I_m)
    \operatorname{vec}(\mathrm{d}X)

    diag(M) is the diagonal matrix of vec(M).
    """
    diag = jnp.diag(vec(jnp.exp(X @ B)))
    return unvec(kron(jnp.eye(p), A) @ (diag @ (kron(B.T, jnp.eye(m)) @ vec(dX))), l, p)


@elementwise_exponential.differential(
    source="S3-MC3d", flops=lambda m, n, p, l: 2 * m * p * (2 * n + l)
)
def _(A, X, B, dX):
    r"""A (\exp(XB) \odot (\mathrm{d}X\, B))"""
    return A @ (jnp.exp(X @ B) * (dX @ B))


@elementwise_exponential.jacobian("X", flops=lambda m, n, p, l: 2 * n * m**2 * p**2 * (m + l))
def _(A, X, B, m, p):
    r"""(B \otimes I_m) \operatorname{diag}(\exp(XB)) (I_p \otimes A^\top)

    diag(M) is the diagonal matrix of vec(M).
    """
    return kron(B, jnp.eye(m)) @ jnp.diag(vec(jnp.exp(X @ B))) @ kron(jnp.eye(p), A.T)


@elementwise_exponential.jacobian("X", form="outer", flops=lambda m, n, p, l: m * n * p * (l + 1))
def _(A, X, B, m, n, p, l):
    r"""\frac{\partial F_{rk}}{\partial X_{ij}} = B_{jk} \exp(XB)_{ik} A_{ri}

    The same entries without products with zeros.
    """
    return jnp.einsum("jk,ik,ri->jikr", B, jnp.exp(X @ B), A).reshape(m * n, l * p)


@elementwise_exponential.jacobian(
    "X", layout="numerator", flops=lambda m, n, p, l: 2 * l * m**2 * p**2 * (p + n)
)
def _(A, X, B, m, p):
    r"""(I_p \otimes A) \operatorname{diag}(\exp(XB)) (B^\top \otimes I_m)"""
    return kron(jnp.eye(p), A) @ jnp.diag(vec(jnp.exp(X @ B))) @ kron(B.T, jnp.eye(m))


@elementwise_exponential.jacobian(
    "X", layout="numerator", form="outer", flops=lambda m, n, p, l: m * n * p * (l + 1)
)
def _(A, X, B, m, n, p, l):
    r"""\frac{\partial F_{rk}}{\partial X_{ij}} = A_{ri} \exp(XB)_{ik} B_{jk}

    The same entries without products with zeros.
    """
    return jnp.einsum("jk,ik,ri->krji", B, jnp.exp(X @ B), A).reshape(l * p, m * n)
