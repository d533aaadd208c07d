"""What stands left of the equals sign: a claim's kind as mathematics, and in words."""

from collections.abc import Mapping

from closedform.formulas import LAYOUTS, Claim, Formula
from closedform.reports.tex import symbol

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
    left = _left(claim, function(claim.formula), [symbol(name) for name in claim.wrt])
    stated = claim.tex.replace(" ", "").startswith(left.replace(" ", ""))
    return claim.tex if stated else f"{left} {claim.tex}"


def _left(claim: Claim, f: str, by: list[str]) -> str:
    variables = ",".join(by)
    match claim.kind.name:
        case "gradient" | "jacobian":
            return _several([_fraction(f, x) for x in by]) + " ="
        case "pullback":
            loss = "f" if r"\partial f" in claim.tex else r"\ell"
            return _several([_fraction(loss, x) for x in by]) + " ="
        case "hessian":
            return rf"\nabla^2_{{{variables}}} {f} ="
        case "hvp":
            return rf"\nabla^2_{{{variables}}} {f}\,[\mathrm{{d}}{variables}] ="
        case "differential":
            return rf"\mathrm{{d}}{f} ="
        case "derivative":
            return rf"\frac{{\mathrm{{d}}{f}}}{{\mathrm{{d}}{variables}}} ="
        case "differs":
            return rf"{f} \neq"
        case "stationary":
            return rf"\nabla_{{{variables}}} {f} = 0 \quad\text{{at}}\quad {_several(by)} ="
        case "minimum" | "maximum":
            return (
                rf"\underset{{{variables}}}{{\operatorname{{arg\,{claim.kind.name[:3]}}}}}\, {f} ="
            )
        case _:
            return rf"{f} ="


def _fraction(above: str, below: str) -> str:
    return rf"\frac{{\partial {above}}}{{\partial {below}}}"


def _several(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else r"\left(" + r",\; ".join(parts) + r"\right)"


def title(claim: Claim) -> str:
    """``Hessian by X, along symmetric directions``: what no other claim of the formula is
    called."""
    name = {
        "hvp": "Hessian-vector product",
        "equals": "Another expression",
        "differs": "Not equal",
    }.get(claim.kind.name)
    by = " and ".join(filter(None, [", ".join(claim.wrt[:-1]), *claim.wrt[-1:]]))
    said = [
        (name or claim.kind.name.capitalize())
        + (f" by {by}" if by else "")
        + (f": {claim.label}" if claim.label else "")
    ]
    said += [f"{claim.layout} layout"] if claim.layout not in (None, LAYOUTS[0]) else []
    said += [f"along {claim.along.words} directions"] if claim.along else []
    said += [f"on {claim.on.words} matrices"] if claim.on else []
    said += [f"given {name} {domain.words}" for name, domain in claim.given.items()]
    return ", ".join(
        said
        + (["as printed"] if claim.as_printed else [])
        + ([f"as {claim.form}"] if claim.form else [])
    )


def qualifiers(claim: Claim) -> list[str]:
    """In which sense the claim is meant, a line each."""
    said = [f"Returns {claim.returns}."]
    if claim.kind.name == "jacobian":
        said.append(LAYOUT_WORDS[claim.layout or LAYOUTS[0]])
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
