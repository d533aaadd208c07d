"""Orders of vec: permutations by K, as the commutation matrix itself does them."""

import numpy as np
import pytest

from closedform.formulas import commutation
from closedform.verify.causes.orders import _commuted


@pytest.mark.parametrize(("m", "n"), [(2, 3), (3, 2), (3, 3), (1, 4)])
def test_a_permutation_is_that_of_the_commutation_matrix(m, n):
    K, v = np.asarray(commutation(m, n)), np.arange(m * n)
    np.testing.assert_array_equal(v[_commuted(m, n, 1)], K @ v)
    np.testing.assert_array_equal(v[_commuted(m, n, 1)][_commuted(m, n, -1)], v)
    np.testing.assert_array_equal(_commuted(m, n, 0), v)
