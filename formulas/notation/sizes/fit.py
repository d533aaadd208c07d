"""The size that a claim must have, by its kind, and whether it has it."""

from collections.abc import Callable
from typing import NamedTuple

from closedform.formulas._kit.kinds import Kind
from closedform.formulas.notation.sizes.inference import Inference
from closedform.formulas.notation.sizes.unknowns import Unknowns
from closedform.formulas.notation.tree import Axis, Size

Returned = Callable[[Size, Size], Size]
"""The claim's size, of the variable's and the function's."""


def _vec(size: Size) -> Axis:
    return size.columns + size.rows


LAYOUTS: dict[str, Returned] = {
    "denominator": lambda x, f: Size(_vec(x), _vec(f)),
    "numerator": lambda x, f: Size(_vec(f), _vec(x)),
    "block-by-output": lambda x, f: Size(f.rows + x.rows, f.columns + x.columns),
    "block-by-input": lambda x, f: Size(x.rows + f.rows, x.columns + f.columns),
}
"""Layout of a Jacobian -> its size."""


def returned(kind: Kind, layout: str | None) -> Returned:
    """The size of a claim of this kind; of a Jacobian, in this layout."""
    if has_layouts(kind):
        return LAYOUTS[layout or "denominator"]
    sizes: dict[str, Returned] = {
        "variable": lambda x, f: x,
        "value": lambda x, f: f,
        "matrix": lambda x, f: Size(_vec(x), _vec(x)),
    }
    return sizes[kind.result]


def has_layouts(kind: Kind) -> bool:
    """Whether it is a Jacobian, whose entries may be arranged in several ways."""
    return "layout" in kind.qualifiers


def transposable(kind: Kind) -> bool:
    """Whether some books write it as the transpose."""
    derivative = kind.order > 0 and not kind.point and not has_layouts(kind)
    return derivative and not (kind.result == "value" and bool(kind.tangents))


class Fit(NamedTuple):
    """A way in which a claim's size fits.

    Attributes:
        layout: of a Jacobian.
        transposed: whether it is the claim's transpose that fits.
        clean: whether it fits without a condition on the function's sizes.
    """

    layout: str | None = None
    transposed: bool = False
    clean: bool = True


def fits(
    reading: Inference, kind: Kind, claim: Size, x: Size, f: Size, layout: str | None
) -> list[Fit]:
    """The ways in which the claim fits, best first."""
    layouts = [layout] if layout else ["denominator", "numerator"] if has_layouts(kind) else [None]
    found = []
    for name in layouts:
        wanted = returned(kind, name)
        for transposed in (False, True) if transposable(kind) else (False,):
            if transposed and claim.rows == claim.columns == ():
                continue
            size = claim.transposed if transposed else claim
            clean = _tried(reading, size, wanted(x, f))
            if clean is not None:
                found.append(Fit(name, transposed, clean))
    return sorted(found, key=lambda fit: (not fit.clean, fit.transposed))


def _tried(reading: Inference, claim: Size, wanted: Size) -> bool | None:
    """Whether the sizes become one without a tie among those of names; None where they don't."""
    trial = reading.unknowns.copy()
    before = _sizes_of_names(reading, trial)
    if not (trial.unify(claim.rows, wanted.rows) and trial.unify(claim.columns, wanted.columns)):
        return None
    return before == _sizes_of_names(reading, trial)


def _sizes_of_names(reading: Inference, unknowns: Unknowns) -> list[tuple[Axis, ...]]:
    return [tuple(map(unknowns.found, size)) for size in reading.names.values()]
