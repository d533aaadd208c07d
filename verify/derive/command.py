"""``closedform derive``."""

import json
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from closedform.errors import InputError
from closedform.verify.ask import arguments, options
from closedform.verify.derive import words
from closedform.verify.derive.answer import Derived
from closedform.verify.derive.asking import asked


def _by(told: str) -> Any:
    return typer.Option(metavar="X[,Y]", help=told)


def main(
    target: Annotated[
        str,
        typer.Argument(
            metavar="NAME | CLAIM-ID | FILE.py[::NAME] | FUNCTION",
            help="A formula of the catalogue or of a file, or a function in TeX or as on "
            "matrixcalculus.org.",
        ),
    ],
    gradient: Annotated[options.Texts, _by("The gradient, of the variable's shape.")] = None,
    jacobian: Annotated[options.Texts, _by("The Jacobian, in --layout.")] = None,
    hessian: Annotated[options.Texts, _by("The Hessian, over column-major vec.")] = None,
    hvp: Annotated[options.Texts, _by("The Hessian applied to dX.")] = None,
    differential: Annotated[options.Texts, _by("The differential, with dX.")] = None,
    pullback: Annotated[options.Texts, _by("G, of the value's shape, pulled back.")] = None,
    derivative: Annotated[options.Texts, _by("The derivative by a scalar.")] = None,
    given: options.Given = None,
    along: options.Along = None,
    on: options.On = None,
    shape: options.Shape = None,
    layout: options.Layout = None,
    notation: options.Notation = None,
    elementwise: options.Elementwise = False,
    as_json: options.AsJson = False,
) -> None:
    """Derive closed forms, and show those that the checker verified as they are shown.

    closedform derive least_squares --gradient x --hessian x

    closedform derive "x'*A*x" --gradient x --given "A symmetric"

    Without a derivative: what is registered of the formula, or all first derivatives. Exit status:
    0 all were derived and verified; 1 some was derived and not verified; 2 some can't be derived.
    """
    said = {
        "gradient": gradient,
        "jacobian": jacobian,
        "hessian": hessian,
        "hvp": hvp,
        "differential": differential,
        "pullback": pullback,
        "derivative": derivative,
    }
    wanted = [(kind, name) for kind, found in said.items() for name in found or []]
    sense = {
        "given": given or [],
        "along": along,
        "on": on,
        "shape": shape or [],
        "layout": layout,
        "notation": notation,
        "elementwise": elementwise,
    }
    found = list(_told(asked(target, wanted, sense), as_json))
    if not found:
        raise InputError(f"{target} has nothing to differentiate")
    raise typer.Exit(max(answer.exit for answer in found))


def _told(answers: Iterator[Derived], as_json: bool) -> Iterator[Derived]:
    """Print each answer as it comes."""
    before: list[str] = []
    for answer in answers:
        if as_json:
            print(json.dumps(answer.record(), ensure_ascii=False), flush=True)
        else:
            about = words.about(answer)
            head = [*([""] if before else []), *about] if about and about != before else []
            before = about or before
            print("\n".join([*head, *words.report(answer)]), flush=True)
        yield answer


app = arguments.application(main, arguments.texts)
