"""The probability simplex: positive weights that sum to one."""

import jax.numpy as jnp

from closedform.formulas._kit.domains.domain import Domain
from closedform.formulas._kit.domains.positive import Positive


class Simplex(Domain):
    """Positive, sums to one; of a matrix, each row."""

    words = "on the simplex (positive, sums to one)"
    shapes = "arrays of one axis or more"
    constrained = True

    @classmethod
    def allows(cls, shape):
        """There is a last axis."""
        return super().allows(shape) and len(shape) >= 1

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Positive entries, normalised."""
        p = Positive.draw(rng, shape)
        return p / p.sum(-1, keepdims=True)

    @classmethod
    def equations(cls, X):
        """Sums less one."""
        return X.sum(-1) - 1

    @classmethod
    def bounds(cls, X):
        """The entries."""
        return X

    @classmethod
    def tangents(cls, X):
        """Each unit direction less its row's mean."""
        E = jnp.eye(X.size, dtype=X.dtype).reshape(-1, *X.shape)
        return E - E.mean(-1, keepdims=True)

    @classmethod
    def retract(cls, X, V):
        """X + V, its sums brought to one."""
        return (X + V) / (X + V).sum(-1, keepdims=True)

    @classmethod
    def simple(cls, rng, shape, largest, zeros):
        """Positive integers, normalised."""
        weights = Positive.simple(rng, shape, largest, zeros)
        return weights / weights.sum(-1, keepdims=True)

    @classmethod
    def refined(cls, X):
        """X, its sums brought to one."""
        return X / X.sum(-1, keepdims=True)
