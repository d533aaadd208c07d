"""The claim itself as a method: a function of arguments and tangents by name.

A method takes arrays by name, and tangents by name (``dX``, or the cotangent ``G`` of a pullback).
It returns a tuple, one array for each variable the claim is by.
"""

from collections.abc import Callable, Mapping
from typing import Any

from jax import Array

from closedform.formulas import Claim
from closedform.formulas._kit.structure import dense

Arrays = Mapping[str, Array]
Sizes = Mapping[str, int]
Leaves = tuple[Array, ...]
Method = Callable[[Arrays, Arrays], Leaves]


def closed(claim: Claim, sizes: Sizes, factors: bool = False) -> Method:
    """The claim; what it returns is passed on unexamined, as a tuple where it speaks of several
    variables.

    Args:
        factors: leave a matrix that it returns by its factors as it is, instead of multiplying it
            out.
    """

    def method(args: Arrays, tangents: Arrays) -> Any:
        known = {**sizes, **args, **tangents}
        result = claim.function(**{p: known[p] for p in claim.parameters})
        return result if factors else dense(result)

    return method if claim.several else lambda args, tangents: (method(args, tangents),)
