"""Sizes of functions: of bars, norms, traces, determinants, diag, and of every entry."""

from closedform.formulas.notation.functions import ELEMENTWISE, OF_MATRICES
from closedform.formulas.notation.reading.written import Written
from closedform.formulas.notation.sizes.clash import CALLED
from closedform.formulas.notation.sizes.inference import Inference, Rule
from closedform.formulas.notation.tree import SCALAR, Size

DIAGS = {
    "vector": "diag of a matrix read as the vector of its diagonal",
    "matrix": "diag of a matrix read as the diagonal matrix with its diagonal",
    "of vec": "diag of a matrix read as the diagonal matrix of its vec",
}
"""How diag of a matrix may be meant, and how it is said."""


def _bars(r: Inference, w: Written) -> Size:
    size = r.of(w.parts[0])
    if size == SCALAR:
        r.remarks["|.| of a scalar is its absolute value"] = None
        return SCALAR
    if size.kind != "matrix":
        told = r"|.| of a vector: write \lVert x \rVert for its norm, or abs(x)"
        raise r.clash(told, w, "norm")
    r.square(size, w, "|.|, the determinant,")
    r.remarks["|.| of a matrix is its determinant"] = None
    return SCALAR


def _norm(r: Inference, w: Written) -> Size:
    size, which = r.of(w.parts[0]), w.value
    if size == SCALAR:
        r.extra += 2
    if size.kind == "matrix" and which in ("1", "2"):
        told = {"1": "its largest column sum", "2": "its largest singular value"}[str(which)]
        instead = "_F, or \\mathbf{1}^\\top |X| \\mathbf{1}, is meant by entries"
        raise r.clash(f"the norm _{which} of a matrix is {told}, not read; {instead}", w, "norm")
    if size.kind == "matrix" and which == "" and r.notation == "tex":
        r.headline["the norm of a matrix read as Frobenius's"] = None
    r.extra += which == "F" and size.kind != "matrix"
    return SCALAR


def _call(r: Inference, w: Written) -> Size:
    function, argument, size = str(w.value), w.parts[0], r.of(w.parts[0])
    if function in ELEMENTWISE:
        if size.kind == "matrix" and function in OF_MATRICES:
            r.entrywise.append((w, size))
        return size
    return CALLS[function](r, w, argument, size)


def _det(r: Inference, w: Written, argument: Written, size: Size) -> Size:
    r.square(size, w, "a determinant")
    return SCALAR


def _adj(r: Inference, w: Written, argument: Written, size: Size) -> Size:
    return r.square(size, w, "an adjugate")


def _tr(r: Inference, w: Written, argument: Written, size: Size) -> Size:
    if size == SCALAR:
        r.extra += 1
        return SCALAR
    r.square(size, w, "a trace")
    return SCALAR


def _total(r: Inference, w: Written, argument: Written, size: Size) -> Size:
    r.extra += 2 * (size == SCALAR)
    return SCALAR


def _softmax(r: Inference, w: Written, argument: Written, size: Size) -> Size:
    if size.kind in ("scalar", "row"):
        raise r.clash(f"softmax of {CALLED[size.kind]}", w)
    if size.kind == "matrix":
        r.headline["softmax of a matrix read down each column"] = None
    return size


def _vec(r: Inference, w: Written, argument: Written, size: Size) -> Size:
    if size == SCALAR:
        raise r.clash("vec of a scalar", w)
    return Size(size.columns + size.rows)


def _diag(r: Inference, w: Written, argument: Written, size: Size) -> Size:
    if size == SCALAR:
        raise r.clash("diag of a scalar", w)
    if size.kind != "matrix":
        axis = size.rows or size.columns
        return Size(axis, axis)
    meant = r.meant[id(w)] = r.choices.get(id(w), "vector")
    said = r.remarks if r.notation == "matrixcalculus" else r.headline
    said[DIAGS[meant]] = None
    if meant == "of vec":
        axis = size.columns + size.rows
        return Size(axis, axis)
    r.square(size, w, "diag")
    return size if meant == "matrix" else Size(size.rows)


CALLS = {
    "det": _det,
    "adj": _adj,
    "tr": _tr,
    "sum": _total,
    "softmax": _softmax,
    "vec": _vec,
    "diag": _diag,
}
RULES: dict[str, Rule] = {"bars": _bars, "norm": _norm, "call": _call}
