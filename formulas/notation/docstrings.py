"""Docstrings of entries as trees: what stands there in TeX, in the sizes of the entry."""

from collections.abc import Mapping
from typing import Any

from closedform.formulas._kit.claim import Claim, Formula
from closedform.formulas._kit.shapes import Shape
from closedform.formulas.notation import names
from closedform.formulas.notation.generic import of_any_sigma
from closedform.formulas.notation.read import Reading, WrongSize, read
from closedform.formulas.notation.reading.text import read_pair
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.reading.written import names as written_names
from closedform.formulas.notation.sizes.fit import returned
from closedform.formulas.notation.tree import SCALAR, Expression, Size
from closedform.formulas.notation.tree import names as names_in

_NOT_ALONE = "index dots entries derivative several definition stray operation"
NOT_ALONE = frozenset((*_NOT_ALONE.split(), "product or function", "two names"))
"""Reasons of docstrings that do not stand for themselves: they speak of entries, of derivatives, of
another equation, or of what only the code or the prose defines."""


def of_formula(formula: Formula[..., Any]) -> Expression:
    """The function as its docstring has it.

    Raises Unread.
    """
    shapes = sizes(formula)
    value = size(formula.output) if formula.output is not None else None
    found = read(formula.tex, notation="tex", shapes=shapes, elementwise=True, value=value)
    return _of_any_sigma(formula, _held(found[0].function, shapes))


def of_claim(claim: Claim) -> Expression:
    """The closed form as its docstring has it.

    Raises Unread.
    """
    if claim.several:
        raise Unread("several", "one closed form a variable: they are not read")
    formula, shapes = claim.formula, sizes(claim.formula)
    try:
        [found, *_] = _pair(claim, shapes)
        tree = found.claim
        assert tree is not None
    except (Unread, WrongSize):  # the function may not be read, or say nothing of the claim
        tree = _alone(claim, shapes)
    return _of_any_sigma(formula, _held(tree, shapes))


def _pair(claim: Claim, shapes: Mapping[str, Size]) -> list[Reading]:
    """The claim beside its function, which may define names for it."""
    by = claim.kind.names in ("one", "several")
    return read(
        claim.formula.tex,
        claim.tex,
        claim.kind,
        names.canonical(claim.wrt[0]) if by else None,
        notation="tex",
        shapes=shapes,
        elementwise=True,
        layout=claim.arrangement if "layout" in claim.kind.qualifiers else None,
    )


def _alone(claim: Claim, shapes: Mapping[str, Size]) -> Expression:
    """The claim as a text of its own."""
    moved = {f"d{name}": size for name, size in shapes.items()} if claim.kind.tangents else {}
    known = {**shapes, **moved}
    value = None
    if claim.formula.output is not None:
        f = size(claim.formula.output)
        known |= {"G": f} if claim.kind.cotangent and "G" not in known else {}
        x = shapes[names.canonical(claim.wrt[0])] if claim.wrt else SCALAR
        value = returned(claim.kind, claim.arrangement)(x, f)
    asked: dict[str, Any] = {"notation": "tex", "shapes": known, "value": value}
    try:
        found = read(claim.tex, None, claim.kind, elementwise=True, **asked)
    except Unread as error:
        if error.reason != "sizes":
            raise
        _nothing_stray(claim, known)  # of an unknown name the size was guessed
        raise
    return _held(found[0].function, known)


def _nothing_stray(claim: Claim, known: Mapping[str, Size]) -> None:
    moves, cotangent = bool(claim.kind.tangents), claim.kind.cotangent
    pair = read_pair(claim.tex, notation="tex", declared=known, moves=moves, cotangent=cotangent)
    for name in written_names(pair.function):
        if name not in known:
            raise Unread("stray", f"{name} is no variable of the entry")


def _held(tree: Expression, known: Mapping[str, Size]) -> Expression:
    """The tree, if it speaks of nothing but what the entry has."""
    for name in names_in(tree):
        moved = names.differential_of(name.name) or name.name
        if moved not in known and name.name not in known and name.name != "G":
            raise Unread("stray", f"{name.name} is no variable of the entry")
    return tree


def _of_any_sigma(formula: Formula[..., Any], tree: Expression) -> Expression:
    """The tree with any smooth function for sigma, where the entry has coefficients for one."""
    coefficients = "c" in formula.variables and "c" not in {n.name for n in names_in(tree)}
    return of_any_sigma(tree) if coefficients else tree


def sizes(formula: Formula[..., Any]) -> dict[str, Size]:
    """Sizes of the variables, by the names that texts have for them."""
    return {names.canonical(n): size(v.shape) for n, v in formula.variables.items()}


def size(shape: Shape) -> Size:
    """A shape as rows and columns."""
    return Size(*(tuple(axis.replace(" ", "").split("*")) for axis in shape.axes))
