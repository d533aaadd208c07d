"""``show --notation``: a formula and its claims in another notation than their docstrings'."""

from collections.abc import Callable, Iterable
from typing import Any

from closedform.errors import InputError, nearest
from closedform.formulas._kit.claim import Claim, Formula
from closedform.formulas.notation.docstrings import of_claim, of_formula
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.tree import Expression
from closedform.formulas.notation.writing.matrixcalculus import matrixcalculus
from closedform.formulas.notation.writing.python import python
from closedform.formulas.notation.writing.tex import tex
from closedform.wording import shown_lines

Write = Callable[[Expression], str]
NOTATIONS: dict[str, Write] = {"tex": tex, "matrixcalculus": matrixcalculus, "python": python}


def page(formula: Formula[..., Any], claims: Iterable[Claim], notation: str) -> str:
    """The formula and its claims, a line each; where a docstring is not read, why.

    Raises InputError for a notation that is not known.
    """
    if notation not in NOTATIONS:
        known = nearest(notation, NOTATIONS)
        raise InputError(f"there is no notation {notation!r}; {known}")
    write = NOTATIONS[notation]
    lines = [formula.signature, f"  {_spelled(lambda: of_formula(formula), write)}"]
    for claim in claims:
        lines += ["", claim.id, f"  {_spelled(lambda claim=claim: of_claim(claim), write)}"]
    return shown_lines("\n".join(lines))


def _spelled(read: Callable[[], Expression], write: Write) -> str:
    try:
        return write(read())
    except Unread as error:
        return f"(not read, {error.reason}: {error.message})"
