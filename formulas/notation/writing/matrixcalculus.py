"""Trees in the notation of matrixcalculus.org: ``A'*(A*x - b)``."""

from closedform.formulas.notation import names
from closedform.formulas.notation.tree import (
    Adjugate,
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
)
from closedform.formulas.notation.writing.brackets import (
    ATOM,
    POSTFIX,
    PRODUCT,
    SIGNED,
    SUM,
    Inside,
    Written,
)

CALLS = {
    Adjugate: "adj",
    Determinant: "det",
    Diagonal: "diag",
    DiagonalMatrix: "diag",
    Inverse: "inv",
    PseudoInverse: "pinv",
    Softmax: "softmax",
    Total: "sum",
    Trace: "tr",
    Vec: "vec",
}
SIGNS = {
    Product: "*",
    Quotient: "/",
    Hadamard: ".*",
    ElementwiseQuotient: "./",
}


def matrixcalculus(e: Expression) -> str:
    """The expression on one line."""
    return Inside(_written)(e)


def _written(e: Expression, inside: Inside) -> Written:
    match e:
        case Number(value=value):
            return (ATOM if value >= 0 else SUM), f"{value}"
        case Name() | Dimension() | Ones() | Identity() | Commutation():
            return ATOM, _leaf(e)
        case Sum(left=a, right=b):
            return SUM, f"{inside(a)} + {inside(b, PRODUCT)}"
        case Difference(left=a, right=b):
            return SUM, f"{inside(a)} - {inside(b, PRODUCT)}"
        case Negative(of=a):
            return SUM, f"-{inside(a, PRODUCT)}"
        case (
            Product(left=a, right=b)
            | Quotient(left=a, right=b)
            | Hadamard(left=a, right=b)
            | ElementwiseQuotient(left=a, right=b)
        ):
            return PRODUCT, f"{inside(a, PRODUCT)}{SIGNS[type(e)]}{inside(b, SIGNED)}"
        case Kronecker(left=a, right=b):
            return ATOM, f"kron({inside(a)}, {inside(b)})"
        case Transpose(of=a):
            return POSTFIX, f"{inside(a, POSTFIX)}'"
        case Power(left=a, right=b):
            return POSTFIX, f"{inside(a, POSTFIX)}^{inside(b, ATOM)}"
        case ElementwisePower(left=a, right=b):
            return POSTFIX, f"{inside(a, POSTFIX)}.^{inside(b, ATOM)}"
        case Norm(of=a, p=p):
            return ATOM, f"norm{p}({inside(a)})"
        case Elementwise(of=a, function=function):
            return ATOM, f"{function}({inside(a)})"
        case _ if e.parts:
            return ATOM, f"{CALLS[type(e)]}({inside(e.parts[0])})"
        case _:
            return ATOM, "0"


def _leaf(e: Expression) -> str:
    match e:
        case Name(name=name):
            return names.matrixcalculus(name)
        case Dimension(dimension=n):
            return n
        case Identity(rows=rows):
            return f"eye({'*'.join(rows)})"
        case Commutation(m=m, n=n):
            return f"commutation({'*'.join(m)}, {'*'.join(n)})"
        case _:
            return "vector(1)"
