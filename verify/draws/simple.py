"""Simple members of the domains: small integers where there are any, else short fractions."""

from collections.abc import Mapping

import numpy as np

from closedform.formulas import Claim, Real
from closedform.verify.draws.random import Draw
from closedform.verify.draws.streams import Stream

FRACTION = 5.0
"""What an entry that is no integer costs, in terms of an integer."""
SIGN = 0.25
"""What a minus costs."""


def simple(
    claim: Claim, sizes: Mapping[str, int], like: Draw, seed: int, largest: int, zeros: float
) -> Draw:
    """Simple arguments in their domains, and simple directions.

    Args:
        like: a draw at these sizes, whose directions have the shapes wanted.
        largest: largest magnitude of a free integer; zeros: how many of them are 0 (0 to 1).
    """
    rng = Stream.SIMPLE.at(seed)
    args = {
        name: _float64(claim.domain(name).simple(rng, v.shape.at(sizes), largest, zeros))
        for name, v in claim.formula.variables.items()
    }
    tangents = {
        name: Real.simple(rng, V.shape, min(largest, 2), zeros) for name, V in like.tangents.items()
    }
    return Draw(args, tangents)


def rounded(claim: Claim, draw: Draw, decimals: int = 2) -> Draw | None:
    """The draw with short entries where its domains let it; None where a domain would be left."""
    args = {}
    for name, X in draw.args.items():
        short = claim.domain(name).rounded(X, decimals)
        if short is None:
            return None
        args[name] = _float64(short)
    return Draw(args, {name: np.round(V, decimals) + 0.0 for name, V in draw.tangents.items()})


def cost(draw: Draw) -> float:
    """How much there is to read and to reckon with: the integers' magnitudes, and more for signs
    and fractions."""
    entries = np.concatenate(
        [a.reshape(-1) for a in [*draw.args.values(), *draw.tangents.values()]] or [np.zeros(0)]
    )
    each = np.where(entries == np.round(entries), np.abs(entries), FRACTION) + SIGN * (entries < 0)
    return float(each.sum())


def _float64(X: np.ndarray) -> np.ndarray:
    return np.asarray(X, dtype=float)
