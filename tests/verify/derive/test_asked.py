"""``closedform.derive``."""

import dataclasses

import jax.numpy as jnp
import pytest
from jaxtyping import Array, Float

import closedform
from closedform import InputError, formula
from closedform.formulas.derive.index.algebra import scaled
from closedform.formulas.derive.index.atoms import Inverse
from closedform.formulas.derive.rules.matrices import MATRICES
from closedform.verify.derive.asked import Derivative


@formula
def trace_of_inverse(X: Float[Array, "n n"], A: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\\operatorname{tr}(A X^{-1})"""
    return jnp.trace(A @ jnp.linalg.inv(X))


def one(function, **asked):
    found = closedform.derive(function, **asked)
    assert isinstance(found, Derivative)
    return found


def several(function, **asked):
    found = closedform.derive(function, **asked)
    assert isinstance(found, list)
    return found


def test_a_text():
    found = one(r"\log\det(X)", hessian="X")
    assert found.status == "derived"
    assert found.python == "-kron(inv(X), inv(X).T) @ commutation(n, n)"
    assert found.tex == [r"-(X^{-1} \otimes X^{-\top}) K_{nn}"]


def test_a_text_with_a_slash_is_no_file_and_repeated_parts_are_named():
    found = one("(x'*A*x)/(x'*x)", gradient="x", given="A symmetric")
    assert found.status == "derived"
    found = one("log(sum(exp(W*x))) - y'*W*x", hessian="x")
    assert found.lines == ["p = jax.nn.softmax(W @ x)"]
    assert found.tex == [
        r"W^\top (\operatorname{diag}(p) - p p^\top) W, \quad p = \operatorname{softmax}(W x)"
    ]
    assert found.matrixcalculus == ["W'*(diag(softmax(W*x)) - softmax(W*x)*softmax(W*x)')*W"]


def test_a_formula_and_several_variables():
    both, single = several(trace_of_inverse, gradient=["X,A", "A"])
    assert both.wrt == ["X", "A"]
    assert single.python == "inv(X).T"
    assert str(single).splitlines()[0].endswith("trace_of_inverse")


def test_first_derivatives_where_nothing_is_asked():
    found = several("A*x")
    assert [(d.kind, d.wrt) for d in found] == [("jacobian", ["A"]), ("jacobian", ["x"])]


def test_what_is_defined_at_few_draws_is_verified_where_all_is_positive():
    found = one("sum(log(A*x))", gradient="A", shape="A=mxn")
    assert found.status == "derived"


def test_a_planted_wrong_rule_prints_nothing(monkeypatch):
    rule = MATRICES[Inverse]
    planted = dataclasses.replace(
        rule, differential=lambda a, d: scaled(rule.differential(a, d), 3)
    )
    monkeypatch.setitem(MATRICES, Inverse, planted)
    found = one(trace_of_inverse, gradient="X")
    assert (found.status, found.exit) == ("not proven", 1)
    assert found.python is found.tex is found.matrixcalculus is found.code is None
    assert "inv" not in str(found).split("gradient by X: ")[1]


def test_a_text_that_is_not_read():
    found = one("x'*A*", gradient="x")
    assert (found.status, found.exit) == ("not read", 2)
    assert "grammar" in str(found)


@pytest.mark.parametrize(
    ("function", "asked", "told"),
    [
        ("x'*x", {"gradient": "x", "given": "x tall"}, "is no domain"),
        ("x'*x", {"gradient": "x", "layout": "numerator"}, "says nothing about a gradient"),
        ("x'*x", {"gradient": "x", "given": "A symmetric"}, "the function has x"),
        ("x'*x", {"gradient": ""}, "none was named"),
        ("least_squares", {"gradient": "z"}, "there is no variable 'z'"),
        ("log_det", {"derivative": "X"}, "a derivative is by a scalar"),
        ("two_sided_product", {"gradient": "X"}, "not a scalar"),
        (" ", {}, "no function was given"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_what_makes_no_sense(function, asked, told):
    with pytest.raises(InputError, match=told):
        closedform.derive(function, **asked)
