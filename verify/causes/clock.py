"""How long the cause of one refutation is looked for."""

import time
from dataclasses import dataclass, field

SECONDS = 20.0
"""Time that all hypotheses together may take."""
ENTRIES = 2**24
"""Entries of the arrays that one experiment may make beside those at hand (128 MiB)."""
LARGE = 256
"""Size of a matrix above which its determinant and inverse are left alone."""


@dataclass
class Clock:
    """Time that runs from when it is made, or started again."""

    seconds: float = SECONDS
    begun: float = field(default_factory=time.monotonic)

    def restart(self) -> None:
        """Have all of the time again."""
        self.begun = time.monotonic()

    @property
    def over(self) -> bool:
        """Whether the time is used up."""
        return time.monotonic() - self.begun >= self.seconds
