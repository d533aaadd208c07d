"""Matrices with orthonormal columns: the Stiefel manifold, of dimension m n - n (n + 1) / 2.

Tangents are those of Edelman, Arias and Smith, SIAM Journal on Matrix Analysis and Applications 20
(1998), section 2.2; the refinement is Newton's and Schulz's iteration for the orthonormal factor of
the polar decomposition (Higham, Functions of Matrices, 2008, section 8.3)."""

import jax.numpy as jnp
import jax.scipy.linalg
import numpy as np

from closedform.formulas._kit.domains.domain import Domain
from closedform.formulas._kit.domains.matrices import orthonormal


class Stiefel(Domain):
    """m x n with m >= n, X^T X = I."""

    words = "of orthonormal columns"
    shapes = "matrices with at least as many rows as columns"
    constrained = True

    @classmethod
    def allows(cls, shape):
        """m x n, m >= n."""
        return super().allows(shape) and len(shape) == 2 and shape[0] >= shape[1]

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Uniform, whatever orthogonal matrix it is multiplied by."""
        return orthonormal(rng, *shape)

    @classmethod
    def equations(cls, X):
        """X^T X - I."""
        return X.T @ X - jnp.eye(X.shape[1], dtype=X.dtype)

    @classmethod
    def tangents(cls, X):
        """Each unit matrix E, projected: E - X (X^T E + E^T X) / 2."""
        E = jnp.eye(X.size, dtype=X.dtype).reshape(-1, *X.shape)
        S = X.T @ E
        return E - X @ (S + S.transpose(0, 2, 1)) / 2

    @classmethod
    def retract(cls, X, V):
        """Y L^{-T} with Y = X + V - X V^T V / 2, the geodesic to second order, and Y^T Y = L L^T,
        which differs from I to third order alone."""
        Y = X + V - X @ (V.T @ V) / 2
        L = jnp.linalg.cholesky(Y.T @ Y)
        return jax.scipy.linalg.solve_triangular(L, Y.T, lower=True).T

    @classmethod
    def simple(cls, rng, shape, largest, zeros):
        """Columns of a signed permutation."""
        m, n = shape
        return np.eye(m)[:, rng.permutation(m)[:n]] * rng.choice([-1.0, 1.0], n) + 0.0

    @classmethod
    def refined(cls, X):
        """X (3 I - X^T X) / 2, three times: each doubles the digits."""
        for _ in range(3):
            X = (3 * X - X @ (X.T @ X)) / 2
        return X
