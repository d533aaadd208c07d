"""The arrangements of a Jacobian's entries.

A Jacobian is one tensor, T[i, j, k, l] = dF_kl / dX_ij, with a vector as one column and a scalar as
1 x 1. A layout is an order of its axes, folded into two."""

from typing import TypeVar

import numpy as np
from jax import Array

A = TypeVar("A", Array, np.ndarray)

ORDERS = {
    "denominator": (1, 0, 3, 2),
    "numerator": (3, 2, 1, 0),
    "block-by-output": (2, 0, 3, 1),
    "block-by-input": (0, 2, 1, 3),
}
"""Layout -> the tensor's axes as (row outer, row inner, column outer, column inner)."""


def fold(T: A, layout: str) -> A:
    """The matrix in which the layout writes T; further axes may lead."""
    lead, order = T.shape[:-4], ORDERS[layout]
    a, b, c, d = (T.shape[len(lead) + axis] for axis in order)
    return T.transpose(*range(len(lead)), *(len(lead) + axis for axis in order)).reshape(
        *lead, a * b, c * d
    )


def unfold(J: A, layout: str, shape: tuple[int, ...]) -> A:
    """T of the given shape (m, n, p, q) from the matrix in which the layout writes it; further axes
    may lead."""
    lead, order = J.shape[:-2], ORDERS[layout]
    inverse = (len(lead) + order.index(axis) for axis in range(4))
    return J.reshape(*lead, *(shape[axis] for axis in order)).transpose(*range(len(lead)), *inverse)
