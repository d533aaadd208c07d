"""The right form of what is refuted, where it is derived and verified within seconds."""

from closedform.formulas import Claim
from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.forms import DERIVED
from closedform.verify.derive.proof import Judge, NotProven, Proven, proven
from closedform.workers.memory import exhausted

ALGEBRA = 2.0
"""Seconds that deriving may take."""
CHECK = 10.0
"""Seconds that the claim's own check took, at most: that of the right form takes no longer."""


def right(claim: Claim, check: Judge, seconds: float) -> Proven | None:
    """What a refuted claim should be; None where it can't be derived and verified in time.

    Args:
        check: the verdict on a derived form; seconds: what the claim's own check took (s).
    """
    if claim.kind not in DERIVED or seconds > CHECK:
        return None
    try:
        return proven(claim, check, ALGEBRA)
    except (CannotDerive, NotProven):
        return None
    except Exception as error:  # a refutation stands, whatever looking further raises
        if exhausted(error):
            raise
        return None
