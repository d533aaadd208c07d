"""Each kind of claim has a face, and an unknown one is refused by its name."""

import pytest
from jaxtyping import Array, Float

from closedform.formulas import KINDS as KIT
from closedform.formulas import InputError, formula
from closedform.reports.kinds import KINDS, face
from closedform.reports.notation.symbols import equation


def test_the_faces_are_those_of_the_kinds():
    assert set(KINDS) == set(KIT)


def test_no_two_kinds_are_called_the_same():
    assert len({found.name for found in KINDS.values()}) == len(KINDS)


def test_an_unknown_kind_is_refused_by_name():
    told = r"the kind 'fourth'; add it to KINDS of reports/kinds\.py"
    with pytest.raises(InputError, match=told):
        face("fourth")


@pytest.mark.parametrize(
    ("kind", "left"),
    [
        (
            "gradient",
            r"\left(\frac{\partial f}{\partial A},\; \frac{\partial f}{\partial B}\right) =",
        ),
        ("hessian", r"\nabla^2_{A,B} f ="),
        ("differential", r"\mathrm{d}f ="),
        ("derivative", r"\frac{\mathrm{d}f}{\mathrm{d}A,B} ="),
        ("differs", r"f \neq"),
        ("stationary", r"\nabla_{A,B} f = 0 \quad\text{at}\quad \left(A,\; B\right) ="),
        ("maximum", r"\underset{A,B}{\operatorname{arg\,max}}\, f ="),
    ],
)
def test_what_stands_left_of_the_equals_sign(kind, left):
    assert face(kind).left("f", ["A", "B"], "") == left


@pytest.mark.parametrize(
    ("tex", "loss"), [(r"A^\top G", r"\ell"), (r"A^\top \frac{\partial f}{\partial Y}", "f")]
)
def test_a_pullback_calls_the_loss_as_its_own_tex_does(tex, loss):
    left = rf"\frac{{\partial {loss}}}{{\partial X}} ="
    assert face("pullback").left("Y", ["X"], tex) == left


@pytest.mark.parametrize("tex", ["2x", r"\frac{\partial f}{\partial x} = 2x"])
def test_an_equation_states_its_left_side_once(tex):
    @formula
    def square(x: Float[Array, " n"]) -> Float[Array, ""]:
        r"""x^\top x"""
        return x @ x

    def closed(x):
        return 2 * x

    closed.__doc__ = tex
    square.gradient("x")(closed)
    [claim] = square.claims.values()
    assert equation(claim) == r"\frac{\partial f}{\partial x} = 2x"
