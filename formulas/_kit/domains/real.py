"""All real arrays."""

from closedform.formulas._kit.domains.domain import Domain
from closedform.formulas._kit.domains.matrices import (
    integers,
    singular_values,
    with_singular_values,
)


class Real(Domain):
    """No constraint: what ``Float`` in an annotation stands for."""

    open = rounds = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Normal entries; prescribed singular values where a condition number is asked for."""
        if cond is not None and len(shape) == 2:
            return scale * with_singular_values(rng, *shape, singular_values(rng, min(shape), cond))
        return scale * rng.normal(size=shape)

    @classmethod
    def simple(cls, rng, shape, largest, zeros):
        """Integers, positive ones more often than not."""
        return integers(rng, shape, largest, zeros)
