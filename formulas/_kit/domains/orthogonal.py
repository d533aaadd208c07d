"""Orthogonal matrices: the group O(n), of dimension n (n - 1) / 2.

Tangents, and Cayley's transform as a retraction, are those of Absil, Mahony and Sepulchre,
Optimization Algorithms on Matrix Manifolds (2008), sections 3.5 and 4.1; the refinement is Newton's
and Schulz's iteration for the orthogonal factor of the polar decomposition (Higham, Functions of
Matrices, 2008, section 8.3)."""

import jax.numpy as jnp
import numpy as np

from closedform.formulas._kit.domains.matrices import orthonormal
from closedform.formulas._kit.domains.skew import Skew
from closedform.formulas._kit.domains.square import Square


class Orthogonal(Square):
    """Square, X^T X = I."""

    words = "orthogonal"
    constrained = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Uniform (Haar)."""
        return orthonormal(rng, *shape)

    @classmethod
    def equations(cls, X):
        """X^T X - I."""
        return X.T @ X - jnp.eye(len(X), dtype=X.dtype)

    @classmethod
    def tangents(cls, X):
        """X times each skew-symmetric basis matrix."""
        return X @ jnp.asarray(Skew.basis(len(X)), X.dtype)

    @classmethod
    def retract(cls, X, V):
        """X (I - A/2)^{-1} (I + A/2) with A = X^T V, to second order X exp(A); X is first brought
        nearer to the orthogonal matrices."""
        I = jnp.eye(len(X), dtype=X.dtype)
        X = X @ (3 * I - X.T @ X) / 2
        A = X.T @ V
        return X @ jnp.linalg.solve(I - A / 2, I + A / 2)

    @classmethod
    def simple(cls, rng, shape, largest, zeros):
        """A signed permutation; from largest = 2 on with a rotation by (3/5, 4/5)."""
        n = shape[0]
        Q = np.eye(n)
        if largest > 1 and n > 1:
            Q[:2, :2] = [[0.6, -0.8], [0.8, 0.6]]
        return Q[rng.permutation(n)] * rng.choice([-1.0, 1.0], n) + 0.0

    @classmethod
    def refined(cls, X):
        """X (3 I - X^T X) / 2, three times: each doubles the digits."""
        for _ in range(3):
            X = (3 * X - X @ X.T @ X) / 2
        return X
