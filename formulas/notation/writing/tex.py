r"""Trees as TeX, as it stands in papers: ``A^\top (A x - b)``."""

from closedform.formulas.notation import names
from closedform.formulas.notation.functions import spelling
from closedform.formulas.notation.tree import (
    Adjugate,
    Axis,
    Commutation,
    Determinant,
    Diagonal,
    DiagonalMatrix,
    Difference,
    Dimension,
    Elementwise,
    ElementwisePower,
    ElementwiseQuotient,
    Expression,
    Hadamard,
    Identity,
    Inverse,
    Kronecker,
    Name,
    Negative,
    Norm,
    Number,
    Ones,
    Power,
    Product,
    PseudoInverse,
    Quotient,
    Softmax,
    Sum,
    Total,
    Trace,
    Transpose,
    Vec,
    Zeros,
)
from closedform.formulas.notation.writing.brackets import (
    ATOM,
    ENTRYWISE,
    POSTFIX,
    PRODUCT,
    SUM,
    Inside,
    Written,
)

CALLS = {
    Adjugate: r"\operatorname{adj}",
    Determinant: r"\det",
    Diagonal: r"\operatorname{diag}",
    DiagonalMatrix: r"\operatorname{diag}",
    Softmax: r"\operatorname{softmax}",
    Total: r"\operatorname{sum}",
    Trace: r"\operatorname{tr}",
    Vec: r"\operatorname{vec}",
}
ENTRY_BY_ENTRY = {Hadamard: r"\odot", ElementwiseQuotient: r"\oslash", Kronecker: r"\otimes"}


def tex(e: Expression) -> str:
    """The expression as TeX, without dollars."""
    return Inside(_written)(e)


def _written(e: Expression, inside: Inside) -> Written:
    match e:
        case Number(value=value):
            return (ATOM if value >= 0 else SUM), f"{value}"
        case Name() | Dimension() | Zeros() | Ones() | Identity() | Commutation():
            return ATOM, _leaf(e)
        case Sum(left=a, right=b):
            return SUM, f"{inside(a)} + {inside(b, ENTRYWISE)}"
        case Difference(left=a, right=b):
            return SUM, f"{inside(a)} - {inside(b, ENTRYWISE)}"
        case Negative(of=a):
            return SUM, f"-{inside(a, PRODUCT)}"
        case Product(left=a, right=b):
            return PRODUCT, _product(a, b, inside)
        case (
            Hadamard(left=a, right=b)
            | ElementwiseQuotient(left=a, right=b)
            | Kronecker(left=a, right=b)
        ):
            left = inside(a, ENTRYWISE if type(a) is type(e) else POSTFIX)
            return ENTRYWISE, f"{left} {ENTRY_BY_ENTRY[type(e)]} {inside(b, POSTFIX)}"
        case Quotient(left=a, right=b):
            return ATOM, rf"\frac{{{inside(a)}}}{{{inside(b)}}}"
        case _:
            return _postfix_or_call(e, inside)


def _product(a: Expression, b: Expression, inside: Inside) -> str:
    """Two factors side by side; with a dot where digits would run together."""
    left, right = inside(a, PRODUCT), inside(b, POSTFIX)
    return rf"{left} \cdot {right}" if right[0].isdigit() else f"{left} {right}"


def _postfix_or_call(e: Expression, inside: Inside) -> Written:
    match e:
        case Transpose(of=Inverse(of=a)):
            return POSTFIX, rf"{inside(a, ATOM)}^{{-\top}}"
        case Transpose(of=a):
            return POSTFIX, rf"{inside(a, ATOM)}^\top"
        case Inverse(of=a):
            return POSTFIX, f"{inside(a, ATOM)}^{{-1}}"
        case PseudoInverse(of=a):
            return POSTFIX, f"{inside(a, ATOM)}^+"
        case Power(left=a, right=b):
            return POSTFIX, f"{inside(a, ATOM)}^{{{inside(b)}}}"
        case ElementwisePower(left=a, right=b):
            return POSTFIX, rf"{inside(a, ATOM)}^{{\odot {inside(b, POSTFIX)}}}"
        case Norm(of=a, p=p):
            which = "_1" if p == 1 else "_F" if a.size.kind == "matrix" else ""
            return ATOM, rf"\lVert {inside(a)} \rVert{which}"
        case Elementwise(of=a, function="abs") if a.size.kind == "scalar":
            return ATOM, rf"\lvert {inside(a)} \rvert"
        case Elementwise(of=a, function="sqrt"):
            return ATOM, rf"\sqrt{{{inside(a)}}}"
        case Elementwise(of=a, function=function):
            return ATOM, f"{spelling(function).tex}({inside(a)})"
        case _:
            (a,) = e.parts
            return ATOM, f"{CALLS[type(e)]}({inside(a)})"


def _leaf(e: Expression) -> str:
    match e:
        case Name(name=name):
            return names.tex(name)
        case Dimension(dimension=n):
            return names.tex(names.canonical(n))
        case Ones(rows=rows):
            return rf"\mathbf{{1}}{_below(rows)}"
        case Identity(rows=rows):
            return f"I{_below(rows)}"
        case Commutation(m=m, n=n):
            return f"K{_below(m, n)}"
        case _:
            return "0"


def _below(*axes: Axis) -> str:
    """Dimensions as a subscript; nothing where one is a product."""
    if any(len(axis) != 1 for axis in axes):
        return ""
    spelled = [axis[0] for axis in axes]
    text = ("" if all(len(d) == 1 for d in spelled) else ",").join(spelled)
    return f"_{text}" if len(text) == 1 else f"_{{{text}}}"
