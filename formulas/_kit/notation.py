"""The notation of the books: vec, unvec, vech, kron, K_mn, D_n, inv."""

import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.numpy import kron as kron
from jax.numpy.linalg import inv as inv


def vec(X: Array) -> Array:
    """Columns of X, stacked: ``vec(X)[j*m + i] = X[i, j]`` for X of m x n."""
    return X.T.reshape(-1)


def unvec(x: Array, m: int, n: int) -> Array:
    """The m x n matrix whose columns, stacked, are x."""
    return x.reshape(n, m).T


def vech(X: Array) -> Array:
    """Columns of the lower triangle of X (n x n), stacked: n(n+1)/2 entries."""
    i, j = lower(len(X))
    return X[i, j]


def commutation(m: int, n: int) -> Array:
    """K_mn of mn x mn, with ``K_mn vec(X) = vec(X^T)`` for X of m x n (Magnus and Neudecker's indices)."""
    return jnp.eye(m * n).reshape(n, m, m * n).transpose(1, 0, 2).reshape(m * n, m * n)


def duplication(n: int) -> Array:
    """D_n of n^2 x n(n+1)/2, with ``D_n vech(X) = vec(X)`` for symmetric X of n x n."""
    i, j = lower(n)
    k = np.arange(len(i))
    return jnp.zeros((n * n, len(i))).at[j * n + i, k].set(1.0).at[i * n + j, k].set(1.0)


def lower(n: int, diagonal: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Row and column indices of the lower triangle of n x n, column by column."""
    j, i = np.triu_indices(n, 0 if diagonal else 1)
    return i, j
