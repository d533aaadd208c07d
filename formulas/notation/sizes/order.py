r"""The other bracketing of an operation beside a product: ``Ax \odot y`` as ``A(x \odot y)``."""

from collections.abc import Iterator
from dataclasses import replace

from closedform.formulas.notation.reading.written import Written
from closedform.formulas.notation.sizes.leaves import literal

RULES = ("hadamard", "oslash", "kronecker")


def rebracketed(w: Written) -> Iterator[tuple[Written, Written]]:
    """Each operation that may take less of a product, and the whole with it taking less."""
    for k, part in enumerate(w.parts):
        for at, changed in rebracketed(part):
            yield at, replace(w, parts=(*w.parts[:k], changed, *w.parts[k + 1 :]))
    if w.rule not in RULES or w.value == "call":
        return
    left, right = w.parts
    if left.rule == "product" and not literal(left.parts[0]):
        inner = replace(w, parts=(left.parts[1], right))
        yield w, replace(left, parts=(left.parts[0], inner))
    if right.rule == "product":
        first, rest = _first(right)
        inner = replace(w, parts=(left, first))
        yield w, rest(inner)


def _first(product: Written):
    """The first factor of a product, and the product with another in its place."""
    left, right = product.parts
    if left.rule == "product":
        first, rest = _first(left)
        return first, lambda e: replace(product, parts=(rest(e), right))
    return left, lambda e: replace(product, parts=(e, right))
