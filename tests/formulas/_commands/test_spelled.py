"""Entries in another notation than their docstrings'."""

import jax.numpy as jnp
import pytest
from jaxtyping import Array, Float

from closedform.errors import InputError
from closedform.formulas import formula
from closedform.formulas._commands.spelled import page


@formula
def energy(x: Float[Array, " n"], A: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\tfrac12 x^\top A x"""
    return x @ A @ x / 2


@energy.gradient("x")
def _(x, A):
    r"""\tfrac12 (A + A^\top) x"""
    return (A + A.T) @ x / 2


@energy.hessian("x")
def _(x, A):
    r"""\left[ \tfrac12 (A_{ij} + A_{ji}) \right]_{ij}"""
    return (A + A.T) / 2 + 0 * jnp.outer(x, x)


def lines(notation):
    return page(energy, energy.claims.values(), notation).splitlines()


def test_a_formula_and_its_claims_a_line_each():
    said = lines("matrixcalculus")
    assert said[:2] == ["test_spelled.energy(x: n, A: n x n)", "  1/2*x'*A*x"]
    assert said[3:5] == ["test_spelled.energy.gradient.x", "  1/2*(A + A')*x"]
    assert lines("tex")[1] == r"  \frac{1}{2} x^\top A x"
    assert lines("python")[4] == "  (A + A.T) / 2 @ x"


def test_of_a_docstring_that_is_not_read_the_reason_stands_there():
    assert lines("matrixcalculus")[6:] == [
        "test_spelled.energy.hessian.x",
        "  (not read, index: A_{ij} is an entry: entries are not read)",
    ]


def test_a_notation_that_is_not_known():
    with pytest.raises(InputError, match="no notation 'latex'"):
        lines("latex")
