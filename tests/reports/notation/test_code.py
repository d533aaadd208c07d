"""Code to copy: it runs as it is, asks for nothing of ours, and gives what the claim gives."""

import inspect

import jax.numpy as jnp
import pytest

from closedform import formulas
from closedform.formulas import catalogue
from closedform.reports.notation import code

ENTRY = '''
"""An entry."""

import jax.numpy as jnp
from jax.nn import relu as positive_part, softmax
from jaxtyping import Array, Float

from closedform import formula

HALF = 1 / 2
UNUSED = 3


def doubled(x: Array) -> Array:
    """Twice x."""
    return x / HALF


@formula(source="mine")
def entry(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\\top x"""
    return x @ x


@entry.gradient("x")
def _(x):
    r"""2x

    By a helper.
    """
    return doubled(x)


@entry.equals("a call")
def _(x):
    r"""f(x)"""
    return entry(positive_part(x)) + entry(-positive_part(-x)) + jnp.zeros(())
'''


@pytest.fixture
def entry(tmp_path):
    (tmp_path / "entry.py").write_text(ENTRY)
    return formulas.read(tmp_path / "entry.py").formulas["entry"]


def test_every_claim_of_the_catalogue_has_code_that_runs_without_us():
    for claim in catalogue().claims.values():
        text = code.of_claim(claim)
        assert text, claim.id
        assert "closedform" not in text, claim.id
        found: dict = {}
        exec(text, found)
        copied = list(found.values())[-1]
        assert list(inspect.signature(copied).parameters) == list(claim.parameters), claim.id
        assert "\\top" not in text


def test_code_holds_what_it_uses_and_nothing_else(entry):
    gradient, _ = entry.claims.values()
    assert code.of_claim(gradient) == (
        "HALF = 0.5\n\n\n"
        "def doubled(x):\n    return x / HALF\n\n\n"
        "def entry_gradient_x(x):\n    return doubled(x)\n"
    )


def test_a_call_of_another_formula_is_written_out(entry):
    _, call = entry.claims.values()
    text = code.of_claim(call)
    assert text is not None
    assert text.startswith(
        "import jax.numpy as jnp\nfrom jax.nn import relu as positive_part\n\n\ndef entry(x):\n"
    )
    found: dict = {}
    exec(text, found)
    assert found["entry_equals_a_call"](jnp.array([1.0, -2.0])) == 5


def test_a_matrix_by_its_factors_comes_with_its_class():
    text = code.of_claim(catalogue().claims["logistic_regression.hessian.w.form-factors"])
    assert text is not None
    found: dict = {}
    exec(text, found)
    X, w = jnp.arange(6.0).reshape(3, 2), jnp.array([0.5, -0.25])
    gram = found["logistic_regression_hessian_w_form_factors"](X, w)
    assert jnp.allclose(gram @ jnp.ones(2), gram.dense() @ jnp.ones(2))
    assert not isinstance(gram, formulas.Gram)


def test_without_its_file_a_claim_has_no_code(tmp_path):
    path = tmp_path / "gone.py"
    path.write_text(
        ENTRY.replace("def entry", "def gone").replace("entry.", "gone.").replace("entry(", "gone(")
    )
    found = formulas.read(path).formulas["gone"]
    path.unlink()
    assert code.of_formula(found) is None
