"""A point where the gradient vanishes and no curvature is negative."""

from closedform.verify.kinds.stationary import Stationary


class Minimum(Stationary):
    """A stationary point that bends up."""

    bends = 1
