"""Arrays of counts."""

import jax.numpy as jnp
import numpy as np

from closedform.formulas._kit.domains.domain import Domain
from closedform.formulas._kit.domains.matrices import integers


class Count(Domain):
    """Entries 0, 1, 2, ..."""

    words = "counts"

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Uniform from 0 to 6."""
        return rng.integers(0, 7, size=shape).astype(float)

    @classmethod
    def equations(cls, X):
        """Distance from the nearest integer."""
        return X - jnp.floor(X + 0.5)

    @classmethod
    def bounds(cls, X):
        """How far above -1."""
        return X + 1

    @classmethod
    def simple(cls, rng, shape, largest, zeros):
        """Integers without their sign."""
        return np.abs(integers(rng, shape, largest, zeros))
