"""What is asked: a function, a claim about it, and in which sense."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from closedform.errors import InputError, nearest
from closedform.formulas import LAYOUTS, domains
from closedform.formulas._kit.domains.domain import Domain
from closedform.formulas._kit.kinds import KINDS, Kind
from closedform.formulas.notation import names
from closedform.formulas.notation.reading.groups import FONTS
from closedform.formulas.notation.tree import Size

DOMAINS: dict[str, type[Domain]] = {
    name.casefold(): getattr(domains, name) for name in domains.__all__ if name != "Domain"
}
WORDS = {
    "psd": "spd",
    "pd": "spd",
    "positive definite": "spd",
    "symmetric positive definite": "spd",
    "positive semidefinite": "spd",
    "skew-symmetric": "skew",
    "antisymmetric": "skew",
    "nonsingular": "invertible",
    "lower triangular": "lowertriangular",
    "one-hot": "onehot",
    "one hot": "onehot",
    "signs": "sign",
    "zeros and ones": "binary",
    "counts": "count",
    "on the simplex": "simplex",
    "of norm one": "unit",
    "a unit vector": "unit",
}
"""Words -> the domain they name, beside the domains' own names."""


@dataclass(frozen=True)
class Question:
    """One claim, and how it is meant.

    Attributes:
        function, claim: as typed.
        kind: of the claim; wrt: its variable.
        given: names that lie in a domain.
        along, on: the sense of a derivative over a constrained domain.
        shapes: sizes of names, where they are said.
        layout: of a Jacobian; notation: of the texts; None to find out.
        elementwise: whether functions of square matrices are meant entry by entry.
    """

    function: str
    kind: Kind
    claim: str
    wrt: str | None = None
    given: Mapping[str, type[Domain]] = field(default_factory=dict)
    along: type[Domain] | None = None
    on: type[Domain] | None = None
    shapes: Mapping[str, Size] = field(default_factory=dict)
    layout: str | None = None
    notation: str | None = None
    elementwise: bool = False


def question(
    function: str,
    kind: str,
    wrt: str | None,
    claim: str,
    *,
    given: Iterable[str] = (),
    shape: Iterable[str] = (),
    along: str | None = None,
    on: str | None = None,
    layout: str | None = None,
    notation: str | None = None,
    elementwise: bool = False,
) -> Question:
    """A question from words.

    Args:
        given: as ``"A symmetric"``; shape: as ``"A=mxn"``, ``"y=scalar"``.
        along, on: a domain's name.

    Raises InputError for words that say nothing.
    """
    if kind not in KINDS:
        raise InputError(f"there is no kind of claim {kind!r}; {nearest(kind, KINDS)}")
    if wrt is None and KINDS[kind].names in ("one", "several"):
        raise InputError(f"a {kind} is by a variable, and none was named")
    if layout is not None and layout not in LAYOUTS:
        raise InputError(f"there is no layout {layout!r}; {nearest(layout, LAYOUTS)}")
    for word, value in (("layout", layout), ("along", along), ("on", on)):
        if value is not None and word not in KINDS[kind].qualifiers:
            raise InputError(f"--{word} says nothing about a {kind}")
    return Question(
        function,
        KINDS[kind],
        claim,
        variable(wrt) if wrt else None,
        dict(map(_given, given)),
        domain(along) if along else None,
        domain(on) if on else None,
        dict(map(_shape, shape)),
        layout,
        {"mc": "matrixcalculus"}.get(notation or "", notation),
        elementwise,
    )


def variable(text: str) -> str:
    r"""The name that a person calls a variable by: ``\boldsymbol\beta`` is ``beta``."""
    plain = re.sub(rf"\\({'|'.join(FONTS)}|vec)(?![A-Za-z])|[{{}}\s$]", "", text)
    plain = re.sub(r"\^\(?\[?(\d+)\]?\)?$", r"_\1", plain)
    plain = re.sub(r"\\(hat|bar|tilde)([A-Za-z]|\\[a-z]+)", r"\2_\1", plain).replace("\\", "")
    greek = {"varepsilon": "epsilon", "varphi": "phi", "vartheta": "theta"}
    return names.canonical(greek.get(plain, plain))


def domain(words: str) -> type[Domain]:
    """A domain by its name, or by words for it.

    Raises InputError for others.
    """
    said = " ".join(words.casefold().replace("_", " ").split())
    found = DOMAINS.get(WORDS.get(said, said.replace(" ", "")))
    if found is None:
        known = [*WORDS, *DOMAINS]
        raise InputError(f"{words!r} is no domain that is known; {nearest(said, known)}")
    return found


def _given(text: str) -> tuple[str, type[Domain]]:
    found = re.fullmatch(r"\s*(\\?[\w\\{}]+)\s+(?:is |in |are )?\s*(.+?)\s*", text)
    if not found:
        raise InputError(f"--given {text!r} is not read; write a name and a domain: 'A symmetric'")
    return variable(found[1]), domain(found[2])


def _shape(text: str) -> tuple[str, Size]:
    name, sign, said = text.partition("=")
    axes = re.split("\\s*[x\u00d7,]\\s*|\\s+", said.strip()) if said.strip() else []
    if said.strip() in ("scalar", "1"):
        axes = []
    legal = all(re.fullmatch(r"[A-Za-z][A-Za-z0-9]*|\d+", axis) for axis in axes)
    if not sign or not legal or len(axes) > 2 or not name.strip():
        wanted = "write --shape A=mxn, --shape x=n or --shape t=scalar"
        raise InputError(f"--shape {text!r} is not read; {wanted}")
    return variable(name), Size(*(() if axis == "1" else (axis,) for axis in axes))
