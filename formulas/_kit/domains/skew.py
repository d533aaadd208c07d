"""Skew-symmetric matrices: a linear subspace, the Lie algebra of the rotations."""

import jax.numpy as jnp
import numpy as np

from closedform.formulas._kit.domains.matrices import integers
from closedform.formulas._kit.domains.square import Square
from closedform.formulas._kit.notation import lower


class Skew(Square):
    """Square, X^T = -X."""

    words = "skew-symmetric"
    constrained = linear = rounds = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Normal entries below the diagonal."""
        X = np.tril(rng.normal(size=shape), -1)
        return scale * (X - X.T)

    @classmethod
    def basis(cls, n):
        """e_i e_j^T - e_j e_i^T for i > j."""
        i, j = cls.positions(n)
        B = np.zeros((len(i), n, n))
        B[np.arange(len(i)), i, j], B[np.arange(len(i)), j, i] = 1.0, -1.0
        return B

    @classmethod
    def positions(cls, n):
        """Strictly below the diagonal."""
        return lower(n, diagonal=False)

    @classmethod
    def embed(cls, v, n):
        """The triangle below the diagonal, less its transpose."""
        L = jnp.zeros((n, n), v.dtype).at[cls.positions(n)].set(v)
        return L - L.T

    @classmethod
    def simple(cls, rng, shape, largest, zeros):
        """Integers below the diagonal, less their mirror image."""
        X = np.tril(integers(rng, shape, largest, zeros), -1)
        return X - X.T
