"""Functions of numbers: what is known of each beside its derivative."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Function:
    """A function of numbers.

    Attributes:
        parity: 1 even, -1 odd, 0 neither.
        positive: its values are.
        at_zero: its value at 0; None where it has none.
    """

    parity: int = 0
    positive: bool = False
    at_zero: Fraction | None = Fraction(0)


_ONE, _HALF = Fraction(1), Fraction(1, 2)
FUNCTIONS = {
    "exp": Function(positive=True, at_zero=_ONE),
    "log": Function(at_zero=None),
    "tanh": Function(-1),
    "sinh": Function(-1),
    "cosh": Function(1, positive=True, at_zero=_ONE),
    "sin": Function(-1),
    "cos": Function(1, at_zero=_ONE),
    "tan": Function(-1),
    "arcsin": Function(-1),
    "arccos": Function(at_zero=None),
    "arctan": Function(-1),
    "arcsinh": Function(-1),
    "arccosh": Function(at_zero=None),
    "arctanh": Function(-1),
    "logistic": Function(positive=True, at_zero=_HALF),
    "sign": Function(-1),
    "step": Function(positive=True, at_zero=None),
    "erf": Function(-1),
    "gammaln": Function(at_zero=None),
    "digamma": Function(at_zero=None),
    "trigamma": Function(positive=True, at_zero=None),
    "log_ndtr": Function(at_zero=None),
    "mills": Function(positive=True, at_zero=None),
    "normal_cdf": Function(positive=True, at_zero=_HALF),
}
"""``step`` is 1 above 0 and 0 below; ``mills`` the derivative of ``log_ndtr``: the normal density
over the distribution function."""


def named(name: str) -> Function:
    """A function by its name; of one that is the user's own nothing is known."""
    return FUNCTIONS.get(name, Function(at_zero=None))


USUAL = "c"
"""What the coefficients of a function that stands for any smooth one are called, as a rule."""


def with_coefficients(name: str, c: str) -> str:
    """``wave`` or ``dwave``, with the name of their coefficients where it is not the usual one."""
    return name if c == USUAL else f"{name} {c}"


def coefficients(function: str) -> str | None:
    """The name of a function's coefficients; None of one that has none."""
    name, _, c = function.partition(" ")
    return (c or USUAL) if name in ("wave", "dwave") else None
