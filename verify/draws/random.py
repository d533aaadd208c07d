"""Random arguments, by NumPy, from seeds that a verdict can name."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from closedform.formulas import Claim
from closedform.verify.draws.streams import Stream

SCALES = (1.0, 0.4, 1.0, 1.6)
"""Typical size of an argument's entries, draw after draw."""


@dataclass(frozen=True)
class Draw:
    """One draw: arguments and directions by name, float64 NumPy arrays."""

    args: dict[str, np.ndarray]
    tangents: dict[str, np.ndarray]


def even(sizes: Mapping[str, int]) -> float:
    """The scale at which products of large matrices neither overflow nor vanish, whatever their
    number."""
    return max(sizes.values(), default=1) ** -0.5


def draw(
    claim: Claim,
    sizes: Mapping[str, int],
    seed: int,
    scale: float | None = None,
    cond: float | None = None,
) -> Draw:
    """Arguments in their domains, and the directions the claim asks for (``dX`` of X's shape, ``G``
    of the value's).

    Args:
        sizes: dimension -> size.
        seed: names the draw; `scale` defaults to one of SCALES by it.
        cond: condition number of matrices, where a domain controls it; None for a small one.
    """
    rng = Stream.ARGUMENTS.at(seed)
    scale = SCALES[seed % len(SCALES)] if scale is None else scale
    args = {
        name: np.asarray(claim.domain(name).draw(rng, v.shape.at(sizes), scale, cond), dtype=float)
        for name, v in claim.formula.variables.items()
    }
    kind, by = claim.kind, claim.wrt
    tangents = {f"{d}{w}": rng.normal(size=args[w].shape) for d in kind.tangents for w in by}
    if kind.cotangent:
        tangents["G"] = rng.normal(size=claim.formula.value_shape(sizes))
    return Draw(args, tangents)
