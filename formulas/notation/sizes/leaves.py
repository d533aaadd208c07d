"""Sizes of numbers, names, and the matrices that have a name of their own; sums."""

from closedform.formulas.notation.functions import ELEMENTWISE
from closedform.formulas.notation.reading.written import Written
from closedform.formulas.notation.sizes.inference import Inference, Rule
from closedform.formulas.notation.tree import SCALAR, Axis, Size


def _number(r: Inference, w: Written) -> Size:
    return SCALAR


def _name(r: Inference, w: Written) -> Size:
    return r.of_name(str(w.value))


def _bracket(r: Inference, w: Written) -> Size:
    return r.of(w.parts[0])


def _axes(r: Inference, w: Written) -> list[Axis]:
    said = str(w.value or "")
    if not said:
        return [r.unknowns.new()]
    return [
        sum((r.unknowns.named_axis(d) for d in axis.split("*")), ()) for axis in said.split(",")
    ]


def _identity(r: Inference, w: Written) -> Size:
    (axis,) = _axes(r, w)
    return Size(axis, axis)


def _ones(r: Inference, w: Written) -> Size:
    return Size(*_axes(r, w))


def _filled(r: Inference, w: Written) -> Size:
    return Size(r.unknowns.new(), () if w.value == "vector" else r.unknowns.new())


def _commutation(r: Inference, w: Written) -> Size:
    m, n = _axes(r, w)
    return Size(m + n, n + m)


def _sum(r: Inference, w: Written) -> Size:
    a, b = w.parts
    for one, other in ((a, b), (b, a)):
        if r.of(one) == SCALAR and r.of(other) != SCALAR and literal(one):
            return _spread(r, w, one, other)
    return r.alike(r.of(a), r.of(b), w, "a sum")


def _spread(r: Inference, w: Written, number: Written, other: Written) -> Size:
    """A number and something larger: it is added to every entry, where that can't be missed."""
    size = r.of(other)
    if number.inside().value == 0:
        return size
    if size.kind == "matrix" and not of_entries(other):
        told = r"a number and a matrix: write I for the identity, or 11^\top"
        raise r.clash(told, w)
    r.remarks["a number is added to every entry"] = None
    return size


def literal(w: Written) -> bool:
    """Whether it is a number as it stands."""
    w = w.inside()
    if w.rule in ("negative", "fraction", "slash"):
        return all(literal(part) for part in w.parts)
    return w.rule == "number"


def of_entries(w: Written) -> bool:
    """Whether it is something taken entry by entry."""
    w = w.inside()
    if w.rule == "power":
        return w.value == "of a function" or of_entries(w.parts[0])
    if w.rule in ("negative", "sum", "difference"):
        return all(literal(part) or of_entries(part) for part in w.parts)
    if w.rule == "product" and literal(w.parts[0]):
        return of_entries(w.parts[1])
    by_entries = w.rule in ("hadamard", "oslash", "entrywise power", "fraction", "slash")
    return by_entries or (w.rule == "call" and (w.value in ELEMENTWISE or w.value == "softmax"))


def _negative(r: Inference, w: Written) -> Size:
    return r.of(w.parts[0])


RULES: dict[str, Rule] = {
    "number": _number,
    "name": _name,
    "bracket": _bracket,
    "identity": _identity,
    "ones": _ones,
    "filled": _filled,
    "commutation": _commutation,
    "sum": _sum,
    "difference": _sum,
    "negative": _negative,
}
