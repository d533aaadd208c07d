"""What stands left of the equals sign: a claim as an equation, and in words."""

from collections.abc import Mapping

from closedform.formulas import LAYOUTS, Claim, Formula
from closedform.reports.kinds import face
from closedform.reports.notation.tex import symbol

NAMES = ("f", "g", "h", r"\varphi")
"""What a function may be called, the first that no variable is called."""


def function(formula: Formula) -> str:
    """The formula's function: a letter that is none of its variables, a capital where the value is
    a matrix."""
    taken = {*formula.variables, *formula.dimensions}
    matrix = formula.output is not None and formula.output.ndim == 2
    letters = [name.upper() for name in NAMES if len(name) == 1] + [r"\Phi"] if matrix else NAMES
    return next((name for name in letters if name not in taken), letters[-1])


def definition(formula: Formula) -> str:
    """``f(A, x) = ...``."""
    arguments = ", ".join(map(symbol, [*formula.variables, *formula.static]))
    return f"{function(formula)}({arguments}) = {formula.tex}"


def equation(claim: Claim) -> str:
    """The claim as an equation."""
    by = [symbol(name) for name in claim.wrt]
    left = face(claim.kind.name).left(function(claim.formula), by, claim.tex)
    stated = claim.tex.replace(" ", "").startswith(left.replace(" ", ""))
    return claim.tex if stated else f"{left} {claim.tex}"


def title(claim: Claim) -> str:
    """``Hessian by X, along symmetric directions, as outer``: what no other claim of the formula is
    called."""
    return heading(claim) + (f", as {claim.form}" if claim.form else "")


def heading(claim: Claim) -> str:
    """``Hessian by X, along symmetric directions``: what all forms of a claim are called."""
    by = " and ".join(filter(None, [", ".join(claim.wrt[:-1]), *claim.wrt[-1:]]))
    name = face(claim.kind.name).name + (f" by {by}" if by else "")
    said = [name + (f": {claim.label}" if claim.label else "")]
    said += [f"{claim.layout} layout"] if claim.arrangement != LAYOUTS[0] else []
    said += [f"along {claim.along.words} directions"] if claim.along else []
    said += [f"on {claim.on.words} matrices"] if claim.on else []
    said += [f"given {name} {domain.words}" for name, domain in claim.given.items()]
    said += ["as printed"] if claim.as_printed else []
    return ", ".join(said)


def condition(claim: Claim) -> str:
    """In which sense a claim is meant, in a few words: ``if A symmetric``; empty where it holds as
    it stands."""
    said = [f"if {name} {domain.words}" for name, domain in claim.given.items()]
    said += [f"along {claim.along.words} directions"] if claim.along else []
    said += [f"over {claim.on.words} matrices"] if claim.on else []
    said += [f"{claim.layout} layout"] if claim.arrangement != LAYOUTS[0] else []
    return ", ".join(said)


def qualifiers(claim: Claim) -> list[str]:
    """In which sense the claim is meant, a line each."""
    said = [f"Returns {claim.returns}."]
    if "layout" in claim.kind.qualifiers:
        said.append(LAYOUT_WORDS[claim.arrangement])
    if claim.along:
        said.append(f"Compared only along {claim.along.words} directions.")
    if claim.on:
        said.append(
            f"In the free coordinates of {claim.on.words} matrices: tied entries move together."
        )
    said += [f"Given that {name} is {domain.words}." for name, domain in claim.given.items()]
    if claim.as_printed:
        said.append("As printed in the source, a misprint: kept to be refuted.")
    return said


LAYOUT_WORDS: Mapping[str, str] = {
    "denominator": "Denominator layout: mn x pq, vec(dF) = (dF/dX)^T vec(dX).",
    "numerator": "Numerator layout: pq x mn, the transpose of denominator layout.",
    "block-by-output": "Block layout by output: the blocks are dF_kl/dX.",
    "block-by-input": "Block layout by input: the blocks are dF/dX_ij.",
}
"""Layout of a Jacobian -> what it means."""
