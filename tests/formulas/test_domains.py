"""Members lie in their domain, are generic, and have the condition number asked for."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from closedform.formulas._kit import drawing as d

SEEDS = range(8)
SQUARE = [
    d.Invertible,
    d.Singular,
    d.Symmetric,
    d.SPD,
    d.Skew,
    d.Diagonal,
    d.LowerTriangular,
    d.Orthogonal,
]
LINEAR = [d.Symmetric, d.SPD, d.Skew, d.Diagonal, d.LowerTriangular]
CONSTRAINED = [*LINEAR, d.Orthogonal, d.Unit, d.Simplex]

BELONGS = {
    d.Positive: lambda X: (X > 0).all(),
    d.Invertible: lambda X: np.linalg.det(X) > 0,
    d.Singular: lambda X: np.linalg.matrix_rank(X) == len(X) - 1,
    d.Symmetric: lambda X: (X == X.T).all(),
    d.SPD: lambda X: (X == X.T).all() and (np.linalg.eigvalsh(X) > 0).all(),
    d.Skew: lambda X: (X == -X.T).all(),
    d.Diagonal: lambda X: (np.diag(np.diag(X)) == X).all() and (np.diag(X) != 0).all(),
    d.LowerTriangular: lambda X: (np.tril(X) == X).all() and (np.diag(X) > 0).all(),
    d.Orthogonal: lambda X: np.allclose(X.T @ X, np.eye(len(X)), atol=1e-12),
    d.Unit: lambda X: abs(np.linalg.norm(X) - 1) < 1e-12,
    d.Simplex: lambda X: (X > 0).all() and np.allclose(X.sum(-1), 1, atol=1e-12),
    d.OneHot: lambda X: set(X.ravel()) <= {0.0, 1.0} and (X.sum(-1) == 1).all(),
    d.OneHotColumns: lambda X: set(X.ravel()) <= {0.0, 1.0} and (X.sum(0) == 1).all(),
    d.Binary: lambda X: set(X.ravel()) == {0.0, 1.0},
    d.Sign: lambda X: set(X.ravel()) == {-1.0, 1.0},
    d.Count: lambda X: (np.round(X) == X).all() and (X >= 0).all(),
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("domain", BELONGS, ids=lambda x: x.__name__)
def test_a_member_belongs(domain, seed):
    X = domain.draw(np.random.default_rng(seed), (4, 4), 1.5)
    assert X.shape == (4, 4)
    assert BELONGS[domain](X), (domain, seed)


def test_a_single_sign_is_either():
    for domain, values in ((d.Sign, {-1.0, 1.0}), (d.Binary, {0.0, 1.0})):
        assert {float(domain.draw(np.random.default_rng(seed), ())) for seed in range(20)} == values


@pytest.mark.parametrize(
    "domain",
    [d.Real, d.Invertible, d.Symmetric, d.SPD, d.Diagonal, d.LowerTriangular],
    ids=lambda x: x.__name__,
)
@pytest.mark.parametrize("cond", [10.0, 1e3, 1e5])
def test_the_condition_number_is_the_one_asked_for(domain, cond):
    for seed in SEEDS:
        X = domain.draw(np.random.default_rng(seed), (5, 5), 1.0, cond)
        assert np.linalg.cond(X) == pytest.approx(cond, rel=1e-6), seed


@pytest.mark.parametrize(
    "domain",
    [d.Real, d.Invertible, d.Singular, d.Orthogonal, d.Positive, d.Symmetric, d.SPD],
    ids=lambda x: x.__name__,
)
def test_members_are_generic(domain):
    """No two commute, none is symmetric or diagonal unless it must be, none has mean zero or norm
    one."""
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        X, Y = (domain.draw(rng, (4, 4)) for _ in range(2))
        assert np.linalg.norm(X @ Y - Y @ X) > 1e-2, seed
        assert abs(X - np.diag(np.diag(X))).max() > 1e-2, seed
        assert abs(X.mean()) > 1e-6, seed
        if not issubclass(domain, d.Symmetric):
            assert np.linalg.norm(X - X.T) > 1e-2, seed
        if domain is not d.Orthogonal:
            assert abs(np.linalg.norm(X, 2) - 1) > 1e-3, seed


@pytest.mark.parametrize("domain", LINEAR, ids=lambda x: x.__name__)
def test_free_coordinates_go_there_and_back(domain):
    X = jnp.asarray(domain.draw(np.random.default_rng(0), (4, 4)))
    v = domain.free(X)
    assert v.shape == (len(domain.basis(4)),)
    np.testing.assert_allclose(domain.embed(v, 4), X, rtol=1e-6)


@pytest.mark.parametrize("n", [1, 2, 5])
@pytest.mark.parametrize("domain", LINEAR, ids=lambda x: x.__name__)
def test_a_member_is_the_sum_of_its_coordinates_times_the_basis(domain, n):
    B = domain.basis(n)
    v = jnp.arange(1.0, len(B) + 1)
    np.testing.assert_array_equal(domain.embed(v, n), np.tensordot(np.asarray(v), B, 1))
    assert len(domain.positions(n)[0]) == len(B)


@pytest.mark.parametrize("domain", CONSTRAINED, ids=lambda x: x.__name__)
def test_tangents_stay_inside_to_first_order(domain):
    """Moving by h along any tangent, retracted, stays in the domain, and is X + hV to order h^2."""
    with jax.enable_x64(True):
        X = jnp.asarray(domain.draw(np.random.default_rng(1), (3, 3)))
        h = 1e-5
        for V in domain.tangents(X):
            Y = domain.retract(X, h * V)
            assert float(abs(Y - (X + h * V)).max()) < 1e-8
            if domain in (d.Orthogonal, d.Unit, d.Simplex):
                assert BELONGS[domain](np.asarray(Y))


@pytest.mark.parametrize(
    ("domain", "dimension"),
    [
        (d.Symmetric, 6),
        (d.Skew, 3),
        (d.Diagonal, 3),
        (d.LowerTriangular, 6),
        (d.Orthogonal, 3),
        (d.Unit, 8),
        (d.Simplex, 6),
    ],
)
def test_tangents_span_the_whole_tangent_space(domain, dimension):
    X = jnp.asarray(domain.draw(np.random.default_rng(2), (3, 3)))
    T = np.asarray(domain.tangents(X)).reshape(-1, 9)
    assert np.linalg.matrix_rank(T, tol=1e-4) == dimension
