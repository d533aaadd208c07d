import jax.numpy as jnp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closedform.formulas.derive.index.form import Term
from closedform.formulas.derive.index.keys import sum_key, term_key
from tests.formulas.derive.helpers import expression

SAME = {
    "trace is cyclic": (
        lambda A, B, S: jnp.trace(A @ B @ S),
        lambda A, B, S: jnp.trace(B @ S @ A),
    ),
    "trace of a transpose": (
        lambda A, B: jnp.trace(A @ B),
        lambda A, B: jnp.trace(B.T @ A.T),
    ),
    "inner product": (lambda X, Y: jnp.sum(X * Y), lambda X, Y: jnp.trace(X.T @ Y)),
    "transpose inside": (lambda A, x: jnp.exp(A.T) @ x, lambda A, x: x @ jnp.exp(A)),
    "diag": (lambda A, x: jnp.diag(x) @ A, lambda A, x: x[:, None] * A),
    "a sum in another order": (lambda A, x: A @ x + x, lambda A, x: x + A @ x),
    "a power": (lambda A: jnp.trace(A @ A @ A @ A), lambda A: jnp.sum((A @ A) * (A @ A).T)),
}
APART = {
    "a transpose": (lambda A, B: jnp.trace(A @ B), lambda A, B: jnp.trace(A.T @ B)),
    "an order": (lambda A, B, S: jnp.trace(A @ B @ S), lambda A, B, S: jnp.trace(B @ A @ S)),
    "an axis": (lambda A: A.sum(0), lambda A: A.sum(1)),
    "a coefficient": (lambda A: 2 * A, lambda A: 3 * A),
    "rings of another length": (
        lambda A: jnp.trace(A @ A @ A @ A),
        lambda A: jnp.trace(A @ A) ** 2,
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_equal_terms_have_one_key(name):
    a, b = map(expression, SAME[name])
    assert sum_key(a) == sum_key(b)


@pytest.mark.parametrize("name", APART)
def test_other_terms_have_another_key(name):
    a, b = map(expression, APART[name])
    assert sum_key(a) != sum_key(b)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_a_key_does_not_depend_on_names_or_order(random):
    e = expression(lambda A, B, x, y: (x @ A @ B @ A.T @ y) * (A * B) @ jnp.exp(B @ x))
    for t in e.terms:
        copy = t.copied()
        factors = list(copy.factors)
        random.shuffle(factors)
        assert term_key(Term(copy.coefficient, tuple(factors), copy.axes)) == term_key(t)
