"""The size that a claim must have, by its kind, and whether it has it."""

from collections.abc import Callable
from typing import NamedTuple

from closedform.formulas.notation.sizes.inference import Inference
from closedform.formulas.notation.sizes.unknowns import Unknowns
from closedform.formulas.notation.tree import Axis, Size

Returned = Callable[[Size, Size], Size]
"""The claim's size, of the variable's and the function's."""


def _vec(size: Size) -> Axis:
    return size.columns + size.rows


def _as_variable(x: Size, f: Size) -> Size:
    return x


def _as_function(x: Size, f: Size) -> Size:
    return f


LAYOUTS: dict[str, Returned] = {
    "denominator": lambda x, f: Size(_vec(x), _vec(f)),
    "numerator": lambda x, f: Size(_vec(f), _vec(x)),
    "block-by-output": lambda x, f: Size(f.rows + x.rows, f.columns + x.columns),
    "block-by-input": lambda x, f: Size(x.rows + f.rows, x.columns + f.columns),
}
"""Layout of a Jacobian -> its size."""
RETURNED: dict[str, Returned] = {
    **dict.fromkeys(("gradient", "hvp", "pullback"), _as_variable),
    **dict.fromkeys(("stationary", "minimum", "maximum"), _as_variable),
    **dict.fromkeys(("equals", "differs", "differential", "derivative"), _as_function),
    "hessian": lambda x, f: Size(_vec(x), _vec(x)),
}
"""Kind of claim -> its size; a Jacobian's is its layout's."""


def returned(kind: str, layout: str | None) -> Returned:
    """The size of a claim of this kind; of a Jacobian, in this layout."""
    return LAYOUTS[layout or "denominator"] if kind == "jacobian" else RETURNED[kind]


OF_SCALARS = ("gradient", "hessian", "hvp", "stationary", "minimum", "maximum")
"""Kinds of a function that is a scalar."""
TRANSPOSABLE = ("gradient", "hessian", "hvp", "pullback", "derivative")
"""Kinds that some books write as the transpose."""


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
    reading: Inference, kind: str, claim: Size, x: Size, f: Size, layout: str | None
) -> list[Fit]:
    """The ways in which the claim fits, best first."""
    layouts = [layout] if layout else ["denominator", "numerator"] if kind == "jacobian" else [None]
    found = []
    for name in layouts:
        wanted = returned(kind, name)
        for transposed in (False, True) if kind in TRANSPOSABLE else (False,):
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
