"""Every domain keeps the same promises, and each promise is seen to fail on a domain that breaks
it."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jaxtyping import Array, Float

from closedform.errors import DeclarationError
from closedform.formulas import formula
from closedform.formulas._kit import domains
from closedform.formulas._kit.domains.diagonal import Diagonal
from closedform.formulas._kit.domains.domain import Domain
from closedform.formulas._kit.domains.one_hot import OneHot
from closedform.formulas._kit.domains.orthogonal import Orthogonal
from closedform.formulas._kit.domains.positive import Positive
from closedform.formulas._kit.domains.real import Real
from closedform.formulas._kit.domains.symmetric import Symmetric
from closedform.formulas._kit.domains.unit import Unit
from closedform.formulas._kit.shapes import Shape
from tests.formulas._kit.domains import contract

DOMAINS = [getattr(domains, name) for name in domains.__all__ if name != "Domain"]
SHAPES = [(), (3,), (1, 1), (3, 3), (3, 2)]
CASES = [(domain, shape) for domain in DOMAINS for shape in SHAPES if domain.allows(shape)]


@pytest.fixture(autouse=True)
def _float64():
    with jax.enable_x64(True):
        yield


def named(x):
    return x.__name__ if callable(x) else "x".join(map(str, x)) or "scalar"


@pytest.mark.parametrize("promise", contract.PROMISES, ids=named)
@pytest.mark.parametrize(("domain", "shape"), CASES, ids=named)
def test_every_domain_keeps(promise, domain, shape):
    promise(domain, shape, 0)


# ── Domains that break a promise ────────────────────────────────────────────────


class Longer(Unit):
    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        return 2 * Unit.draw(rng, shape)


class Everything(Unit):
    @classmethod
    def contains(cls, X):
        return True


class Halves(Symmetric):
    @classmethod
    def simple(cls, rng, shape, largest, zeros):
        return np.triu(rng.random(shape))


class Rounded(Unit):
    rounds = True

    @classmethod
    def rounded(cls, X, decimals):
        return np.round(X, decimals)


class HalfWay(Orthogonal):
    @classmethod
    def refined(cls, X):
        return (3 * X - X @ X.T @ X) / 2


class Transposed(Diagonal):
    @classmethod
    def embed(cls, v, n):
        return jnp.diag(v[::-1])


class Outward(Unit):
    @classmethod
    def tangents(cls, X):
        return jnp.eye(X.size).reshape(-1, *X.shape)


class TooFew(Orthogonal):
    @classmethod
    def tangents(cls, X):
        return super().tangents(X)[1:]


class Straight(Unit):
    retract = vars(Domain)["retract"]


class TwiceAsFar(Orthogonal):
    @classmethod
    def retract(cls, X, V):
        return Orthogonal.retract(X, 2 * V)


class Skidding(Unit):
    @classmethod
    def retract(cls, X, V):
        return Unit.retract(X, V + jnp.sum(V) * V)


BROKEN = {
    contract.members_are_contained: Longer,
    contract.outsiders_are_not_contained: Everything,
    contract.simple_members_are_contained: Halves,
    contract.rounding_stays_inside: Rounded,
    contract.refinement_reaches_fifty_digits: HalfWay,
    contract.free_coordinates_go_there_and_back: Transposed,
    contract.tangents_stay_inside_to_first_order: Outward,
    contract.tangents_span_the_tangent_space: TooFew,
    contract.retraction_lands_inside: Straight,
    contract.retraction_agrees_to_first_order: TwiceAsFar,
    contract.retraction_accelerates_outward_alone: Skidding,
}


@pytest.mark.parametrize("promise", contract.PROMISES, ids=named)
def test_a_broken_promise_is_seen(promise):
    with pytest.raises(AssertionError):
        promise(BROKEN[promise], (4, 4), 0)


# ── Subclasses ──────────────────────────────────────────────────────────────────


class Ball(Unit):
    """Draws its own members; all else is inherited."""

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        return np.full(shape, float(np.prod(shape)) ** -0.5)


class Rates(Positive):
    """Another name, and nothing of its own."""

    words = "rates"


def test_who_draws_other_members_has_other_simple_ones():
    rng = np.random.default_rng(0)
    np.testing.assert_array_equal(Ball.simple(rng, (4,), 3, 0.3), np.full(4, 0.5))
    X = Rates.simple(rng, (4,), 3, 0.3)
    np.testing.assert_array_equal(X, np.round(X))


def test_a_retraction_that_is_inherited_counts():
    assert Unit.curved()
    assert Ball.curved()
    assert not Straight.curved()
    assert not Symmetric.curved()


def test_a_domain_of_a_users_own_has_the_equations_that_its_retraction_implies():
    class Circle(Domain):
        constrained = True

        @classmethod
        def retract(cls, X, V):
            return (X + V) / jnp.sqrt(jnp.sum((X + V) ** 2))

    assert Circle.contains(np.array([0.6, 0.8]))
    assert not Circle.contains(np.array([0.6, 0.7]))


def test_a_domain_without_a_draw_says_so():
    class Nothing(Domain):
        pass

    with pytest.raises(NotImplementedError, match="Nothing has no draw"):
        Nothing.draw(np.random.default_rng(0), (2,))


# ── Shapes ──────────────────────────────────────────────────────────────────────


class Tall(Domain):
    """At least as many rows as columns."""

    shapes = "matrices with at least as many rows as columns"

    @classmethod
    def allows(cls, shape):
        return len(shape) == 2 and shape[0] >= shape[1]

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        return rng.normal(size=shape)


@pytest.mark.parametrize(
    ("domain", "axes", "fits"),
    [
        (Real, ("n-9",), True),
        (Symmetric, ("n", "n"), True),
        (Symmetric, ("3", "3"), True),
        (Symmetric, ("m", "n"), False),
        (Symmetric, ("n", "3"), False),
        (Symmetric, ("n",), False),
        (Tall, ("m", "n"), True),
        (Tall, ("n", "n"), True),
        (Tall, ("2", "n"), True),
        (Tall, ("2", "3"), False),
        (Tall, ("n", "n+1"), False),
        (Tall, ("n",), False),
        (OneHot, (), False),
    ],
)
def test_declared_shapes(domain, axes, fits):
    assert domain.fits(Shape(axes)) is fits


def test_a_shape_that_a_domain_never_has_is_refused_where_it_is_declared():
    with pytest.raises(DeclarationError, match="is 2 x 3; Tall takes matrices with at least"):

        @formula
        def wide(X: Tall[Array, "2 3"]) -> Float[Array, ""]:  # pyright: ignore[reportInvalidTypeArguments]
            return jnp.zeros(())


def test_a_claim_has_the_sizes_that_its_own_domains_allow():
    @formula
    def total(X: Float[Array, "m n"]) -> Float[Array, ""]:
        return jnp.sum(X)

    @total.gradient("X", given={"X": Tall})
    def _(X):
        return jnp.ones_like(X)

    (claim,) = total.claims.values()
    assert total.allows({"m": 2, "n": 3})
    assert not claim.allows({"m": 2, "n": 3})
    assert claim.allows({"m": 3, "n": 2})
