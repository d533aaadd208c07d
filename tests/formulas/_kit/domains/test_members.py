"""What lies in a domain and what does not; members are generic, simple ones short."""

import jax
import numpy as np
import pytest

from closedform.formulas._kit import domains
from closedform.formulas._kit.domains.binary import Binary
from closedform.formulas._kit.domains.count import Count
from closedform.formulas._kit.domains.diagonal import Diagonal
from closedform.formulas._kit.domains.invertible import Invertible
from closedform.formulas._kit.domains.lower_triangular import LowerTriangular
from closedform.formulas._kit.domains.one_hot import OneHot
from closedform.formulas._kit.domains.one_hot_columns import OneHotColumns
from closedform.formulas._kit.domains.orthogonal import Orthogonal
from closedform.formulas._kit.domains.positive import Positive
from closedform.formulas._kit.domains.real import Real
from closedform.formulas._kit.domains.sign import Sign
from closedform.formulas._kit.domains.simplex import Simplex
from closedform.formulas._kit.domains.singular import Singular
from closedform.formulas._kit.domains.skew import Skew
from closedform.formulas._kit.domains.spd import SPD
from closedform.formulas._kit.domains.symmetric import Symmetric
from closedform.formulas._kit.domains.unit import Unit

DOMAINS = [getattr(domains, name) for name in domains.__all__ if name != "Domain"]


@pytest.fixture(autouse=True)
def _float64():
    with jax.enable_x64(True):
        yield


def named(x):
    return x.__name__ if callable(x) else "x".join(map(str, x)) or "scalar"


OUTSIDE = [
    (Positive, [[1.0, 0.0]]),
    (Invertible, [[0.0, 1.0], [1.0, 0.0]]),
    (Singular, [[1.0, 0.0], [0.0, 1e-6]]),
    (Singular, [[0.0, 0.0], [0.0, 0.0]]),
    (Symmetric, [[1.0, 2.0], [2.1, 1.0]]),
    (SPD, [[1.0, 2.0], [2.0, 1.0]]),
    (Skew, [[1.0, 2.0], [-2.0, 0.0]]),
    (Diagonal, [[1.0, 0.1], [0.0, 1.0]]),
    (Diagonal, [[1.0, 0.0], [0.0, 0.0]]),
    (LowerTriangular, [[1.0, 1.0], [0.0, 1.0]]),
    (LowerTriangular, [[1.0, 0.0], [0.0, -1.0]]),
    (Orthogonal, [[0.0, 0.0], [0.0, 0.0]]),
    (Orthogonal, [[0.6, 0.8], [0.8, 0.6]]),
    (Unit, [0.6, 0.7]),
    (Simplex, [1.5, -0.5]),
    (Simplex, [[0.5, 0.5], [0.6, 0.6]]),
    (OneHot, [[1.0, 0.0], [1.0, 1.0]]),
    (OneHot, [0.5, 0.5]),
    (OneHotColumns, [[1.0, 1.0], [1.0, 0.0]]),
    (Binary, [0.0, 2.0]),
    (Sign, [0.0, 1.0]),
    (Count, [0.5, 1.0]),
    (Count, [-1.0, 1.0]),
]


@pytest.mark.parametrize(("domain", "X"), OUTSIDE)
def test_what_is_no_member_is_not_contained(domain, X):
    assert not domain.contains(np.array(X))


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_membership_does_not_depend_on_scale(scale):
    rng = np.random.default_rng(0)
    for domain in (Symmetric, SPD, Diagonal, Singular, Invertible, LowerTriangular):
        assert domain.contains(domain.draw(rng, (6, 6), scale)), domain


def test_a_single_sign_is_either():
    for domain, values in ((Sign, {-1.0, 1.0}), (Binary, {0.0, 1.0})):
        assert {float(domain.draw(np.random.default_rng(seed), ())) for seed in range(20)} == values


CONDITIONED = [Real, Invertible, Symmetric, SPD, Diagonal, LowerTriangular]


@pytest.mark.parametrize("cond", [10.0, 1e3, 1e5])
@pytest.mark.parametrize("domain", CONDITIONED, ids=named)
def test_the_condition_number_is_the_one_asked_for(domain, cond):
    for seed in range(8):
        X = domain.draw(np.random.default_rng(seed), (5, 5), 1.0, cond)
        assert np.linalg.cond(X) == pytest.approx(cond, rel=1e-6), seed


GENERIC = [Real, Invertible, Singular, Orthogonal, Positive, Symmetric, SPD]


@pytest.mark.parametrize("domain", GENERIC, ids=named)
def test_members_are_generic(domain):
    """No two commute, none is symmetric or diagonal unless it must be, none has mean zero or norm
    one."""
    for seed in range(8):
        rng = np.random.default_rng(seed)
        X, Y = (domain.draw(rng, (4, 4)) for _ in range(2))
        assert np.linalg.norm(X @ Y - Y @ X) > 1e-2, seed
        assert abs(X - np.diag(np.diag(X))).max() > 1e-2, seed
        assert abs(X.mean()) > 1e-6, seed
        if not issubclass(domain, Symmetric):
            assert np.linalg.norm(X - X.T) > 1e-2, seed
        if domain is not Orthogonal:
            assert abs(np.linalg.norm(X, 2) - 1) > 1e-3, seed


def whole(X):
    return np.array_equal(X, np.round(X))


FRACTIONS = ("Orthogonal", "Unit", "Simplex")


@pytest.mark.parametrize("domain", DOMAINS, ids=named)
def test_simple_members_are_small_integers_where_there_are_any(domain):
    rng = np.random.default_rng(0)
    for _ in range(20):
        X = np.asarray(domain.simple(rng, (3, 3), 1, 0.3))
        assert domain.__name__ == "Simplex" or whole(X), X
        assert domain.__name__ in FRACTIONS or whole(domain.simple(rng, (3, 3), 3, 0.3))
