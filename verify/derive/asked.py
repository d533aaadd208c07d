"""``closedform.derive``."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from closedform.errors import InputError
from closedform.formulas import Claim, Formula
from closedform.verify.derive import words
from closedform.verify.derive.answer import Derived
from closedform.verify.derive.answering import answer, answers
from closedform.verify.derive.request import request
from closedform.verify.derive.subject import Subject, of_formula

Names = str | Iterable[str] | None
"""Variables, each a derivative of its own; ``"W,b"`` for one by both."""


class Derivative(Derived):
    """What `closedform.derive` returns."""

    def __str__(self) -> str:
        """In words."""
        return "\n".join([*words.about(self), *words.report(self)])

    def __repr__(self) -> str:
        """The form, or why there is none."""
        return f"<{words.heading(self)}: {self.python or self.detail}>"


class Derivatives(list[Derivative]):
    """Several derivatives of one function."""

    def __str__(self) -> str:
        """In words."""
        return "\n\n".join(map(str, self))


def derive(
    function: "str | Formula[..., Any] | Claim",
    *,
    gradient: Names = None,
    jacobian: Names = None,
    hessian: Names = None,
    hvp: Names = None,
    differential: Names = None,
    pullback: Names = None,
    derivative: Names = None,
    given: Names = (),
    along: str | None = None,
    on: str | None = None,
    shape: Names = (),
    layout: str | None = None,
    notation: str | None = None,
    elementwise: bool = False,
) -> Derivative | Derivatives:
    """Closed forms, derived, and verified in the very text that is returned.

    ``derive("x'*A*x", gradient="x").python`` is ``"(A + A.T) @ x"``. It is checked in this process.

    Args:
        function: a formula or a claim, the name of one in the catalogue, a file, or a text in TeX
            or as on matrixcalculus.org.
        gradient: variables; likewise the other kinds. Where no kind is given: what is registered of
            a formula, or all first derivatives.
        given: names and their domains, as ``"A symmetric"``; shape: as ``"A=mxn"``, ``"y=scalar"``.
        along, on: a domain, as ``"symmetric"``; layout: of a Jacobian.
        notation: of a text, "tex" or "matrixcalculus"; None to find out.
        elementwise: take functions of square matrices entry by entry.

    Returns: one answer, or a list of them. ``print`` shows it; ``python``, ``tex`` and
        ``matrixcalculus`` hold it, ``status`` and ``detail`` say why they don't.

    Raises InputError where nothing is asked for, or a word says nothing.
    """
    kinds = {
        "gradient": gradient,
        "jacobian": jacobian,
        "hessian": hessian,
        "hvp": hvp,
        "differential": differential,
        "pullback": pullback,
        "derivative": derivative,
    }
    asked = [(kind, name) for kind, said in kinds.items() for name in _listed(said)]
    options = {
        "given": _listed(given),
        "shape": _listed(shape),
        "along": along,
        "on": on,
        "layout": layout,
        "notation": notation,
        "elementwise": elementwise,
    }
    if isinstance(function, Claim):
        found = [answer(Subject(function, True))]
    elif isinstance(function, Formula):
        wanted = request(function.name, asked, **options)
        found = [answer(subject) for subject in of_formula(wanted, function)]
    else:
        found = list(answers(request(function, asked, **options)))
    if not found:
        raise InputError(f"{function} has nothing to differentiate")
    made = Derivatives(_shown(one) for one in found)
    return made[0] if len(made) == 1 else made


def _listed(said: Names) -> list[str]:
    return [said] if isinstance(said, str) else list(said or ())


def _shown(one: Derived) -> Derivative:
    return Derivative(**{f.name: getattr(one, f.name) for f in fields(one)})
