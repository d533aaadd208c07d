"""Singular values that differ."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula


@formula(
    title="Singular values",
    source="SVD-7",
    where=lambda m, n: m >= n,
)
def singular_values(X: Float[Array, "m n"]) -> Float[Array, " n"]:
    r"""s, \quad X = U \operatorname{diag}(s) V^\top

    The singular values of X are positive and differ; they descend.
    """
    return jnp.linalg.svd(X, compute_uv=False)


@singular_values.differential
def _(X, dX):
    r"""u_k^\top \,\mathrm{d}X\, v_k"""
    U, _, Vt = jnp.linalg.svd(X, full_matrices=False)
    return jnp.diag(U.T @ dX @ Vt.T)
