"""Singular matrices, of the largest rank they can have."""

import jax.numpy as jnp
import numpy as np

from closedform.formulas._kit.domains.domain import ROUNDING
from closedform.formulas._kit.domains.matrices import (
    integers,
    singular_values,
    with_singular_values,
)
from closedform.formulas._kit.domains.square import Square


class Singular(Square):
    """Square, of rank n - 1: one singular value is zero, and no more."""

    words = "singular, of rank n - 1"

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """n - 1 prescribed singular values and a zero."""
        n = shape[-1]
        s = np.append(singular_values(rng, n - 1, cond), 0.0)
        return scale * with_singular_values(rng, n, n, s)

    @classmethod
    def equations(cls, X):
        """The smallest singular value."""
        return jnp.linalg.svd(X, compute_uv=False)[-1:]

    @classmethod
    def bounds(cls, X):
        """By how much the next one is more than rounding."""
        s = jnp.linalg.svd(X, compute_uv=False)
        return s[-2:-1] - ROUNDING * s[0]

    @classmethod
    def simple(cls, rng, shape, largest, zeros):
        """A product of n x (n - 1) and (n - 1) x n, each the identity and a row more, permuted."""
        n = shape[0]
        left, right = (
            np.vstack([np.eye(n - 1), integers(rng, (1, n - 1), largest, zeros)]) for _ in range(2)
        )
        return left[rng.permutation(n)] @ right[rng.permutation(n)].T

    @classmethod
    def refined(cls, X):
        """The last row becomes its projection onto the span R of the others: R^T (R R^T)^{-1} R
        x."""
        if len(X) == 1:
            return X
        import mpmath

        R, x = X[:-1], X[-1]
        c = mpmath.lu_solve(mpmath.matrix((R @ R.T).tolist()), mpmath.matrix((R @ x).tolist()))
        return np.vstack([R, np.asarray(list(c), object) @ R])
