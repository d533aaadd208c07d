"""Which claims serve as the derivatives of a formula's function."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from closedform.formulas._kit.claim import Claim, Formula

Sizes = Mapping[str, int]

SCALAR = ("gradient", "differential", "pullback", "derivative", "jacobian")
"""Kinds that give a first derivative, the best for a scalar value first."""
OTHER = ("differential", "pullback", "derivative", "jacobian")
"""The same for a value that is an array."""
SECOND = ("hessian", "hvp")
"""Kinds that give the derivative of a gradient."""


def chosen(formula: Formula[..., Any], moved: Iterable[str], scalar: bool) -> list[Claim]:
    """Claims that together speak of as many of the variables that move as there are claims for,
    none twice.

    A claim was proven where the variables lie. Where some domain is not open (a one-hot y, a
    symmetric X) only gradients are used: they are computed apart from the tangents, and never
    differentiated along such a domain. A claim that is linear in the tangents would be, since JAX
    drops the rule of a function that it transposes."""
    kinds = SCALAR if scalar else OTHER
    if not all(variable.domain.open for variable in formula.variables.values()):
        kinds = ("gradient",) if scalar else ()
    claims: list[Claim] = []
    for name in moved:
        spoken = {w for claim in claims for w in claim.wrt}
        found = (
            _best(formula, kind, (name,)) or _best(formula, kind, None, name) for kind in kinds
        )
        best = next((c for c in found if c and not spoken & set(c.wrt)), None)
        claims += [best] if best and name not in spoken else []
    return claims


def _best(
    formula: Formula[..., Any], kind: str, wrt: tuple[str, ...] | None, of: str = ""
) -> Claim | None:
    """The claim of a kind that holds without qualification; of several forms the last, since faster
    ones stand below.

    Args:
        wrt: the variables it is by; None for any that `of` is among.
    """
    plain = [c for c in formula.claims.values() if c.kind.name == kind and c.unqualified]
    return next((c for c in reversed(plain) if (c.wrt == wrt if wrt else of in c.wrt)), None)


def second_derivative(gradient: Claim, sizes: Sizes, second: str) -> Claim | None:
    """The claim by which a gradient is differentiated: the product for one direction, the cheaper
    of the two for all.

    ``jax.hessian`` asks for every direction at once: a matrix is then multiplied by the identity, a
    product is made for each entry of the variable."""
    matrix, product = (_best(gradient.formula, kind, gradient.wrt) for kind in SECOND)
    if not (matrix and product):
        return matrix or product
    work, each = matrix.stated_flops(sizes), product.stated_flops(sizes)
    if second == "hvp" or work is None or each is None:
        return product if second == "hvp" else matrix
    n = math.prod(gradient.formula.variables[gradient.wrt[0]].shape.at(sizes))
    return matrix if work + 2 * n**3 < n * each else product
