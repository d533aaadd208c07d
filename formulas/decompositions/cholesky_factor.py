"""The Cholesky factor of a positive definite matrix."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import SPD, Symmetric, formula, inv


@formula(
    title="Cholesky factor",
    source="Murray-8",
)
def cholesky_factor(S: SPD[Array, "n n"]) -> Float[Array, "n n"]:
    r"""L, \quad S = L L^\top

    S is symmetric and positive definite; L is lower triangular with a positive diagonal.
    """
    return jnp.linalg.cholesky(S)


@cholesky_factor.differential(along=Symmetric)
def _(S, dS):
    r"""L \Phi(L^{-1} \,\mathrm{d}S\, L^{-\top})

    Phi takes the lower triangle, and half of the diagonal.
    """
    L = jnp.linalg.cholesky(S)
    M = inv(L) @ dS @ inv(L).T
    return L @ (jnp.tril(M) - jnp.diag(jnp.diag(M)) / 2)
