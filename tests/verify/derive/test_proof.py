"""Nothing derived stands that the checker did not verify, in the very text that is shown."""

import dataclasses

import pytest

from closedform.formulas import catalogue
from closedform.formulas.derive import forms as written
from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.algebra import scaled
from closedform.formulas.derive.index.atoms import Inverse, LogDeterminant, Softmax
from closedform.formulas.derive.rules.elementwise import DERIVATIVES
from closedform.formulas.derive.rules.matrices import MATRICES
from closedform.verify.derive.judged import judged
from closedform.verify.derive.proof import NotProven
from closedform.verify.derive.proof import proven as proven_by


def proven(claim, **limits):
    return proven_by(claim, judged, **limits)


def claim(id):
    return catalogue().claims[id]


def test_a_form_is_verified_and_its_texts_read_back():
    found = proven(claim("least_squares.gradient.x"))
    assert found.form.code == "A.T @ (A @ x - b)"
    assert found.verdict.status == "verified"
    assert found.verdict.comparisons > 0
    assert found.texts["tex"] == (r"A^\top (A x - b)",)


@pytest.mark.parametrize(
    ("atom", "id", "wrong"),
    [
        (Inverse, "matrix_inverse.differential.X", -1),
        (LogDeterminant, "log_det.gradient.X", 2),
        (Softmax, "softmax.of_scores.jacobian.a", -1),
    ],
    ids=lambda x: x.__name__ if isinstance(x, type) else "",
)
def test_a_wrong_rule_of_matrices_proves_nothing(atom, id, wrong, monkeypatch):
    rule = MATRICES[atom]
    planted = dataclasses.replace(
        rule, differential=lambda a, d: scaled(rule.differential(a, d), wrong)
    )
    monkeypatch.setitem(MATRICES, atom, planted)
    with pytest.raises(NotProven, match="refuted"):
        proven(claim(id))


def test_a_wrong_rule_of_numbers_proves_nothing(monkeypatch):
    planted = dataclasses.replace(DERIVATIVES["sin"], at=DERIVATIVES["tan"].at)
    monkeypatch.setitem(DERIVATIVES, "sin", planted)
    with pytest.raises(NotProven):
        proven(claim("circular_functions.sine.derivative.x"))


@pytest.mark.parametrize("text", ["2 A^\\top (A x - b)", "A x", "?"])
def test_a_text_that_says_something_else_is_not_kept(text, monkeypatch):
    monkeypatch.setitem(written.NOTATIONS, "tex", lambda tree: text)
    found = proven(claim("least_squares.gradient.x"))
    assert "tex" not in found.texts
    assert "matrixcalculus" in found.texts


def test_where_a_determinant_is_zero_the_adjugate_stands():
    found = proven(claim("determinant.gradient.X.given-X-Singular"))
    assert found.form.code == "adjugate(X).T"


def test_what_no_rule_speaks_of_says_so():
    with pytest.raises(CannotDerive, match="scan"):
        proven(claim("matrix_exponential.differential.X"))


def test_deriving_that_takes_too_long_is_given_up():
    with pytest.raises(CannotDerive, match="too long"):
        proven(claim("chain_rule.jacobian.X"), algebra=0.001)
