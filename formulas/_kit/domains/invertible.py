"""Invertible matrices: the component of GL(n) that holds the identity."""

import jax.numpy as jnp
import numpy as np

from closedform.formulas._kit.domains.lower_triangular import LowerTriangular
from closedform.formulas._kit.domains.matrices import (
    singular_values,
    unit_lower,
    with_singular_values,
)
from closedform.formulas._kit.domains.square import Square


class Invertible(Square):
    """Square, det > 0, not symmetric."""

    words = "invertible, det > 0"
    open = rounds = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Prescribed singular values between random rotations; a column's sign makes det
        positive."""
        n = shape[-1]
        X = with_singular_values(rng, n, n, singular_values(rng, n, cond))
        return scale * cls.oriented(X)

    @classmethod
    def bounds(cls, X):
        """The sign of det."""
        return jnp.linalg.slogdet(X)[0]

    @classmethod
    def simple(cls, rng, shape, largest, zeros):
        """L U with a unit lower triangular L and a positive diagonal of U."""
        L = unit_lower(rng, shape, largest, zeros)
        return L @ LowerTriangular.simple(rng, shape, largest, zeros).T

    @staticmethod
    def oriented(X: np.ndarray) -> np.ndarray:
        """X; with its first column turned round where its det is negative."""
        return X * np.where(np.arange(len(X)) == 0, -1.0, 1.0) if np.linalg.det(X) < 0 else X
