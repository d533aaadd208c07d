"""What is asked of the sizes, and what is found."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from closedform.formulas._kit.kinds import Kind
from closedform.formulas.notation.reading.written import Written
from closedform.formulas.notation.sizes.fit import Fit
from closedform.formulas.notation.sizes.inference import Inference, Shapes
from closedform.formulas.notation.tree import Size


@dataclass(frozen=True)
class Question:
    """What is asked of the sizes.

    Attributes:
        function, claim: what is written.
        kind: kind of claim; wrt: its variable; layout: of a Jacobian, where it is said.
        declared: shapes that are said; square: names that are square matrices.
        moves: name of a differential -> the name that moves; of G -> None.
        dimensions: names that are sizes.
        elementwise: whether functions of square matrices are meant entry by entry.
        value: the function's size, where it is said.
    """

    function: Written
    claim: Written | None
    kind: Kind
    wrt: str | None
    notation: str
    declared: Shapes = field(default_factory=dict)
    square: frozenset[str] = frozenset()
    moves: Mapping[str, str | None] = field(default_factory=dict)
    dimensions: frozenset[str] = frozenset()
    elementwise: bool = False
    layout: str | None = None
    value: Size | None = None


@dataclass
class Found:
    """A reading under which function and claim fit."""

    inference: Inference
    function: Size
    claim: Size | None
    fits: list[Fit]
    cost: float
    before: dict[str, Size]
    """The sizes of names by the function alone."""
