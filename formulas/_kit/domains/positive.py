"""Arrays with positive entries."""

import numpy as np

from closedform.formulas._kit.domains.domain import Domain


class Positive(Domain):
    """Every entry positive: X_i > 0."""

    words = "positive"
    open = rounds = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Entries between scale/e and scale*e."""
        return scale * np.exp(rng.uniform(-1, 1, size=shape))

    @classmethod
    def bounds(cls, X):
        """The entries."""
        return X

    @classmethod
    def simple(cls, rng, shape, largest, zeros):
        """Integers from 1 to largest; to fewer, the more zeros are asked for."""
        return 1.0 + np.floor(rng.random(shape) * largest * (1 - zeros))
