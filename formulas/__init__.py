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

from closedform.errors import DeclarationError, InputError
from closedform.formulas._kit import domains
from closedform.formulas._kit.catalogue import Broken, Catalogue, catalogue, find, read
from closedform.formulas._kit.claim import LAYOUTS, Claim, Formula
from closedform.formulas._kit.coverage import Covered, Erratum, coverage, errata
from closedform.formulas._kit.domains import *
from closedform.formulas._kit.entry import Entry, formula
from closedform.formulas._kit.function import Variable
from closedform.formulas._kit.kinds import KINDS, Kind
from closedform.formulas._kit.notation import (
    D,
    adjugate,
    commutation,
    duplication,
    inv,
    kron,
    transposed,
    unvec,
    vec,
    vech,
    wave,
    wave_prime,
)
from closedform.formulas._kit.shapes import Shape
from closedform.formulas._kit.sources import Row, Slip, Source, citation, cited, sources
from closedform.formulas._kit.structure import CommutedKronecker, DiagonalPlusOuter, Gram, Kronecker
from closedform.formulas._kit.survey import gather

__all__ = [
    "KINDS",
    "LAYOUTS",
    "Broken",
    "Catalogue",
    "Claim",
    "CommutedKronecker",
    "Covered",
    "D",
    "DeclarationError",
    "DiagonalPlusOuter",
    "Entry",
    "Erratum",
    "Formula",
    "Gram",
    "InputError",
    "Kind",
    "Kronecker",
    "Row",
    "Shape",
    "Slip",
    "Source",
    "Variable",
    "adjugate",
    "catalogue",
    "citation",
    "cited",
    "commutation",
    "coverage",
    "duplication",
    "errata",
    "find",
    "formula",
    "gather",
    "inv",
    "kron",
    "read",
    "sources",
    "transposed",
    "unvec",
    "vec",
    "vech",
    "wave",
    "wave_prime",
]
__all__ += domains.__all__
