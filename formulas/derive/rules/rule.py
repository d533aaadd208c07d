"""What a rule is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from closedform.formulas.derive.index.form import Sum


@dataclass(frozen=True)
class Rule:
    """The differential of an atom.

    Attributes:
        tex: what it says.
        source: where it is printed.
        proof: the claim of the catalogue that proves it, by id.
        differential: of the atom and of its argument's differential; on the argument's axes, in the
            author's order.
    """

    tex: str
    source: str
    proof: str
    differential: Callable[[Any, Sum], Sum]


@dataclass(frozen=True)
class Derivative:
    """The derivative of a function of numbers.

    Attributes:
        tex: what it is; source and proof: as of a rule.
        at: f'(x) as an expression of x; None where it is 0 wherever it is defined.
    """

    tex: str
    source: str
    proof: str
    at: Callable[[Sum], Sum] | None
