"""Matrices by their factors: the same matrix as their entries, and applied without building it."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from closedform.formulas import CommutedKronecker, DiagonalPlusOuter, Gram, Kronecker, commutation
from closedform.formulas._kit.structure import dense

RNG = np.random.default_rng(0)
A, B = (
    jnp.asarray(RNG.integers(-3, 4, (2, 3)) * 1.0),
    jnp.asarray(RNG.integers(-3, 4, (5, 4)) * 1.0),
)
s, u = jnp.asarray([1.0, -2.0]), jnp.asarray([2.0, 0.0, -1.0])

CASES = [
    (Kronecker(A, B), jnp.kron(A, B)),
    (CommutedKronecker(A, B), commutation(5, 2) @ jnp.kron(A, B)),
    (Gram(A, s), A.T @ jnp.diag(s) @ A),
    (DiagonalPlusOuter(u, jnp.asarray(3.0), u + 1), jnp.diag(u) + 3 * jnp.outer(u + 1, u + 1)),
]


@pytest.mark.parametrize(("factors", "entries"), CASES, ids=lambda c: type(c).__name__)
def test_it_is_the_matrix(factors, entries):
    x = jnp.arange(entries.shape[1]) - 1.5
    assert factors.shape == entries.shape
    assert (factors.dense() == entries).all()
    assert (dense(factors) == entries).all()
    assert jnp.allclose(factors @ x, entries @ x)
    assert jnp.allclose(jax.jit(lambda factors, x: factors @ x)(factors, x), entries @ x)


def test_other_results_stay_as_they_are():
    pair = (A, B)
    assert dense(pair)[0] is A
    assert dense(2.0) == 2.0
