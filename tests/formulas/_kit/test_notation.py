"""The notation, by its defining identities, with all sizes different."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from closedform.formulas import (
    D,
    Shape,
    adjugate,
    commutation,
    duplication,
    kron,
    unvec,
    vec,
    vech,
    wave,
    wave_prime,
)
from closedform.formulas._kit.domains.singular import Singular
from closedform.formulas._kit.shapes import shape_of

RNG = np.random.default_rng(0)
X = jnp.asarray(RNG.integers(-9, 9, (2, 3)).astype(float))


def test_vec_stacks_columns():
    assert vec(jnp.array([[1, 3, 5], [2, 4, 6]])).tolist() == [1, 2, 3, 4, 5, 6]


def test_unvec_undoes_vec():
    assert (unvec(vec(X), 2, 3) == X).all()


def test_commutation_transposes():
    assert (commutation(2, 3) @ vec(X) == vec(X.T)).all()
    assert not (commutation(3, 2) @ vec(X) == vec(X.T)).all()


def test_vech_and_duplication():
    S = X.T @ X
    assert vech(jnp.array([[1, 9, 9], [2, 4, 9], [3, 5, 6]])).tolist() == [1, 2, 3, 4, 5, 6]
    assert (duplication(3) @ vech(S) == vec(S)).all()


def test_kron_is_in_blocks():
    A = jnp.arange(4.0).reshape(2, 2)
    assert (kron(A, X)[:2, 3:] == A[0, 1] * X).all()


def test_the_adjugate_is_right_at_singular_matrices():
    with jax.enable_x64(True):
        A = jnp.asarray(Singular.draw(RNG, (4, 4)))
        assert jnp.abs(adjugate(A)).max() > 0.01
        assert jnp.abs(A @ adjugate(A)).max() < 1e-12
    invertible = jnp.array([[1.0, 2.0], [3.0, 5.0]])
    assert jnp.allclose(adjugate(invertible), jnp.array([[5.0, -2.0], [-3.0, 1.0]]))
    assert adjugate(jnp.array([[7.0]])).tolist() == [[1.0]]


class Annotation:
    def __init__(self, dim_str):
        self.dim_str = dim_str


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("m n", (2, 3)),
        ("m*n", (6,)),
        ("", ()),
        ("3 n", (3, 3)),
        ("n-1 m+n", (2, 5)),
        ("m*(n+1)//2 m", (4, 2)),
        (" n ", (3,)),
    ],
)
def test_a_shape_is_read_off(text, shape):
    found = shape_of(Annotation(text))
    assert found is not None
    assert found.at({"m": 2, "n": 3}) == shape


@pytest.mark.parametrize("text", ["*batch n", "#n", "_", "n n=3", "f(n)", "n/2", "2.5"])
def test_a_shape_of_no_known_size_is_refused(text):
    with pytest.raises(ValueError, match="is not a name, an integer, or an expression"):
        shape_of(Annotation(text))


def test_a_derived_shape_is_none():
    assert shape_of(Annotation("...")) is None
    assert str(Shape(())) == "scalar"


def test_d_is_the_denominator_layout():
    A = jnp.arange(8.0).reshape(4, 2)
    assert (D(lambda X: A @ X, X) == kron(jnp.eye(3), A).T).all()
    assert (D(lambda x: x @ x, jnp.arange(3.0)) == jnp.array([[0.0], [2.0], [4.0]])).all()
    assert D(lambda t: t * X, jnp.array(2.0)).tolist() == [vec(X).tolist()]


def test_d_refuses_what_is_no_matrix():
    with pytest.raises(ValueError, match="has no Jacobian matrix"):
        D(lambda x: x[:, None, None] * jnp.ones((1, 2, 2)), jnp.arange(3.0))


def test_wave_has_its_derivative():
    with jax.enable_x64(True):
        c, x, h = jnp.array([0.3, -1.2, 0.7]), jnp.array([[0.1, -0.4], [2.0, 0.5]]), 1e-4
        assert wave(x, c).shape == x.shape
        assert jnp.allclose(
            (wave(x + h, c) - wave(x - h, c)) / (2 * h), wave_prime(x, c), atol=1e-6
        )
        assert not jnp.allclose(wave_prime(x, c), wave(x, c) * (1 - wave(x, c)), atol=1e-2)
