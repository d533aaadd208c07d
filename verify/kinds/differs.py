"""An expression that is not the formula's value in general."""

from closedform.verify.kinds.equals import Equals


class Differs(Equals):
    """Held to the same, and right where it fails."""
