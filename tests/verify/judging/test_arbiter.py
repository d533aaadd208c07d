"""50 digits decide where float64 can't, and say so where they can't either."""

from types import SimpleNamespace
from typing import Any

import jax.numpy as jnp
import jax.scipy.special as js
import numpy as np
import pytest
from jaxtyping import Array, Float

from closedform.formulas import Positive, Symmetric, formula, inv
from closedform.verify.checks import check_claim
from closedform.verify.judging import arbiter
from closedform.verify.judging.arbiter import Settled, settle

# by another name, so that pytest does not collect the claims here as tests of their own
new = formula


def only(f):
    (claim,) = f.claims.values()
    return claim


def verdict(f, draws=20, seed=0):
    return check_claim(only(f), draws, seed)


@new
def log_beta(a: Positive[Array, " n"], b: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\sum_i \log B(8 a_i, 8 b_i)"""
    return jnp.sum(js.betaln(8 * a, 8 * b))


@pytest.mark.parametrize("seed", [0, 100, 200])
def test_what_jax_approximates_is_disputed(seed):
    f = new(log_beta.function)
    f.gradient("a")(lambda a, b: 8 * (js.digamma(8 * a) - js.digamma(8 * a + 8 * b)))
    found = verdict(f, seed=seed)
    assert found.status == "disputed"
    assert found.detail is not None
    assert "as rounding may, and 50 digits can't tell: JAX approximates betaln" in found.detail


def test_a_slip_is_refuted_whatever_jax_approximates():
    f = new(log_beta.function)
    f.gradient("a")(lambda a, b: 8 * (js.digamma(8 * a) - js.digamma(8 * a + 8 * b + 1e-3)))
    assert verdict(f).status == "refuted"


def test_a_small_slip_is_refuted():
    @new
    def dirichlet(a: Positive[Array, " n"]) -> Float[Array, ""]:
        r"""\log \Gamma(\sum_i a_i) - \sum_i \log \Gamma(a_i)"""
        return js.gammaln(jnp.sum(a)) - jnp.sum(js.gammaln(a))

    dirichlet.gradient("a")(lambda a: js.digamma(jnp.sum(a) + 1e-9) - js.digamma(a))
    assert verdict(dirichlet).status == "refuted"


def test_an_error_like_rounding_is_disputed_where_50_digits_have_no_rule():
    @new
    def stepped(x: Float[Array, " n"]) -> Float[Array, ""]:
        r"""\sum_i x_i^-, the next numbers towards zero"""
        return jnp.sum(jnp.nextafter(x, 0 * x))

    def off_by(error):
        return lambda x: jnp.sum(jnp.nextafter(x, 0 * x)) + error * jnp.sum(x**2)

    for error, status in ((1e-9, "disputed"), (1e-3, "refuted")):
        f = new(stepped.function)
        f.equals("it")(off_by(error))
        assert verdict(f).status == status


@new
def energy(X: Symmetric[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr} X^3"""
    return jnp.trace(X @ X @ X)


def test_along_tangents_too_it_is_looked_at():
    """The closed form is right, and takes its digits away."""
    f = new(energy.function)
    f.hvp("X", along=Symmetric)(lambda X, dX: 3 * (X @ dX + dX @ X) + (X + 1e9 - 1e9 - X))
    found = verdict(f)
    assert (found.status, found.cause) == ("refuted", "precision")
    assert found.detail is not None
    assert found.detail.startswith("precision: in exact arithmetic it is right")


# ── Which draws are looked at ───────────────────────────────────────────────────


def comparison(worst, error=1e-9):
    """Draws of value 1 that use so much of their tolerance."""
    n, worst = len(worst), np.array(worst)
    one = np.ones((n, 1))
    return SimpleNamespace(
        worst=worst, defined=np.ones(n, bool), errors=[error * one], want=[one], sides=None
    )


def claim():
    f = new(energy.function)
    f.gradient("X")(lambda X: 3 * X @ X)
    return only(f)


@pytest.fixture
def looked(monkeypatch):
    """The draws that are looked at; from the fifth on, they are not the same."""
    seen = []

    def one(claim, comparison, draw):
        seen.append(draw)
        return Settled(draw < 4, True)

    monkeypatch.setattr(arbiter, "_draw", one)
    monkeypatch.setattr(arbiter, "_small", lambda *_: False)
    monkeypatch.setattr(arbiter, "_unless_approximated", lambda *_: Settled(False))
    return seen


@pytest.mark.parametrize(
    ("worst", "seen", "same"),
    [
        ([9.0, 8.0, 7.0, 6.0, 0.5], [0, 1, 2, 3], True),
        ([9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 0.5], [0, 1, 2, 3, 4], False),
        ([6.0, 7.0, 8.0, 9.0], [3, 2, 1, 0], True),
    ],
)
def test_autodiff_is_overruled_only_after_a_look_at_every_draw(
    looked, monkeypatch, worst, seen, same
):
    monkeypatch.setattr(arbiter, "_small", lambda *_: True)
    found: Any = settle(claim(), [comparison(worst)])  # type: ignore[list-item]
    assert looked == seen
    assert found.same is same


def test_a_refutation_that_is_rare_is_looked_at_whatever_its_size(looked):
    few: Any = comparison([9.0] + [0.5] * 19, error=0.5)
    many: Any = comparison([9.0] * 4 + [0.5] * 16, error=0.5)
    assert settle(claim(), [few]) == Settled(True, True)
    assert settle(claim(), [many]) is None
    assert looked == [0]


# ── Expressions that differ ─────────────────────────────────────────────────────


@new
def growth(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\sum_i (e^{x_i} - 1) / x_i"""
    return jnp.sum(jnp.expm1(x) / x)


DIFFERS = {
    "by rounding": (lambda x: jnp.sum((jnp.exp(x + 1e10 - 1e10) - 1) / x), "refuted"),
    "by cancellation": (lambda x: jnp.sum((jnp.exp(x) - 1 + 1e9 - 1e9) / x), "refuted"),
    "by little": (lambda x: jnp.sum(jnp.expm1(x) / x) + 1e-9, "verified"),
    "by much": (lambda x: jnp.sum(jnp.exp(x)), "verified"),
    "by what has no rule": (
        lambda x: jnp.sum(jnp.nextafter(jnp.exp(x + 1e9 - 1e9) - 1, 0 * x) / x),
        "disputed",
    ),
}


@pytest.mark.parametrize("how", DIFFERS)
def test_what_differs_by_rounding_does_not_differ(how):
    other, status = DIFFERS[how]
    f = new(growth.function)
    f.differs("it")(other)
    found = verdict(f)
    assert found.status == status, found.detail
    if status == "refuted":
        assert found.detail == "equal at 50 digits in every draw: rounding is all that differs"


def test_inverses_are_told_apart_from_what_only_looks_like_them():
    @new
    def inverse(X: Positive[Array, "n n"]) -> Float[Array, "n n"]:
        r"""(X + 9I)^{-1}"""
        return inv(X + 9 * jnp.eye(len(X)))

    f = new(inverse.function)
    f.differs("by solving")(
        lambda X: jnp.linalg.solve(1e3 * X + 9e3 * jnp.eye(len(X)), 1e3 * jnp.eye(len(X)))
    )
    assert verdict(f).status == "refuted"
