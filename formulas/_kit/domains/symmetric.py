"""Symmetric matrices: a linear subspace, with vech as coordinates."""

import numpy as np

from closedform.formulas._kit.domains.matrices import (
    both_signs,
    integers,
    orthonormal,
    singular_values,
)
from closedform.formulas._kit.domains.square import Square
from closedform.formulas._kit.notation import lower


class Symmetric(Square):
    """Square, X^T = X; generic members are invertible and indefinite."""

    words = "symmetric"
    constrained = linear = rounds = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Eigenvalues of both signs in a random basis."""
        n = shape[-1]
        Q = orthonormal(rng, n, n)
        X = scale * (Q * (singular_values(rng, n, cond) * both_signs(rng, n))) @ Q.T
        return (X + X.T) / 2

    @classmethod
    def basis(cls, n):
        """e_i e_j^T + e_j e_i^T for i > j, e_i e_i^T: vech's order."""
        i, j = lower(n)
        B = np.zeros((len(i), n, n))
        B[np.arange(len(i)), i, j] = B[np.arange(len(i)), j, i] = 1.0
        return B

    @classmethod
    def embed(cls, v, n):
        """Each entry from its place in vech."""
        i, j = lower(n)
        place = np.zeros((n, n), int)
        place[i, j] = place[j, i] = np.arange(len(i))
        return v[place]

    @classmethod
    def simple(cls, rng, shape, largest, zeros):
        """Integers on and below the diagonal, and their mirror image."""
        X = np.tril(integers(rng, shape, largest, zeros))
        return X + np.tril(X, -1).T
