"""The arrangements of a Jacobian's entries.

A Jacobian is one tensor, T[i, j, k, l] = dF_kl / dX_ij, with a vector as one column and a scalar as 1 x 1.
A layout is an order of its axes, folded into two.
"""

from jax import Array

ORDERS = {
    "denominator": (1, 0, 3, 2),
    "numerator": (3, 2, 1, 0),
    "block-by-output": (2, 0, 3, 1),
    "block-by-input": (0, 2, 1, 3),
}
"""Layout -> the tensor's axes as (row outer, row inner, column outer, column inner)."""


def matrix_shape(shape: tuple[int, ...]) -> tuple[int, int]:
    """A scalar as 1 x 1, a vector as one column."""
    if len(shape) > 2:
        raise ValueError(f"a value of shape {shape} has no Jacobian matrix; a scalar, vector or matrix has")
    return (*shape, 1, 1)[:2]  # type: ignore[return-value]


def fold(T: Array, layout: str) -> Array:
    """The matrix in which the layout writes T."""
    a, b, c, d = ORDERS[layout]
    s = T.shape
    return T.transpose(a, b, c, d).reshape(s[a] * s[b], s[c] * s[d])


def unfold(J: Array, layout: str, shape: tuple[int, ...]) -> Array:
    """T of the given shape (m, n, p, q) from the matrix in which the layout writes it."""
    order = ORDERS[layout]
    inverse = tuple(order.index(axis) for axis in range(4))
    return J.reshape(tuple(shape[axis] for axis in order)).transpose(inverse)
