"""Symmetric positive definite matrices: an open cone in the symmetric ones, whose coordinates and
tangents they share."""

import jax.numpy as jnp
import numpy as np

from closedform.formulas._kit.domains.matrices import orthonormal, singular_values, unit_lower
from closedform.formulas._kit.domains.positive import Positive
from closedform.formulas._kit.domains.symmetric import Symmetric


class SPD(Symmetric):
    """Symmetric and positive definite."""

    words = "symmetric positive definite"
    rounds = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Positive eigenvalues in a random basis."""
        n = shape[-1]
        Q = orthonormal(rng, n, n)
        X = scale * (Q * singular_values(rng, n, cond)) @ Q.T
        return (X + X.T) / 2

    @classmethod
    def bounds(cls, X):
        """The eigenvalues."""
        return jnp.linalg.eigvalsh(X)

    @classmethod
    def simple(cls, rng, shape, largest, zeros):
        """L L^T + D with a unit lower triangular L and a non-negative diagonal D."""
        L = unit_lower(rng, shape, max(largest - 1, 1), zeros)
        return L @ L.T + np.diag(Positive.simple(rng, shape[:1], largest, zeros) - 1)
