"""Classes as indicator vectors, a sample a column."""

from closedform.formulas._kit.domains.domain import Domain
from closedform.formulas._kit.domains.one_hot import OneHot


class OneHotColumns(Domain):
    """Zeros and, in each column, one 1."""

    words = "one-hot in each column"
    shapes = OneHot.shapes

    @classmethod
    def allows(cls, shape):
        """There is a first axis."""
        return OneHot.allows(shape[::-1])

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """A uniform class for each column."""
        return OneHot.draw(rng, shape[::-1]).T

    @classmethod
    def equations(cls, X):
        """Those of a sample a row."""
        return OneHot.equations(X.T)
