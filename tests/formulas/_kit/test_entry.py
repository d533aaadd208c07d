"""A notebook's cell may run again, and takes its old claim's place; twice in one file is an
error."""

import pytest

from closedform.formulas import DeclarationError

FORMULA = '''
from jaxtyping import Array, Float
from closedform.formulas import formula


@formula
def energy(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\\top x"""
    return x @ x
'''
CELL = '''
@energy.gradient("x")
def _(x):
    r"""2x"""
    return {body}
'''


def run(text, scope, cell):
    exec(compile(text, cell, "exec"), scope)


@pytest.fixture
def scope():
    found = {"__name__": "__main__"}
    run(FORMULA, found, "<ipython-input-1>")
    return found


def test_a_cell_may_run_again(scope):
    run(CELL.format(body="x"), scope, "<ipython-input-2>")
    run(CELL.format(body="2 * x"), scope, "<ipython-input-2>")
    run(CELL.format(body="2.0 * x"), scope, "<ipython-input-3>")
    [claim] = scope["energy"].claims.values()
    assert claim.function(3.0) == 6.0


def test_a_loop_of_one_cell_claims_twice(scope):
    loop = "for k in (2, 3):\n    energy.gradient('x')(lambda x: k * x)\n"
    with pytest.raises(DeclarationError, match=r"energy\.gradient\.x is claimed twice"):
        run(loop, scope, "<ipython-input-2>")


def test_a_file_claims_once(scope, tmp_path):
    scope["__name__"], path = "mine", tmp_path / "mine.py"
    text = CELL.format(body="x") + CELL.format(body="2 * x")
    path.write_text(text)
    with pytest.raises(DeclarationError, match=r"claimed twice.*; tell them apart by form="):
        run(text, scope, str(path))
