"""Trees as Python, in the style of the entries: ``A.T @ (A @ x - b)``.

The code is made as a syntax tree, so that brackets stand where they must and nothing that a text
held gets into it: a variable is an identifier, everything else is ours. Columns and rows are both
arrays of one axis."""

import ast
import math

from closedform.formulas.notation import names
from closedform.formulas.notation.functions import spelling
from closedform.formulas.notation.tree import (
    SCALAR,
    Adjugate,
    Axis,
    Binary,
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
    all_ones,
    walk,
)

SIGNS: dict[type[Binary], type[ast.operator]] = {
    Sum: ast.Add,
    Difference: ast.Sub,
    Hadamard: ast.Mult,
    ElementwiseQuotient: ast.Div,
    Quotient: ast.Div,
    Power: ast.Pow,
    ElementwisePower: ast.Pow,
}
CALLS = {
    Adjugate: "adjugate({})",
    Determinant: "jnp.linalg.det({})",
    Diagonal: "jnp.diagonal({})",
    DiagonalMatrix: "jnp.diag({})",
    Inverse: "inv({})",
    PseudoInverse: "jnp.linalg.pinv({})",
    Total: "jnp.sum({})",
    Trace: "jnp.trace({})",
    Vec: "vec({})",
}


def python(e: Expression) -> str:
    """The expression as Python: ``jnp``, ``jax`` and the helpers of ``closedform`` are its names,
    with those of variables and dimensions."""
    return ast.unparse(code(e))


def code(e: Expression) -> ast.expr:
    """The expression as a syntax tree of Python."""
    match e:
        case Number(value=value):
            return _number(value)
        case Name(name=name):
            return ast.Name(names.python(name))
        case Dimension(dimension=n):
            return _axis((n,))
        case Zeros(stated=(rows, columns)):
            return call("jnp.zeros({})", _shape(rows, columns))
        case Ones(rows=rows):
            return call("jnp.ones({})", _axis(rows))
        case Identity(rows=rows):
            return call("jnp.eye({})", _axis(rows))
        case Commutation(m=m, n=n):
            return call("commutation({}, {})", _axis(m), _axis(n))
        case Negative(of=a):
            return _negative(code(a))
        case Transpose(of=a) if a.size.kind == "matrix":
            return ast.Attribute(code(a), "T")
        case Transpose(of=a):
            return code(a)
        case Binary(left=a, right=b):
            return _binary(e, a, b)
        case _:
            return _unary(e, e.parts[0])


def call(template: str, *arguments: ast.expr) -> ast.expr:
    """Code with ``{}``, ``{0}`` filled in."""
    slots = [f"_{k}_" for k in range(len(arguments))]
    tree = ast.parse(template.format(*slots), mode="eval").body
    return _Filled(dict(zip(slots, arguments, strict=True))).visit(tree)


class _Filled(ast.NodeTransformer):
    """Arguments in place of their slots."""

    def __init__(self, arguments: dict[str, ast.expr]) -> None:
        self.arguments = arguments

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.arguments.get(node.id, node)


def _number(value: float) -> ast.expr:
    if value == math.pi:
        return call("jnp.pi")
    return _negative(ast.Constant(-value)) if value < 0 else ast.Constant(value)


def _axis(axis: Axis) -> ast.expr:
    """A number of rows or columns: ``m * n``."""
    parts = [ast.Constant(int(d)) if d.isdigit() else ast.Name(d) for d in axis]
    product: ast.expr = parts[0] if parts else ast.Constant(1)
    for part in parts[1:]:
        product = ast.BinOp(product, ast.Mult(), part)
    return product


def _shape(rows: Axis, columns: Axis) -> ast.expr:
    axes = [_axis(axis) for axis in (rows, columns) if axis]
    return axes[0] if len(axes) == 1 else ast.Tuple(axes)


def _negative(of: ast.expr) -> ast.expr:
    """-A @ B: the sign at the first factor."""
    if isinstance(of, ast.BinOp) and isinstance(of.op, (ast.Mult, ast.Div, ast.MatMult)):
        return ast.BinOp(_negative(of.left), of.op, of.right)
    return ast.UnaryOp(ast.USub(), of)


