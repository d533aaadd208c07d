"""Sizes of products, quotients, powers, transposes and inverses."""

from closedform.formulas.notation.functions import ELEMENTWISE
from closedform.formulas.notation.reading.written import Written
from closedform.formulas.notation.sizes.clash import CALLED
from closedform.formulas.notation.sizes.inference import Inference, Rule
from closedform.formulas.notation.sizes.leaves import literal
from closedform.formulas.notation.tree import SCALAR, Size


def _product(r: Inference, w: Written) -> Size:
    a, b = map(r.of, w.parts)
    if w.value in ("dot", "cross"):
        r.dotted |= {str(part.value): w for part in w.parts if part.rule == "name"}
    if SCALAR in (a, b):
        return b if a == SCALAR else a
    kinds = (a.kind, b.kind)
    if kinds == ("column", "column"):
        told = "a column times a column: is one of them transposed, or is it \\odot?"
        raise r.clash(told, w)
    if kinds in (("row", "row"), ("matrix", "row"), ("column", "matrix")):
        told = f"{CALLED[a.kind]} times {CALLED[b.kind]}: is one of them transposed?"
        raise r.clash(told, w)
    r.unify(a.columns, b.rows, w, "a product")
    return Size(a.rows, b.columns)


def _kronecker(r: Inference, w: Written) -> Size:
    a, b = map(r.of, w.parts)
    if SCALAR in (a, b):
        raise r.clash("a Kronecker product with a scalar", w)
    return Size(a.rows + b.rows, a.columns + b.columns)


def _inner(r: Inference, w: Written) -> Size:
    a, b = map(r.of, w.parts)
    r.alike(a, b, w, "an inner product")
    r.extra += a == SCALAR
    return SCALAR


def _quotient(r: Inference, w: Written) -> Size:
    """a over b: by a scalar, or entry by entry where that can't be missed."""
    (above, below), (a, b) = w.parts, map(r.of, w.parts)
    if b == SCALAR:
        return a
    entrywise = (
        b.kind == "column"
        and (literal(above) or (w.rule == "fraction" and a.kind == "column"))
        and (w.rule == "fraction" or below.rule != "name")
    )
    if not entrywise:
        instead = (
            "write inv() or ./" if r.notation == "matrixcalculus" else r"write ^{-1} or \oslash"
        )
        raise r.clash(f"division by {CALLED[b.kind]}: {instead}", w)
    r.headline["a quotient of vectors read entry by entry"] = None
    return b if literal(above) else r.alike(a, b, w, "an elementwise quotient")


def _transpose(r: Inference, w: Written) -> Size:
    size = r.of(w.parts[0])
    r.extra += 2 * (size == SCALAR)
    return size.transposed


def _inverse(r: Inference, w: Written) -> Size:
    _of_a_logarithm(r, w)
    size = r.of(w.parts[0])
    return size if size == SCALAR else r.square(size, w, "an inverse")


def _pseudoinverse(r: Inference, w: Written) -> Size:
    size = r.of(w.parts[0])
    if size == SCALAR:
        raise r.clash("a pseudo-inverse of a scalar", w)
    r.remarks["^+ is the Moore-Penrose inverse"] = None
    return size.transposed


def _power(r: Inference, w: Written) -> Size:
    base, raised = w.parts
    _of_a_logarithm(r, w)
    size, core = r.of(base), base.inside()
    if size == SCALAR:
        if r.of(raised) != SCALAR:
            raise r.clash(f"a scalar to the power of {CALLED[r.of(raised).kind]}", w, "power")
        return size
    by_entries = core.rule == "call" and (core.value in ELEMENTWISE or core.value == "softmax")
    if w.value == "of a function" or (by_entries and size.kind in ("column", "row")):
        r.remarks["a power of an elementwise function is taken entry by entry"] = None
        return size
    if size.kind in ("column", "row"):
        told = r"a power of a vector: write \lVert x \rVert^2, or ^{\odot 2} (.^2) entry by entry"
        raise r.clash(told, w, "power")
    if by_entries or core.rule in ("hadamard", "oslash", "entrywise power"):
        told = (
            r"this power of a matrix: a product with itself, or entry by entry (^{\odot 2}, .^2)?"
        )
        raise r.clash(told, w, "power")
    if not isinstance(raised.value, int):
        raise r.clash("a root of a matrix, or a power that is no number, is not read", w, "power")
    return r.square(size, w, "a power")


def _of_a_logarithm(r: Inference, w: Written) -> None:
    r"""Say of ``\log(a)^2`` that it is read as a power of the logarithm, not of a."""
    base, raised = w.parts[0], w.value != "of a function"
    if r.notation == "tex" and raised and base.rule == "call" and base.value == "log":
        r.headline[r"\log( )^ read as a power of the logarithm"] = None


RULES: dict[str, Rule] = {
    "product": _product,
    "kronecker": _kronecker,
    "inner": _inner,
    "fraction": _quotient,
    "slash": _quotient,
    "transpose": _transpose,
    "inverse": _inverse,
    "pseudoinverse": _pseudoinverse,
    "power": _power,
}
