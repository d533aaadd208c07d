"""Arrays of zeros and ones."""

from closedform.formulas._kit.domains.domain import Domain
from closedform.formulas._kit.domains.sign import Sign


class Binary(Domain):
    """Entries 0 or 1."""

    words = "zeros and ones"

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Both values present where there is room."""
        return (Sign.draw(rng, shape) + 1) / 2

    @classmethod
    def equations(cls, X):
        """x (1 - x) of each entry."""
        return X * (1 - X)
