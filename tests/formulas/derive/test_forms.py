"""Derived forms as they are written."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jaxtyping import Array, Float

from closedform import SPD, formula
from closedform.formulas import catalogue
from closedform.formulas._kit.kinds import KINDS
from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.forms import forms, sought
from closedform.formulas.derive.writing.lengths import length


@formula
def loss(W1: Float[Array, "m n"], x: Float[Array, " n"], b: Float[Array, " m"]) -> Float[Array, ""]:
    """A loss."""
    return jnp.sum((W1 @ x - b) ** 2) / 2


def shortest(id):
    return forms(catalogue().claims[id])[0]


def test_a_form_is_python_as_entries_have_it_and_a_line_of_each_notation():
    form = forms(sought(loss, KINDS["gradient"], ["W1"]))[0]
    assert form.code == "jnp.outer(W1 @ x - b, x)"
    assert form.texts["tex"] == (r"(W_1 x - b) x^\top",)
    assert form.texts["matrixcalculus"] == ("(W1*x - b)*x'",)


def test_the_claim_of_a_form_calls_its_code():
    form = forms(sought(loss, KINDS["gradient"], ["W1", "x"]))[0]
    rng = np.random.default_rng(0)
    W1, x, b = rng.normal(size=(3, 2)), rng.normal(size=2), rng.normal(size=3)
    wanted = jax.grad(loss.function, argnums=(0, 1))(W1, x, b)
    for got, want in zip(form.claim(W1=W1, x=x, b=b), wanted, strict=True):
        assert got == pytest.approx(np.asarray(want))


@pytest.mark.parametrize(
    ("id", "code"),
    [
        ("quadratic_form.gradient.x", "(A + A.T) @ x"),
        ("quadratic_form.gradient.x.given-A-Symmetric", "2 * A @ x"),
        ("log_det.hvp.X", "-inv(X).T @ dX.T @ inv(X).T"),
        ("two_sided_product.pullback.X", "A.T @ G @ B.T"),
        ("least_squares.hessian.x", "A.T @ A"),
        ("error_function.derivative.x", "2 * jnp.exp(-x ** 2) / jnp.sqrt(jnp.pi)"),
        ("log_gamma.derivative.x", "jax.scipy.special.digamma(x)"),
    ],
)
def test_forms_that_people_write(id, code):
    (found,) = [c for c in catalogue().claims if c == id or c.endswith(f".{id}")]
    assert shortest(found).code == code


def test_what_has_no_words_is_named_in_lines_of_its_own():
    form = shortest("symmetric_eigenvalues.eigenvectors.differential.S.along-Symmetric")
    assert form.lines[0] == "lam, V = jnp.linalg.eigh(S)"
    assert form.python == "V @ (F * (V.T @ dS @ V))"
    assert form.texts == {}


def test_a_hessian_in_the_coordinates_of_vech():
    form = shortest("log_det.hessian.X.on-Symmetric")
    assert form.lines == ("D = duplication(n)",)
    assert form.python.startswith("D.T @ ")
    assert "commutation" not in form.code
    assert form.texts == {}


def test_a_name_that_is_taken_is_left_alone():
    @formula
    def mean_of_root(S: SPD[Array, "n n"], L: Float[Array, "n n"]) -> Float[Array, ""]:
        """A function that has an L already."""
        return jnp.sum(jnp.linalg.cholesky(S) * L)

    (line, *_) = forms(sought(mean_of_root, KINDS["gradient"], ["L"]))[0].lines
    assert line == "L1 = jnp.linalg.cholesky(S)"


def test_what_is_no_derivative_is_not_derived():
    with pytest.raises(CannotDerive, match="no derivative"):
        forms(sought(loss, KINDS["minimum"], ["x"]))


def test_length_counts_what_there_is_to_read():
    assert length("A @ x") < length("A @ x - b") < length("inv(A.T @ A) @ x - b")
