"""A point where the gradient vanishes and no curvature is positive."""

from closedform.verify.kinds.stationary import Stationary


class Maximum(Stationary):
    """A stationary point that bends down."""

    bends = -1
