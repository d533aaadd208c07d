"""Arrays of norm one: the sphere, of one dimension less than entries.

Tangents and retraction as in Absil, Mahony and Sepulchre, Optimization Algorithms on Matrix
Manifolds (2008), sections 3.5 and 4.1."""

import jax.numpy as jnp
import numpy as np

from closedform.formulas._kit.domains.domain import Domain


class Unit(Domain):
    """Euclidean (Frobenius) norm one."""

    words = "of norm one"
    constrained = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Uniform on the sphere."""
        x = rng.normal(size=shape)
        return x / np.linalg.norm(x)

    @classmethod
    def equations(cls, X):
        """||X||^2 - 1."""
        return jnp.sum(X**2, keepdims=True) - 1

    @classmethod
    def tangents(cls, X):
        """Each unit vector, projected: rows of I - x x^T."""
        x = X.reshape(-1)
        return (jnp.eye(x.size, dtype=X.dtype) - jnp.outer(x, x)).reshape(-1, *X.shape)

    @classmethod
    def retract(cls, X, V):
        """(X + V) / ||X + V||."""
        return (X + V) / jnp.sqrt(jnp.sum((X + V) ** 2))

    @classmethod
    def simple(cls, rng, shape, largest, zeros):
        """One entry of 1 or -1; from largest = 2 on 3/5 and 4/5, with signs."""
        x = np.zeros(int(np.prod(shape)))
        x[:2] = [0.6, 0.8][: x.size] if largest > 1 and x.size > 1 else [1.0, 0.0][: x.size]
        return rng.permutation(x * rng.choice([-1.0, 1.0], x.size) + 0.0).reshape(shape)

    @classmethod
    def refined(cls, X):
        """X / ||X||."""
        import mpmath

        return np.asarray(X / mpmath.sqrt(np.sum(X * X)), object)
