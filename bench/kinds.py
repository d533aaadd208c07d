"""What timing takes of each kind of claim: the autodiff modes that a person would use."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from closedform.formulas import Claim, InputError
from closedform.verify import kinds
from closedform.verify.oracles.closed import Method

FEW = 32
"""Entries of the variables up to which a mode is sensible that takes a pass for each of them where
another takes none."""


@dataclass(frozen=True)
class Timed:
    """How a kind is timed.

    modes: those that a person would use; few: further ones, sensible where the variables have FEW
    entries at most; matrix: of a kind that is a product with a matrix, the kind that returns it.
    """

    modes: tuple[str, ...]
    few: tuple[str, ...] = ()
    matrix: str | None = None


KINDS: dict[str, Timed | None] = {
    "gradient": Timed(("reverse",), few=("forward",)),
    "jacobian": Timed(("forward", "reverse")),
    "hessian": Timed(
        ("forward over reverse", "reverse over reverse"), few=("forward over forward",)
    ),
    "hvp": Timed(
        ("forward over reverse", "reverse over forward", "reverse over reverse"), matrix="hessian"
    ),
    "third": Timed(("forward three times", "forward over reverse")),
    "differential": Timed(("forward",)),
    "pullback": Timed(("reverse",), few=("forward",)),
    "derivative": Timed(("forward",)),
    "equals": None,
    "differs": None,
    "stationary": None,
    "minimum": None,
    "maximum": None,
}
"""Name of a kind -> how it is timed; None where autodiff does not give what its claims return."""


def timed(claim: Claim) -> Timed | None:
    """How the claim's kind is timed; None where it is not. Raises InputError for an unknown
    kind."""
    name = claim.kind.name
    if name not in KINDS:
        why = f"bench/kinds.py has no {name}"
        raise InputError(f"claims of the kind {name!r} can't be timed: {why}")
    return KINDS[name]


def rivals(claim: Claim, sizes: Mapping[str, int]) -> dict[str, Method]:
    """The autodiff modes that the claim is timed against, by name."""
    found = timed(claim)
    assert found, f"{claim.id} has no rival"
    entries = sum(math.prod(claim.formula.variables[w].shape.at(sizes)) for w in claim.wrt)
    sensible = (*found.modes, *(found.few if entries <= FEW else ()))
    modes = kinds.of(claim).modes(sizes)
    return {name: mode for name, mode in modes.items() if name in sensible}


def returned(claim: Claim, sizes: Mapping[str, int]) -> int:
    """Entries of what the claim returns, with those that it returns by factors."""
    shapes = kinds.of(claim).shapes(sizes, claim.formula.value_shape(sizes))
    return sum(map(math.prod, shapes))


def entries(claim: Claim, sizes: Mapping[str, int]) -> int:
    """Entries that checking the claim holds: those of what it returns, or of the tangent vectors of
    the domain that it is compared along, where these have more."""
    moved = sum(math.prod(claim.formula.variables[w].shape.at(sizes)) for w in claim.wrt)
    return max(returned(claim, sizes), moved**2 if claim.along else 0)
