"""Sizes of what is taken entry by entry."""

from closedform.formulas.notation.reading.written import Written
from closedform.formulas.notation.sizes.inference import Inference, Rule
from closedform.formulas.notation.sizes.leaves import literal
from closedform.formulas.notation.tree import SCALAR, Size


def _hadamard(r: Inference, w: Written) -> Size:
    a, b = map(r.of, w.parts)
    if SCALAR in (a, b):
        r.extra += 1
        return b if a == SCALAR else a
    return r.alike(a, b, w, "an elementwise product")


def _oslash(r: Inference, w: Written) -> Size:
    (above, _), (a, b) = w.parts, map(r.of, w.parts)
    if literal(above) or b == SCALAR:
        return b if a == SCALAR else a
    return r.alike(a, b, w, "an elementwise quotient")


def _entrywise_power(r: Inference, w: Written) -> Size:
    a, b = map(r.of, w.parts)
    return a if b == SCALAR else r.alike(a, b, w, "an elementwise power")


RULES: dict[str, Rule] = {
    "hadamard": _hadamard,
    "oslash": _oslash,
    "entrywise power": _entrywise_power,
}
