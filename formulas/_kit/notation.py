"""The notation of the books: vec, unvec, vech, kron, K_mn, D_n, inv, adj, D(f, X), a generic
elementwise function."""

from collections.abc import Callable
from contextvars import ContextVar

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.numpy import kron as kron
from jax.numpy.linalg import inv as inv

from closedform.formulas._kit.shapes import matrix_shape

MARK = "formulas.D"
"""What D is called in a traced program: how a verdict knows that a claim holds autodiff."""


def vec(X: Array) -> Array:
    """Columns of X, stacked: ``vec(X)[j*m + i] = X[i, j]`` for X of m x n."""
    return X.T.reshape(-1)


def transposed(X: Array) -> Array:
    """X^T as an array of its own, for a product of matrices ``transposed(A) @ B``.

    XLA folds the transpose of ``A.T @ B`` into the product, which on a CPU then takes twice as
    long, at sizes of 128 and more."""
    return jax.lax.optimization_barrier(X.T)


def unvec(x: Array, m: int, n: int) -> Array:
    """The m x n matrix whose columns, stacked, are x."""
    return x.reshape(n, m).T


def vech(X: Array) -> Array:
    """Columns of the lower triangle of X (n x n), stacked: n(n+1)/2 entries."""
    i, j = lower(len(X))
    return X[i, j]


def commutation(m: int, n: int) -> Array:
    """K_mn of mn x mn, with ``K_mn vec(X) = vec(X^T)`` for X of m x n (Magnus and Neudecker's
    indices)."""
    return jnp.eye(m * n).reshape(n, m, m * n).transpose(1, 0, 2).reshape(m * n, m * n)


def duplication(n: int) -> Array:
    """D_n of n^2 x n(n+1)/2, with ``D_n vech(X) = vec(X)`` for symmetric X of n x n."""
    i, j = lower(n)
    k = np.arange(len(i))
    return jnp.zeros((n * n, len(i))).at[j * n + i, k].set(1.0).at[i * n + j, k].set(1.0)


def adjugate(X: Array) -> Array:
    """adj X of n x n: entry (j, i) is (-1)^(i+j) times the determinant of X without row i and
    column j.

    It is det(X) X^-1 where X is invertible, and right at singular X too."""
    n = len(X)
    kept = [[k for k in range(n) if k != i] for i in range(n)]
    others = jnp.array(kept, dtype=int).reshape(n, n - 1)
    minors = X[others[:, None, :, None], others[None, :, None, :]]
    signs = (-1.0) ** jnp.add.outer(jnp.arange(n), jnp.arange(n))
    return (signs * jnp.linalg.det(minors)).T


def lower(n: int, diagonal: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Row and column indices of the lower triangle of n x n, column by column."""
    j, i = np.triu_indices(n, 0 if diagonal else 1)
    return i, j


def D(f: Callable[[Array], Array], X: Array) -> Array:
    """dF/dX in denominator layout, by autodiff: mn x pq with ``vec(dF) = D(f, X)^T vec(dX)``.

    For claims that define or relate derivatives (layouts, the chain rule), and for those alone:
    autodiff can't judge such a claim, so that the function's own values carry its verdict, which
    says so.

    Args:
        f: takes X; returns a scalar, a vector (one column) or a p x q matrix.
        X: a scalar, a vector or an m x n matrix.
    """

    def derivative(X: Array) -> Array:
        J = jax.jacfwd(f)(X)
        rows, columns = matrix_shape(X.shape), matrix_shape(J.shape[: J.ndim - X.ndim])
        return (
            J.reshape(*columns, *rows)
            .transpose(3, 2, 1, 0)
            .reshape(rows[0] * rows[1], columns[0] * columns[1])
        )

    derivative.__name__ = MARK
    return jax.jit(derivative)(X)


WHOLE: ContextVar[bool] = ContextVar("whole", default=False)
"""Whether ``wave`` and its derivative are calls by name, as a derivation reads them."""


def wave(x: Array, c: Array) -> Array:
    """A smooth function applied to each entry of x, with K coefficients c: ``sum_k c_k sin((1 +
    k/K) x + k)``.

    It stands for "any elementwise sigma": unlike the logistic function it fits no identity by
    accident. Written as a sum of terms, which XLA makes one loop over x."""
    return jax.jit(_wave)(x, c) if WHOLE.get() else _wave(x, c)


def wave_prime(x: Array, c: Array) -> Array:
    """The derivative of ``wave`` at each entry of x."""
    return jax.jit(_wave_prime)(x, c) if WHOLE.get() else _wave_prime(x, c)


def _wave(x: Array, c: Array) -> Array:
    K = len(c)
    return jnp.asarray(sum(c[k] * jnp.sin((1 + k / K) * x + k) for k in range(K)))


def _wave_prime(x: Array, c: Array) -> Array:
    K = len(c)
    return jnp.asarray(sum(c[k] * (1 + k / K) * jnp.cos((1 + k / K) * x + k) for k in range(K)))
