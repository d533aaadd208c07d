"""Lower triangular matrices with a positive diagonal, the Cholesky factors: open in a linear
subspace."""

import jax.numpy as jnp
import numpy as np

from closedform.formulas._kit.domains.matrices import integers
from closedform.formulas._kit.domains.positive import Positive
from closedform.formulas._kit.domains.spd import SPD
from closedform.formulas._kit.domains.square import Square
from closedform.formulas._kit.notation import lower


class LowerTriangular(Square):
    """Square and lower triangular, with a positive diagonal."""

    words = "lower triangular, positive diagonal"
    constrained = linear = rounds = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """The Cholesky factor of a symmetric positive definite matrix."""
        return np.linalg.cholesky(SPD.draw(rng, shape, scale**2, None if cond is None else cond**2))

    @classmethod
    def bounds(cls, X):
        """The diagonal."""
        return jnp.diag(X)

    @classmethod
    def basis(cls, n):
        """e_i e_j^T for i >= j."""
        i, j = lower(n)
        B = np.zeros((len(i), n, n))
        B[np.arange(len(i)), i, j] = 1.0
        return B

    @classmethod
    def embed(cls, v, n):
        """The triangle, and zeros above it."""
        return jnp.zeros((n, n), v.dtype).at[cls.positions(n)].set(v)

    @classmethod
    def simple(cls, rng, shape, largest, zeros):
        """Integers, positive ones on the diagonal."""
        L = np.tril(integers(rng, shape, largest, zeros), -1)
        return L + np.diag(Positive.simple(rng, shape[:1], largest, zeros))
