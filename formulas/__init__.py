"""Closed-form matrix derivatives: what is claimed, in the notation of its source.

An entry is a function of annotated arrays, and its claims::

    @formula(source="The Matrix Cookbook, 81")
    def quadratic(x: Float[Array, " n"], A: Float[Array, "n n"]) -> Float[Array, ""]:
        r\"\"\"x^\\top A x\"\"\"
        return x @ A @ x


    @quadratic.gradient("x")
    def _(x, A):
        r\"\"\"(A + A^\\top) x\"\"\"
        return (A + A.T) @ x
"""

from formulas._kit.catalogue import Broken, Catalogue, catalogue, find, gather, read
from formulas._kit.claim import KINDS, LAYOUTS, Claim
from formulas._kit.domains import (
    SPD,
    Binary,
    Count,
    Diagonal,
    Domain,
    Invertible,
    LowerTriangular,
    OneHot,
    OneHotColumns,
    Orthogonal,
    Positive,
    Real,
    Sign,
    Simplex,
    Singular,
    Skew,
    Symmetric,
    Unit,
)
from formulas._kit.errors import DeclarationError, InputError
from formulas._kit.formula import Formula, Variable, formula
from formulas._kit.notation import commutation, duplication, inv, kron, unvec, vec, vech
from formulas._kit.shapes import Shape

__all__ = [
    "KINDS",
    "LAYOUTS",
    "SPD",
    "Binary",
    "Broken",
    "Catalogue",
    "Claim",
    "Count",
    "DeclarationError",
    "Diagonal",
    "Domain",
    "Formula",
    "InputError",
    "Invertible",
    "LowerTriangular",
    "OneHot",
    "OneHotColumns",
    "Orthogonal",
    "Positive",
    "Real",
    "Shape",
    "Sign",
    "Simplex",
    "Singular",
    "Skew",
    "Symmetric",
    "Unit",
    "Variable",
    "catalogue",
    "commutation",
    "duplication",
    "find",
    "formula",
    "gather",
    "inv",
    "kron",
    "read",
    "unvec",
    "vec",
    "vech",
]
