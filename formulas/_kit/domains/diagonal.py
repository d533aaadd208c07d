"""Diagonal matrices: a linear subspace, with the diagonal as coordinates."""

import jax.numpy as jnp
import numpy as np

from closedform.formulas._kit.domains.matrices import both_signs, integers, singular_values
from closedform.formulas._kit.domains.square import Square


class Diagonal(Square):
    """Square and diagonal, invertible."""

    words = "diagonal"
    constrained = linear = rounds = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Distinct entries of both signs."""
        n = shape[-1]
        return scale * np.diag(singular_values(rng, n, cond) * both_signs(rng, n))

    @classmethod
    def bounds(cls, X):
        """Magnitudes on the diagonal."""
        return jnp.abs(jnp.diag(X))

    @classmethod
    def basis(cls, n):
        """e_i e_i^T."""
        B = np.zeros((n, n, n))
        B[np.arange(n), np.arange(n), np.arange(n)] = 1.0
        return B

    @classmethod
    def positions(cls, n):
        """The diagonal."""
        return np.arange(n), np.arange(n)

    @classmethod
    def embed(cls, v, n):
        """diag(v)."""
        return jnp.diag(v)

    @classmethod
    def simple(cls, rng, shape, largest, zeros):
        """Integers, none of them 0."""
        return np.diag(integers(rng, shape[:1], largest, 0.0))