def _unary(e: Expression, a: Expression) -> ast.expr:
    x = code(a)
    match e:
        case Norm(p=1):
            return call("jnp.sum(jnp.abs({}))", x)
        case Norm():
            return call("jnp.abs({})" if a.size == SCALAR else "jnp.linalg.norm({})", x)
        case Elementwise(function="log"):
            return _log(a)
        case Elementwise(function=function):
            return call(spelling(function).python, x)
        case Softmax():
            down = ", axis=0" if a.size.kind == "matrix" else ""
            return call(f"jax.nn.softmax({{}}{down})", x)
        case PseudoInverse() if a.size.kind != "matrix":
            return call("{0} / jnp.sum({0} ** 2)", x)
        case Vec() if a.size.kind != "matrix":
            return x
        case _:
            return call(CALLS[type(e)], x)


def _log(of: Expression) -> ast.expr:
    """log det and log softmax by the functions that lose no digits."""
    match of:
        case Determinant(of=a) | Elementwise(of=Determinant(of=a), function="abs"):
            return call("jnp.linalg.slogdet({})[1]", code(a))
        case Softmax(of=a):
            down = ", axis=0" if a.size.kind == "matrix" else ""
            return call(f"jax.nn.log_softmax({{}}{down})", code(a))
        case _:
            return call("jnp.log({})", code(of))


def _binary(e: Binary, a: Expression, b: Expression) -> ast.expr:
    match e:
        case Product():
            return _product(a, b)
        case Kronecker():
            return _kron(a, b)
        case Power(left=Norm(of=x, p=2), right=Number(value=2)) if x.size != SCALAR:
            return call("jnp.sum({} ** 2)", code(x))
        case Power() if _constant(a) and _constant(b):  # no power of Python's whole numbers
            return ast.BinOp(call("jnp.asarray({}, float)", code(a)), ast.Pow(), code(b))
        case Power(right=Number(value=value)) if a.size != SCALAR:
            base, whole = (code(a), value) if value >= 0 else (call("inv({})", code(a)), -value)
            return call(f"jnp.linalg.matrix_power({{}}, {int(whole)})", base)
        case _:
            left = ast.Constant(1) if _broadcast(e, a) else code(a)
            right = ast.Constant(1) if _broadcast(e, b) else code(b)
            return ast.BinOp(left, SIGNS[type(e)](), right)


def _constant(e: Expression) -> bool:
    """Whether it is made of numbers alone."""
    return all(part.parts or isinstance(part, Number) for part in walk(e))


def _broadcast(e: Binary, part: Expression) -> bool:
    """Whether 1 may stand for a part that is all ones, as the other is not."""
    return all_ones(part) and not (all_ones(e.left) and all_ones(e.right))


def _product(a: Expression, b: Expression) -> ast.expr:
    kinds = a.size.kind, b.size.kind
    if "scalar" in kinds:
        match a:
            case Quotient(left=Number(value=1), right=Number() as below):
                return ast.BinOp(code(b), ast.Div(), code(below))
            case _:
                return ast.BinOp(code(a), ast.Mult(), code(b))
    if kinds == ("column", "row"):
        return call("jnp.outer({}, {})", code(a), code(b))
    return ast.BinOp(code(a), ast.MatMult(), code(b))


def _kron(a: Expression, b: Expression) -> ast.expr:
    kinds = a.size.kind, b.size.kind
    if kinds == ("column", "row"):
        return call("jnp.outer({}, {})", code(a), code(b))
    if kinds == ("row", "column"):
        return call("jnp.outer({}, {})", code(b), code(a))
    two_axes = len(set(kinds)) > 1 and "matrix" in kinds
    sides = [_as_matrix(x) if two_axes else code(x) for x in (a, b)]
    return call("kron({}, {})", *sides)


def _as_matrix(e: Expression) -> ast.expr:
    """A column or row with both its axes."""
    axes = {"column": "{}[:, None]", "row": "{}[None, :]"}
    return call(axes[e.size.kind], code(e)) if e.size.kind in axes else code(e)
