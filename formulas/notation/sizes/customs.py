"""What a letter is by custom: a scalar, a column or a matrix, and what it costs to read it as
another."""

from collections.abc import Mapping

from closedform.formulas.notation.names import ACCENTS, differential_of

SURPRISE = 2.9
"""Cost from which a reading is not taken unless it is declared."""
NOTABLE = 1.0
"""Cost from which a name's kind is said in the headline."""

_SCALARS = "alpha lambda gamma eta tau epsilon delta rho nu omega kappa sigma ell pi zeta"
SCALARS = frozenset(_SCALARS.split())
"""Greek letters that are scalars by custom; the others are columns."""
COUNTS = frozenset("ijklmnpq")
"""Latin letters that count something as often as they are columns."""

Costs = dict[str, float]


def costs(name: str, notation: str) -> Costs:
    """Kind -> what it costs to read the name so; kinds that it can't be are left out."""
    base = (differential_of(name) or name).split("_")[0]
    if base[:1].isupper():
        return (
            {"matrix": 0, "scalar": 1} if base == "N" else {"matrix": 0, "scalar": 3, "column": 4}
        )
    if notation == "matrixcalculus" and len(base) == 1:
        by_letter = {"scalar": 0.0, "column": 2.5}
        return by_letter if base in "abcdefg" else {"column": 0, "scalar": 2.5}
    if base in SCALARS or base == "t":
        return {"scalar": 0, "column": 1}
    if base in COUNTS:
        return {"column": 0.4, "scalar": 0.6}
    return {"column": 0, "scalar": 1}


def against(kinds: Mapping[str, str], notation: str) -> dict[str, str]:
    """Names that are not of the kind that is customary, each with its kind."""
    return {
        name: kind for name, kind in kinds.items() if costs(name, notation).get(kind, 0) >= NOTABLE
    }


def plain(name: str) -> str:
    """The name without its marks."""
    return "_".join(part for part in name.split("_") if part not in ACCENTS)
