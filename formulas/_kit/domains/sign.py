"""Arrays of signs: the corners of a cube."""

import numpy as np

from closedform.formulas._kit.domains.domain import Domain
from closedform.formulas._kit.domains.matrices import both_signs


class Sign(Domain):
    """Entries -1 or +1."""

    words = "signs"

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Both values present where there is room."""
        return both_signs(rng, int(np.prod(shape))).reshape(shape)

    @classmethod
    def equations(cls, X):
        """x^2 - 1 of each entry."""
        return X**2 - 1
