"""Derivatives of random and of registered functions, against JAX."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from closedform.formulas import LAYOUTS, wave
from closedform.formulas.derive.differentiation import Differential
from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.identification import derivative, matrix, pullback
from closedform.formulas.derive.index.algebra import split
from closedform.formulas.derive.index.form import within
from closedform.verify.oracles.layouts import fold
from tests.formulas.derive.helpers import SHAPES, arrays, expression, value

FUNCTIONS = {
    "quadratic form": lambda x, A: x @ A @ x,
    "least squares": lambda x, X, u: jnp.sum((X @ x - u) ** 2) / 2,
    "log det": lambda A: jnp.linalg.slogdet(A)[1],
    "log det of a Gram matrix": lambda X: jnp.linalg.slogdet(X @ X.T)[1],
    "determinant": lambda A: jnp.linalg.det(A),
    "trace of an inverse": lambda A, B: jnp.trace(jnp.linalg.inv(A) @ B),
    "Mahalanobis": lambda x, S: x @ jnp.linalg.solve(S, x),
    "softmax": lambda x, A: -jax.nn.log_softmax(A @ x)[0],
    "network": lambda X, A, u, z: jnp.sum(jnp.tanh(X @ jax.nn.sigmoid(A @ z)) * u),
    "norms": lambda X, x: jnp.linalg.norm(X @ x) ** 3 + jnp.sum(jnp.abs(X)),
    "Rayleigh quotient": lambda x, A: x @ A @ x / (x @ x),
    "normalised rows": lambda X, Y: jnp.sum((X / jnp.linalg.norm(X, axis=1, keepdims=True)) * Y),
    "layer norm": lambda x, y: jnp.sum((x - x.mean()) / jnp.sqrt(x.var() + 1e-3) * y),
    "matrix root": lambda S, A: jnp.trace(
        (jnp.linalg.eigh(S)[1] * jnp.sqrt(jnp.linalg.eigh(S)[0])) @ jnp.linalg.eigh(S)[1].T @ A
    ),
    "an eigenvalue": lambda S: jnp.linalg.eigh(S)[0][-1],
    "Cholesky": lambda S, A: jnp.sum(jnp.linalg.cholesky(S) * A),
    "singular values": lambda X: jnp.sum(jnp.linalg.svd(X, compute_uv=False) ** 3),
    "Huber": lambda x: jnp.sum(jnp.where(jnp.abs(x) < 0.7, x**2 / 2, 0.7 * jnp.abs(x) - 0.245)),
    "special functions": lambda x: jnp.sum(
        jax.scipy.special.gammaln(x**2) + jax.scipy.special.log_ndtr(x) + jax.scipy.special.erf(x)
    ),
    "powers": lambda x, t: jnp.sum((x**2) ** 1.5) + t**3 * x[0] + 2.0**t,
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_gradient_is_jaxs(name):
    f = FUNCTIONS[name]
    wrt = f.__code__.co_varnames[0]
    G = derivative(expression(f), wrt, split(SHAPES[wrt]))
    given = arrays(3)
    names = f.__code__.co_varnames[: f.__code__.co_argcount]
    wanted = np.asarray(jax.grad(f)(*(jnp.asarray(given[n]) for n in names)))
    assert value(G, given) == pytest.approx(wanted, rel=1e-8, abs=1e-8)


SMOOTH = [n for n in FUNCTIONS if n not in ("matrix root", "Cholesky", "Huber", "singular values")]


@pytest.mark.parametrize("name", SMOOTH)
def test_the_second_derivative_is_jaxs(name):
    f = FUNCTIONS[name]
    wrt = f.__code__.co_varnames[0]
    axes = split(SHAPES[wrt])
    given = arrays(4)
    H = derivative(derivative(expression(f), wrt, axes), wrt, axes)
    names = f.__code__.co_varnames[: f.__code__.co_argcount]
    wanted = np.asarray(jax.hessian(f)(*(jnp.asarray(given[n]) for n in names)))
    assert value(H, given) == pytest.approx(wanted, rel=1e-7, abs=1e-7)


def test_a_differential_is_linear_in_what_moves():
    f = lambda X, A, x: jnp.exp(X @ A) @ x  # noqa: E731
    d = Differential({"X": "dX", "A": "dA"}).of(expression(f))
    given = arrays()
    given |= {"dX": given["Y"], "dA": given["B"]}
    primals = [jnp.asarray(given[n]) for n in "XAx"]
    tangents = [given["dX"], given["dA"], np.zeros_like(given["x"])]
    wanted = jax.jvp(f, primals, tangents)[1]
    assert value(d, given) == pytest.approx(np.asarray(wanted))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_jacobian_stands_in_every_layout(layout):
    f = lambda X, A: jnp.sin(X @ A)  # noqa: E731
    T = derivative(expression(f), "X", split(SHAPES["X"]))
    given = arrays()
    J = np.asarray(jax.jacobian(f)(given["X"], given["A"])).transpose(2, 3, 0, 1)
    assert value(matrix(T, 2, layout), given) == pytest.approx(fold(J, layout))


def test_a_pullback_is_the_vjp():
    f = lambda X, A: jnp.tanh(X @ A)  # noqa: E731
    P = pullback(expression(f), "A", split(SHAPES["A"]))
    given = arrays()
    given["G"] = given["Y"]
    wanted = jax.vjp(f, given["X"], given["A"])[1](given["G"])[1]
    assert value(P, given) == pytest.approx(np.asarray(wanted))


def test_what_has_no_rule_says_so():
    e = expression(lambda X: jnp.linalg.svd(X, full_matrices=False)[0])
    with pytest.raises(CannotDerive, match="the derivative of left singular vectors"):
        Differential({"X": "dX"}).of(e)


def test_a_function_that_stands_for_any_other_is_differentiated_by_its_name():
    f = lambda x, y, A, z: wave(A @ x, y) @ wave(x, z)  # noqa: E731
    G = derivative(expression(f), "x", split(SHAPES["x"]))
    given = arrays(5)
    wanted = jax.grad(f)(*(jnp.asarray(given[n]) for n in "xyAz"))
    assert value(G, given) == pytest.approx(np.asarray(wanted))
    with pytest.raises(CannotDerive, match="by the coefficients"):
        derivative(expression(f), "z", split(SHAPES["z"]))


@pytest.mark.parametrize(
    ("f", "prime"),
    [
        (lambda A: jnp.trace(jax.scipy.linalg.expm(A)), lambda A: jax.scipy.linalg.expm(A).T),
        (lambda A, B: jnp.sum(jax.scipy.linalg.expm(A).T * B), None),
    ],
    ids=["traced", "not traced"],
)
def test_the_trace_of_a_matrix_function(f, prime):
    e = expression(f)
    G = derivative(e, "A", split(SHAPES["A"]))
    if prime is None:
        assert "Frechet" in {type(a).__name__ for a in within(G)}
        return
    given = arrays()
    given["A"] = given["A"] / 9
    assert value(G, given) == pytest.approx(np.asarray(prime(jnp.asarray(given["A"]))))
