"""What is left when a claim is taken away: terms of its shape, and no array of another one."""

import numpy as np
import pytest

from closedform.verify.causes.remainders import terms

RNG = np.random.default_rng(0)
POOL = {"A": RNG.normal(size=(3, 4)), "x": RNG.normal(size=3), "y": RNG.normal(size=4)}
POOL |= {"c": np.asarray(2.0), "S": RNG.normal(size=(3, 3))}


def made(shape, pool=POOL):
    return {t.words: t.value(pool, shape) for t in terms(pool, shape)}


@pytest.mark.parametrize("shape", [(), (3,), (4,), (3, 3), (3, 4), (4, 3), (4, 4)])
def test_terms_have_the_shape_that_is_wanted(shape):
    found = made(shape)
    assert found
    assert {a.shape for a in found.values()} == {shape}


def test_terms_are_what_they_say():
    A, x, y, c, S = (POOL[n] for n in "AxycS")
    wanted = {
        (3,): {"x": x, "A @ y": A @ y, "S.T @ x": S.T @ x, "x * x": x * x, "S @ A @ y": S @ A @ y},
        (3, 3): {"c I": c * np.eye(3), "diag(x)": np.diag(x), "A @ A.T": A @ A.T},
        (3, 4): {"outer(x, y)": np.outer(x, y), "S @ A": S @ A, "1": np.ones((3, 4))},
        (): {"(x . x)": x @ x, "c": c},
    }
    for shape, expected in wanted.items():
        found = made(shape)
        for words, value in expected.items():
            np.testing.assert_allclose(found[words], value)


def test_how_many_arrays_a_term_is_made_of():
    counts = {t.words: t.arrays for t in terms(POOL, (3,))}
    assert (counts["x"], counts["A @ y"], counts["S @ A @ y"]) == (1, 2, 3)


def test_no_array_is_made_to_see_its_shape():
    """Of vectors of this size an outer product would be 80 GB."""
    n = 100_000
    pool = {"x": np.ones(n), "y": np.ones(n)}
    found = [t.words for t in terms(pool, (n,))]
    assert "x * y" in found
    assert not any("outer" in words for words in found)
