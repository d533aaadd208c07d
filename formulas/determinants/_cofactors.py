"""The cofactors of a square matrix, by three algorithms; each is right at singular matrices too."""

import jax.numpy as jnp
from jax import Array, lax
from jax.lax.linalg import lu
from jax.scipy.linalg import solve_triangular

from closedform import adjugate


def cofactors(X: Array) -> Array:
    """The n x n cofactors of X, each by the determinant that it is."""
    return adjugate(X).T


def cofactors_by_svd(X: Array) -> Array:
    """The n x n cofactors of X = U diag(s) V^T: |U V^T| U diag(t) V^T, with t_i the product of the
    s_k but s_i."""
    U, s, Vt = jnp.linalg.svd(X, full_matrices=False)
    t = jnp.prod(jnp.where(jnp.eye(len(s), dtype=bool), 1.0, s), axis=1)
    return jnp.linalg.det(U @ Vt) * (U * t) @ Vt


def cofactors_by_elimination(X: Array) -> Array:
    """The n x n cofactors of X, of PX = LU: adj(X) = |P| adj(U) L^-1 P.

    With r the last pivot, t the product of the others, and V equal to U but for a 1 in the place of
    r, adj(U) is t V^-1 diag(r, ..., r, 1): the last pivot may vanish, as it does where X is
    singular. Where another one does, or r is exactly zero (at which elimination has no derivative),
    the singular value decomposition is taken."""
    n = len(X)
    LU, swaps, order = lu(X)
    pivots = jnp.abs(jnp.diagonal(LU))
    small = n * jnp.finfo(X.dtype).eps * jnp.max(pivots)
    sound = (jnp.min(pivots[:-1], initial=jnp.inf) > small) & (pivots[-1] > 0)
    t = jnp.prod(jnp.diagonal(LU)[:-1]) * (-1.0) ** jnp.sum(swaps != jnp.arange(n))
    scale = jnp.full(n, LU[-1, -1]).at[-1].set(1.0) * t
    Z = solve_triangular(LU, jnp.eye(n, dtype=X.dtype)[order], lower=True, unit_diagonal=True)
    adjugate = solve_triangular(LU.at[-1, -1].set(1.0), scale[:, None] * Z)
    return lax.cond(sound, lambda X, C: C, lambda X, C: cofactors_by_svd(X), X, adjugate.T)
