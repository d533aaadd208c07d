"""Code to copy: it runs as it is, and gives what the claim gives."""

import inspect

import jax.numpy as jnp
import pytest

from closedform import formulas
from closedform.formulas import catalogue
from closedform.reports import code

ENTRY = '''
"""An entry."""

import jax.numpy as jnp
from jax.nn import relu as positive_part, softmax
from jaxtyping import Array, Float

from closedform.formulas import formula

HALF = 1 / 2
UNUSED = 3


def doubled(x: Array) -> Array:
    """Twice x."""
    return x / HALF


@formula(source="mine", where=lambda n: n > 2)
def entry(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\\top x"""
    return x @ x


@entry.gradient("x")
def _(x):
    r"""2x

    By a helper.
    """
    # twice
    return doubled(x)


@entry.equals("a call")
def _(x):
    r"""f(x)"""
    return entry(positive_part(x)) + entry(-positive_part(-x))
'''


@pytest.fixture
def entry(tmp_path):
    (tmp_path / "entry.py").write_text(ENTRY)
    return formulas.read(tmp_path / "entry.py").formulas["entry"]


def test_every_claim_of_the_catalogue_has_code_that_runs():
    for claim in catalogue().claims.values():
        text = code.of_claim(claim)
        assert text, claim.id
        found: dict = {}
        exec(text, found)
        copied = list(found.values())[-1]
        assert list(inspect.signature(copied).parameters) == list(claim.parameters), claim.id
        assert "\\top" not in text


def test_code_holds_imports_helpers_and_nothing_else(entry):
    gradient, call = entry.claims.values()
    assert code.of_claim(gradient) == (
        "from jaxtyping import Array\n\nHALF = 1 / 2\n\n"
        'def doubled(x: Array) -> Array:\n    """Twice x."""\n    return x / HALF\n\n'
        "def entry_gradient_x(x):\n    # twice\n    return doubled(x)\n"
    )
    text = code.of_claim(call)
    assert text is not None
    assert text.startswith(
        "from jax.nn import relu as positive_part\n"
        "from jaxtyping import Array\nfrom jaxtyping import Float\n"
    )
    found: dict = {}
    exec(text, found)
    assert found["entry_equals_a_call"](jnp.array([1.0, -2.0])) == 5


def test_a_condition_is_said_as_it_is_written(entry):
    assert code.condition(entry) == "n > 2"
    assert code.condition(catalogue().formulas["log_det"]) is None


def test_without_its_file_a_claim_has_no_code(tmp_path):
    path = tmp_path / "gone.py"
    path.write_text(
        ENTRY.replace("def entry", "def gone").replace("entry.", "gone.").replace("entry(", "gone(")
    )
    found = formulas.read(path).formulas["gone"]
    path.unlink()
    assert code.of_formula(found) is None
    assert code.condition(found) is None
