"""A refutation ends with the right form, where that is derived and verified."""

import dataclasses

import jax.numpy as jnp
import pytest
from jaxtyping import Array, Float

import closedform
from closedform import formula
from closedform.formulas import catalogue
from closedform.formulas.derive.index.algebra import scaled
from closedform.formulas.derive.index.atoms import LogDeterminant
from closedform.formulas.derive.rules.matrices import MATRICES
from closedform.verify.checks import check_claim
from closedform.verify.derive.right import CHECK, right
from closedform.verify.words import verdicts as words


@formula
def log_of_gram(A: Float[Array, "n n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\top A x + \log\det(I + x x^\top)"""
    return x @ A @ x + jnp.linalg.slogdet(jnp.eye(x.size) + jnp.outer(x, x))[1]


@log_of_gram.gradient("x", form="half")
def _(A, x):
    r"""2 A x"""
    return 2 * A @ x


@log_of_gram.gradient("x", form="of another shape")
def _(A, x):
    r"""A"""
    return A


@formula
def largest(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""The largest entry."""
    return jnp.sort(x)[-1] * jnp.sum(x)


@largest.gradient("x")
def _(x):
    r"""x"""
    return x


def claim(of, form=None):
    (found,) = [c for c in of.claims.values() if c.form == form]
    return found


@pytest.mark.parametrize("form", ["half", "of another shape"])
def test_the_right_form_is_the_last_thing_said(form):
    wrong = claim(log_of_gram, form)
    v = check_claim(wrong)
    assert v.status == "refuted"
    assert v.right is not None
    right_twin = dataclasses.replace(wrong, function=named(v.right))
    assert check_claim(right_twin).status == "verified"
    last = words.report(v).splitlines()[-2:]
    assert last[0] == f"  the right form: {v.right}"
    assert last[1] == f"    in TeX: {v.right_tex}"


def named(code):
    scope = {"jnp": jnp, "inv": closedform.inv}
    exec(f"def _(A, x, n):\n    return {code}", scope)
    f = scope["_"]
    f.__doc__ = "The right form."
    return f


def test_where_nothing_is_derived_causes_stand_alone():
    v = check_claim(claim(largest))
    assert (v.status, v.right, v.right_tex) == ("refuted", None, None)
    assert "the right form" not in words.report(v)


def test_a_planted_wrong_rule_is_not_shown(monkeypatch):
    rule = MATRICES[LogDeterminant]
    tripled = lambda a, d: scaled(rule.differential(a, d), 3)  # noqa: E731
    monkeypatch.setitem(MATRICES, LogDeterminant, dataclasses.replace(rule, differential=tripled))
    v = check_claim(claim(log_of_gram, "half"))
    assert (v.status, v.right) == ("refuted", None)
    assert "right form" not in words.report(v)


def test_what_raises_and_what_takes_long_leave_the_refutation_alone():
    def never(claim):
        raise ValueError("of the check")

    wrong = catalogue().claims["least_squares.gradient.x"]
    assert right(wrong, never, 0.0) is None
    assert right(wrong, never, CHECK + 1) is None


def test_lines_that_define_names_stand_before_the_form():
    v = check_claim(claim(log_of_gram, "half"), 1)
    v.right, v.right_tex = "lam, V = jnp.linalg.eigh(S)\nV * lam", None
    assert words.report(v).splitlines()[-3:] == [
        "  the right form:",
        "    lam, V = jnp.linalg.eigh(S)",
        "    V * lam",
    ]


def test_an_answer_ends_with_it_in_its_own_notation():
    found = closedform.ask("x'*A*x", gradient={"x": "2*A*x"})
    assert found.status == "otherwise"  # pyright: ignore[reportAttributeAccessIssue]
    assert str(found).splitlines()[-1] == "  the right form: (A + A')*x"
