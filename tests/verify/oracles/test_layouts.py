"""Every layout of a Jacobian, by its definition, entry by entry."""

import numpy as np
import pytest

from closedform.formulas._kit.shapes import matrix_shape
from closedform.verify.oracles.layouts import ORDERS, fold, unfold

M, N, P, Q = 2, 3, 4, 5
T = np.arange(M * N * P * Q).reshape(M, N, P, Q)  # T[i, j, k, l] = dF_kl / dX_ij

ENTRY = {
    "denominator": lambda J, i, j, k, l: J[j * M + i, l * P + k],
    "numerator": lambda J, i, j, k, l: J[l * P + k, j * M + i],
    "block-by-output": lambda J, i, j, k, l: J[k * M + i, l * N + j],
    "block-by-input": lambda J, i, j, k, l: J[i * P + k, j * Q + l],
}


@pytest.mark.parametrize("layout", ORDERS)
def test_every_entry_is_where_the_layout_puts_it(layout):
    J = fold(T, layout)
    for index in np.ndindex(T.shape):
        assert ENTRY[layout](J, *index) == T[index]


@pytest.mark.parametrize("layout", ORDERS)
def test_unfold_undoes_fold(layout):
    assert (unfold(fold(T, layout), layout, T.shape) == T).all()
    stacked = np.stack([T, T + 1000])
    assert (unfold(fold(stacked, layout), layout, T.shape) == stacked).all()


def test_vectors_are_columns_and_scalars_one_by_one():
    assert matrix_shape(()) == (1, 1)
    assert matrix_shape((3,)) == (3, 1)
    assert matrix_shape((3, 4)) == (3, 4)
    with pytest.raises(ValueError, match="no Jacobian matrix"):
        matrix_shape((2, 3, 4))
