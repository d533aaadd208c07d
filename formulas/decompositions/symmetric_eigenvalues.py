"""Eigenvalues and eigenvectors of a symmetric matrix whose eigenvalues differ."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import Symmetric, formula


@formula(title="Eigenvalues of a symmetric matrix", source="Magnus-1")
def symmetric_eigenvalues(S: Symmetric[Array, "n n"]) -> Float[Array, " n"]:
    r"""\lambda, \quad S = V \operatorname{diag}(\lambda) V^\top

    S is symmetric and its eigenvalues differ; they ascend.
    """
    return jnp.linalg.eigvalsh(S)


@symmetric_eigenvalues.differential
def _(S, dS):
    r"""v_k^\top \,\mathrm{d}S\, v_k"""
    V = jnp.linalg.eigh(S)[1]
    return jnp.diag(V.T @ dS @ V)


@formula(title="Eigenvectors of a symmetric matrix", source="Magnus-2")
def eigenvectors(S: Symmetric[Array, "n n"]) -> Float[Array, "n n"]:
    r"""V, \quad S = V \operatorname{diag}(\lambda) V^\top

    S is symmetric and its eigenvalues differ; the columns of V have norm one.
    """
    return jnp.linalg.eigh(S)[1]


@eigenvectors.differential(along=Symmetric)
def _(S, dS, n):
    r"""V (F \odot V^\top \,\mathrm{d}S\, V), \quad
    F_{ij} = \frac{1}{\lambda_j - \lambda_i}, \; F_{ii} = 0"""
    lam, V = jnp.linalg.eigh(S)
    F = (1 - jnp.eye(n)) / (lam - lam[:, None] + jnp.eye(n))
    return V @ (F * (V.T @ dS @ V))
