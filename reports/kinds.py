"""What each kind of claim is called on pages, and what stands left of its equals sign."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from closedform.formulas import InputError
from closedform.formulas._kit.kinds import Kind

Left = Callable[[str, Sequence[str], str], str]
"""The function's letter, the variables' symbols, and the claim's own TeX -> TeX, with the sign."""


@dataclass(frozen=True)
class Face:
    """How pages show a kind of claim."""

    name: str
    """What it is called in titles."""
    left: Left


def face(kind: str) -> Face:
    """How pages show a kind of claim.

    Raises:
        InputError: KINDS lacks it.
    """
    if kind not in KINDS:
        raise InputError(
            f"pages can't set a claim of the kind {kind!r}; add it to KINDS of reports/kinds.py, "
            f"which has {', '.join(KINDS)}"
        )
    return KINDS[kind]


PLACES = ("value", "first", "second", "point")
"""Where a kind stands in a row of the handbook: beside the function, among its first or second
derivatives, or as a point of interest."""


def place(kind: Kind) -> str:
    """One of PLACES."""
    if kind.point:
        return "point"
    return PLACES[kind.order] if kind.order < 2 else "second"


def together(parts: Sequence[str]) -> str:
    """One expression, or several in parentheses."""
    return parts[0] if len(parts) == 1 else r"\left(" + r",\; ".join(parts) + r"\right)"


def _partial(above: str, below: str) -> str:
    return rf"\frac{{\partial {above}}}{{\partial {below}}}"


def _partials(f: str, by: Sequence[str], tex: str) -> str:
    return together([_partial(f, x) for x in by]) + " ="


def _pullback(f: str, by: Sequence[str], tex: str) -> str:
    """The loss is called as the claim's own TeX calls it."""
    return _partials("f" if r"\partial f" in tex else r"\ell", by, tex)


def _derivative(f: str, by: Sequence[str], tex: str) -> str:
    return rf"\frac{{\mathrm{{d}}{f}}}{{\mathrm{{d}}{','.join(by)}}} ="


def _hessian(f: str, by: Sequence[str], tex: str) -> str:
    return rf"\nabla^2_{{{','.join(by)}}} {f} ="


def _hvp(f: str, by: Sequence[str], tex: str) -> str:
    return rf"\nabla^2_{{{','.join(by)}}} {f}\,[\mathrm{{d}}{','.join(by)}] ="


def _third(f: str, by: Sequence[str], tex: str) -> str:
    x = ",".join(by)
    tangents = rf"\mathrm{{d}}{x}, \mathrm{{e}}{x}, \mathrm{{f}}{x}"
    return rf"\mathrm{{D}}^3_{{{x}}} {f}\,[{tangents}] ="


def _stationary(f: str, by: Sequence[str], tex: str) -> str:
    return rf"\nabla_{{{','.join(by)}}} {f} = 0 \quad\text{{at}}\quad {together(by)} ="


def _extremum(word: str) -> Left:
    def left(f: str, by: Sequence[str], tex: str) -> str:
        return rf"\underset{{{','.join(by)}}}{{\operatorname{{arg\,{word}}}}}\, {f} ="

    return left


KINDS: Mapping[str, Face] = {
    "gradient": Face("Gradient", _partials),
    "jacobian": Face("Jacobian", _partials),
    "hessian": Face("Hessian", _hessian),
    "hvp": Face("Hessian-vector product", _hvp),
    "third": Face("Third differential", _third),
    "differential": Face("Differential", lambda f, by, tex: rf"\mathrm{{d}}{f} ="),
    "pullback": Face("Pullback", _pullback),
    "derivative": Face("Derivative", _derivative),
    "equals": Face("Another expression", lambda f, by, tex: f"{f} ="),
    "differs": Face("Not equal", lambda f, by, tex: rf"{f} \neq"),
    "stationary": Face("Stationary", _stationary),
    "minimum": Face("Minimum", _extremum("min")),
    "maximum": Face("Maximum", _extremum("max")),
}
"""Kind of claim -> how pages show it; as many as there are in the kit."""
