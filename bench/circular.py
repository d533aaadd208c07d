"""Closed forms that differentiate: there is nothing to time them against."""

from closedform.bench import methods
from closedform.bench.sizes import near
from closedform.formulas import Claim
from closedform.verify.judging import trace
from closedform.verify.judging.watch import watching
from closedform.verify.oracles.closed import closed

SMALL = 2
"""Size of dimensions at which a closed form is first looked at."""


def at_small_sizes(form: Claim, dtype: str) -> str | None:
    """How a closed form differentiates, where small sizes tell: at large ones it may be written out
    entry by entry, and take longer to trace than its cell has. None where they don't."""
    if (small := near(form, SMALL)) is None:
        return None
    method, shapes = closed(form, small, factors=True), methods.shapes(form, small, dtype)
    try:
        with watching() as seen:
            traced = methods.trace("form", "closed form", method, *shapes)
    except Exception:  # the sizes of the cell tell
        return None
    return trace.circular(form, traced.program.jaxpr, seen)
