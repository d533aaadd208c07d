"""Programs are read so that the values are the function's; what has no index form says so."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from closedform.formulas import catalogue
from closedform.formulas.derive.derivation import Derivation
from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.evaluation import Evaluation
from closedform.formulas.derive.index.text import shown
from tests.formulas.derive.helpers import arrays, called, expression, value
from tests.sampled import sampled

READ = {
    "einsum": lambda X, Y, x: jnp.einsum("ij,kj,j->ik", X, Y, x),
    "kron": lambda A, X: jnp.kron(A, X),
    "reshape": lambda X: (X.T.reshape(-1) ** 2).reshape(X.shape[::-1]),
    "cumulative sum": lambda x, A: A @ jnp.cumsum(x),
    "reversed": lambda x, y: x[::-1] * y,
    "an entry": lambda A, x: A[0] * x[-1],
    "a column": lambda A: A[:, 2],
    "stacked": lambda x, y: jnp.stack([x @ y, x @ x, y @ y]),
    "norm of rows": lambda X: jnp.linalg.norm(X, axis=1),
    "variance": lambda X: jnp.var(X, axis=0),
    "standard deviation": lambda x: jnp.std(x, ddof=1),
    "softmax": lambda X: jax.nn.log_softmax(X, axis=0),
    "gelu": lambda x: jax.nn.gelu(x),
    "silu": lambda x: jax.nn.silu(x),
    "elu": lambda x: jax.nn.elu(x),
    "leaky relu": lambda x: jax.nn.leaky_relu(x),
    "clip": lambda x, s: jnp.clip(x, -0.5, s**2),
    "minimum": lambda x, y: jnp.minimum(x, y),
    "where": lambda x, y: jnp.where((x > y) & (y <= 0), x, y**2),
    "a power": lambda A: jnp.linalg.matrix_power(A, 3),
    "variable exponents": lambda x, y: (x**2) ** y + 2.0**y,
    "triangles": lambda A: jnp.tril(A) @ jnp.triu(A, 1),
    "triangular system": lambda A, x: jax.scipy.linalg.solve_triangular(A, x, lower=True),
    "svd": lambda X: jnp.linalg.svd(X, compute_uv=False),
    "nuclear norm": lambda X: jnp.linalg.norm(X, "nuc"),
    "log add exp": lambda x, y: jnp.logaddexp(x, y),
    "special functions": lambda x: jax.scipy.special.erf(x) + jax.scipy.special.log_ndtr(x),
    "normal distribution": lambda x: jax.scipy.special.ndtr(x),
    "vmap": lambda X, A: jax.vmap(lambda r: r @ A @ r)(X),
    "remat": lambda x: jax.checkpoint(lambda x: jnp.sin(x) ** 2)(x),
    "numbers of sizes": lambda X: X.sum() / (X.shape[0] - 1) + jnp.sqrt(X.size * 1.0),
}


@pytest.mark.parametrize("name", READ)
def test_what_is_read_has_the_functions_values(name):
    f = READ[name]
    assert value(expression(f)) == pytest.approx(called(f), rel=1e-9, abs=1e-9)


REFUSED = {
    "sort": (lambda x: jnp.sort(x), "sort"),
    "a loop": (lambda x: jax.lax.fori_loop(0, 3, lambda k, x: x @ x * x, x), "scan"),
    "a loop over a size": (lambda x: sum(x[k] for k in range(len(x))), "at other sizes"),
    "constants": (lambda x: x * jnp.arange(len(x)), "a constant array of n"),
    "held": (lambda x: jax.lax.stop_gradient(x) @ x, "stop_gradient"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_not_be_read_says_so(name):
    f, words = REFUSED[name]
    with pytest.raises(CannotDerive, match=words):
        expression(f)


def test_what_nothing_needs_is_not_read():
    e = expression(lambda x: (jnp.sort(x), 2 * x)[1])
    assert value(e) == pytest.approx(2 * arrays()["x"])


def test_a_number_is_told_from_a_size():
    f = expression(lambda x, X: x * 10 / (X.shape[1] - 1))
    assert shown(f) == "10 x[i] #n - 1^-1 -> [i]"  # n - 1 is 10 where n is 11


FORMULAS = [f for f in catalogue().formulas.values() if "definitions" not in f.file]
SAMPLE = sampled(FORMULAS, 3, lambda f: f.name)


@pytest.mark.parametrize("formula", SAMPLE, ids=[f.name for f in SAMPLE])
def test_formulas_of_the_catalogue_are_read(formula):
    derivation = Derivation(formula)
    try:
        e = derivation.value
    except CannotDerive:
        assert formula.name in UNREAD
        return
    assert formula.name not in UNREAD
    rng, sizes = np.random.default_rng(0), dict(derivation.pair.first)
    given = {v.name: v.domain.draw(rng, v.shape.at(sizes)) for v in formula.variables.values()}
    wanted = np.asarray(formula.value(given, sizes))
    assert Evaluation(given, sizes).sum(e) == pytest.approx(
        wanted, rel=1e-8, abs=1e-9 * max(1, np.abs(wanted).max(initial=0)), nan_ok=True
    )


UNREAD = {
    "determinant.adjugate_times_matrix",
    "matrix_exponential",
    "matrix_exponential.trace_of_exponential",
}
"""Formulas by cofactors, and by a series that is summed in a loop."""
