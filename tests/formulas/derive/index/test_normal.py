"""Identities bring expressions that are equal to one form, and leave others apart."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from closedform.formulas.derive.facts import with_facts
from closedform.formulas.derive.index.canonical import canonical, same
from closedform.formulas.derive.index.keys import sum_key
from closedform.formulas.derive.index.text import shown
from tests.formulas.derive.helpers import arrays, expression, value

inv = jnp.linalg.inv
EQUAL = {
    "inverse": (lambda A, x: inv(A) @ A @ x, lambda x: 1.0 * x),
    "inverse of a transpose": (lambda A: inv(A.T), lambda A: inv(A).T),
    "inverse of a product": (lambda A, B: inv(A @ B), lambda A, B: inv(B) @ inv(A)),
    "inverse beside its product": (lambda X, z: inv(X.T @ X) @ (X.T @ (X @ z)), lambda z: 1.0 * z),
    "inverse of a sum": (lambda A, B, x: inv(A + B) @ ((A + B) @ x), lambda x: 1.0 * x),
    "determinant": (
        lambda A, B: jnp.linalg.slogdet(A @ B)[1],
        lambda A, B: jnp.linalg.slogdet(A)[1] + jnp.linalg.slogdet(B)[1],
    ),
    "softmax by hand": (lambda x: jnp.exp(x) / jnp.exp(x).sum(), lambda x: jax.nn.softmax(x)),
    "softmax sums to one": (lambda x, t: t * jax.nn.softmax(x).sum(), lambda t: 1.0 * t),
    "softmax by rows": (
        lambda X: jax.nn.softmax(X, axis=1),
        lambda X: jax.nn.softmax(X.T, axis=0).T,
    ),
    "log softmax": (
        lambda x: jnp.log(jax.nn.softmax(x)),
        lambda x: x - jax.scipy.special.logsumexp(x),
    ),
    "logistic": (lambda x: 1 / (1 + jnp.exp(-x)), lambda x: jax.nn.sigmoid(x)),
    "logistic of the negative": (
        lambda x: jax.nn.sigmoid(-x),
        lambda x: 1 - jax.nn.sigmoid(x),
    ),
    "logistic times exp": (
        lambda x: jnp.exp(-x) * jax.nn.sigmoid(x) ** 2,
        lambda x: jax.nn.sigmoid(x) * (1 - jax.nn.sigmoid(x)),
    ),
    "softplus": (lambda x: jax.nn.softplus(-x), lambda x: jax.nn.softplus(x) - x),
    "exp of a sum": (lambda x, y: jnp.exp(x - y), lambda x, y: jnp.exp(x) / jnp.exp(y)),
    "sines": (lambda x: jnp.sin(x) ** 2, lambda x: 1 - jnp.cos(x) ** 2),
    "hyperbolic": (lambda x: jnp.sinh(x) / jnp.cosh(x), lambda x: jnp.tanh(x)),
    "absolute value": (lambda x: jnp.abs(x) * jnp.sign(x), lambda x: 1.0 * x),
    "root of a square": (lambda x: jnp.sqrt(x**2), lambda x: jnp.abs(x)),
    "relu": (lambda x: jnp.maximum(x, 0), lambda x: jnp.where(x > 0, x, 0.0)),
    "norm": (lambda x: x @ x / jnp.linalg.norm(x), lambda x: jnp.linalg.norm(x)),
    "a quotient": (lambda x: x**2 / (1 + x**2), lambda x: 1 - 1 / (1 + x**2)),
    "Cholesky factor": (
        lambda S: jnp.linalg.cholesky(S) @ jnp.linalg.cholesky(S).T,
        lambda S: (S + S.T) / 2,
    ),
    "eigenvectors": (
        lambda S, x: jnp.linalg.eigh(S)[1].T @ (jnp.linalg.eigh(S)[1] @ x),
        lambda x: 1.0 * x,
    ),
    "triangular systems": (
        lambda S, x: jax.scipy.linalg.cho_solve(jax.scipy.linalg.cho_factor(S, lower=True), x),
        lambda S, x: jnp.linalg.solve((S + S.T) / 2, x),
    ),
}


@pytest.mark.parametrize("name", EQUAL)
def test_equal_expressions_are_seen_to_be_equal(name):
    a, b = map(expression, EQUAL[name])
    assert same(a, b), f"{shown(canonical(a))}  against  {shown(canonical(b))}"


@pytest.mark.parametrize("name", EQUAL)
def test_no_identity_changes_a_value(name):
    for f in EQUAL[name]:
        e = expression(f)
        assert value(canonical(e)) == pytest.approx(value(e), rel=1e-9, abs=1e-9)


FACTS = {
    "symmetric": (lambda A, x: (A + A.T) @ x, lambda A, x: 2 * A @ x, "A", "symmetric"),
    "orthogonal": (lambda A, x: A.T @ A @ x, lambda A, x: 1.0 * x, "A", "orthogonal"),
    "unit": (lambda x, y: (x @ x) * y, lambda x, y: 1.0 * y, "x", "unit"),
    "simplex": (lambda x, y: x.sum() * y, lambda x, y: 1.0 * y, "x", "simplex"),
    "positive": (lambda x: jnp.abs(x), lambda x: 1.0 * x, "x", "positive"),
    "signs": (lambda x, y: x**2 * y, lambda x, y: 1.0 * y, "x", "of square one"),
    "mean zero": (lambda x, y: y + x.mean(), lambda x, y: 1.0 * y, "x", "mean zero"),
}


@pytest.mark.parametrize("name", FACTS)
def test_facts_make_equal_what_is_not_equal_without_them(name):
    f, g, variable, fact = FACTS[name]
    a, b = expression(f), expression(g)
    facts = {variable: frozenset([fact])}
    assert not same(a, b)
    assert same(with_facts(a, facts), with_facts(b, facts))


def test_a_sum_over_an_index_that_nothing_has_is_its_size():
    e = expression(lambda x, X: jnp.broadcast_to(x, X.shape).sum(0))
    assert value(e) == pytest.approx(7 * arrays()["x"])
    assert sum_key(e) == sum_key(expression(lambda x, X: x * X.shape[0]))


def test_a_sum_keeps_its_sign_and_its_orientation_apart():
    a = expression(lambda A, B, x: jnp.exp(A - B) @ x)
    b = expression(lambda A, B, x: jnp.exp(B - A) @ x)
    c = expression(lambda A, B, x: x @ jnp.exp(A.T - B.T))
    assert sum_key(a) == sum_key(c)
    assert sum_key(a) != sum_key(b)
    given = arrays()
    assert np.allclose(value(a), np.exp(given["A"] - given["B"]) @ given["x"])
