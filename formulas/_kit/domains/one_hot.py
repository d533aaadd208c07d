"""Classes as indicator vectors: the corners of the simplex."""

import jax.numpy as jnp
import numpy as np

from closedform.formulas._kit.domains.domain import Domain


class OneHot(Domain):
    """Zeros and, along the last axis, one 1."""

    words = "one-hot"
    shapes = "arrays of one axis or more"

    @classmethod
    def allows(cls, shape):
        """There is a last axis."""
        return super().allows(shape) and len(shape) >= 1

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """A uniform class for each sample."""
        return np.eye(shape[-1])[rng.integers(shape[-1], size=shape[:-1])]

    @classmethod
    def equations(cls, X):
        """x (1 - x) of each entry, and each sum less one."""
        return jnp.concatenate([(X * (1 - X)).reshape(-1), (X.sum(-1) - 1).reshape(-1)])
