"""``closedform.ask``."""

from collections.abc import Iterable, Mapping
from dataclasses import fields

from closedform.errors import InputError
from closedform.verify.ask.answering import steps
from closedform.verify.ask.question import question
from closedform.verify.ask.result import Result, Results
from closedform.verify.ask.stream import by_variable

Claims = Mapping[str, str] | Iterable[str] | str | None
"""Claims of one kind: by variable, or one, or several."""


def ask(
    function: str,
    *,
    gradient: Claims = None,
    jacobian: Claims = None,
    hessian: Claims = None,
    hvp: Claims = None,
    differential: Claims = None,
    pullback: Claims = None,
    derivative: Claims = None,
    stationary: Claims = None,
    minimum: Claims = None,
    maximum: Claims = None,
    equals: Claims = None,
    differs: Claims = None,
    given: str | Iterable[str] = (),
    along: str | None = None,
    on: str | None = None,
    shape: str | Iterable[str] = (),
    layout: str | None = None,
    notation: str | None = None,
    elementwise: bool = False,
) -> Result | Results:
    """Whether formulas are right, as they are typed: in TeX or as on matrixcalculus.org.

    ``ask("x'*A*x", gradient={"x": "2*A*x"}, given="A symmetric")``. It is checked in this process.

    Args:
        function: the function.
        gradient: claims by variable; likewise the other kinds. A differential, ``equals`` and
            ``differs`` may be a text.
        given: names and their domains, as ``"A symmetric"``; shape: as ``"A=mxn"``, ``"y=scalar"``.
        along, on: a domain, as ``"symmetric"``: the sense of a derivative over it.
        layout: of a Jacobian; notation: "tex" or "matrixcalculus"; None to find out.
        elementwise: take functions of square matrices entry by entry.

    Returns: the answer, or one a claim. ``print`` shows it; ``status`` is a word, ``record()`` all.

    Raises InputError where no claim is given, or a word says nothing.
    """
    kinds = {
        "gradient": gradient,
        "jacobian": jacobian,
        "hessian": hessian,
        "hvp": hvp,
        "differential": differential,
        "pullback": pullback,
        "derivative": derivative,
        "stationary": stationary,
        "minimum": minimum,
        "maximum": maximum,
        "equals": equals,
        "differs": differs,
    }
    claims = [claim for kind, said in kinds.items() if said for claim in by_variable(kind, said)]
    if not claims:
        raise InputError(f"no claim was given; give one of {', '.join(kinds)}")
    found = Results()
    for kind, wrt, claim in claims:
        asked = question(
            function,
            kind,
            wrt,
            claim,
            given=[given] if isinstance(given, str) else given,
            shape=[shape] if isinstance(shape, str) else shape,
            along=along,
            on=on,
            layout=layout,
            notation=notation,
            elementwise=elementwise,
        )
        *_, last = steps(asked)
        found.append(Result(**{f.name: getattr(last, f.name) for f in fields(last)}))
    return found[0] if len(found) == 1 else found
