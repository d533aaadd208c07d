"""The arrays that a claim returns, and sums of their entries in other orders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from closedform.formulas import Claim
from closedform.verify import kinds
from closedform.verify.oracles.layouts import ORDERS

Terms = list[tuple[Any, np.ndarray | None]]
"""Summands, each weights (a number, or one for each entry) and the order of the entries (None:
their own; empty: weights alone, a constant)."""
CONSTANT = np.zeros(0, int)


@dataclass(frozen=True)
class Leaf:
    """One array that a claim returns, at certain sizes.

    Attributes:
        shape: its shape.
        rows, columns: (outer, inner) sizes of the pair of indices that its rows and columns run
            over, if they do.
        sizes: dimension -> size.
        first: absolute values of its entries in one draw; they say which entries are large.
    """

    shape: tuple[int, ...]
    rows: tuple[int, int] | None
    columns: tuple[int, int] | None
    sizes: Mapping[str, int]
    first: np.ndarray = field(compare=False)

    @property
    def zero(self) -> bool:
        """Whether every entry was zero."""
        return not self.first.any()

    @property
    def order(self) -> np.ndarray:
        """Positions of the entries, in its shape."""
        return np.arange(int(np.prod(self.shape))).reshape(self.shape)

    @property
    def square(self) -> bool:
        """Whether it is a square matrix."""
        return len(self.shape) == 2 and self.shape[0] == self.shape[1]

    def at(self, position: int, factor: float) -> np.ndarray:
        """Weights that change one entry."""
        weights = np.ones(self.first.size)
        weights[position : position + 1] = factor
        return weights


def leaves(
    claim: Claim, sizes: Mapping[str, int], output: tuple[int, ...], arrays: Sequence[np.ndarray]
) -> list[Leaf]:
    """The claim's arrays (stacked over draws, the first of which is looked at) as leaves."""
    rows = columns = None
    if axes := kinds.of(claim).tensor(sizes, output):
        a, b, c, d = (axes[axis] for axis in ORDERS[claim.arrangement])
        rows, columns = (a, b), (c, d)
    firsts = [np.nan_to_num(np.abs(a[0].astype(float)).reshape(-1), posinf=0.0) for a in arrays]
    return [
        Leaf(a.shape[1:], rows, columns, sizes, first)
        for a, first in zip(arrays, firsts, strict=True)
    ]


def applied(terms: Terms, a: Any) -> Any:
    """The mutated array; `a` is stacked over draws (draws x ...): float64, object or traced."""
    flat = a.reshape(a.shape[0], a[0].size)
    total: Any = 0
    for weights, order in terms:
        total = total + (
            weights if order is CONSTANT else weights * (flat if order is None else flat[:, order])
        )
    return total.reshape(a.shape)
