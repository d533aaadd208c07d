"""``closedform derive``."""

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer

from closedform.errors import InputError
from closedform.verify.derive import words
from closedform.verify.derive.answer import Derived
from closedform.verify.derive.asking import asked

Names = list[str] | None


class Application(typer.Typer):
    """An application in which a text that begins with a minus sign is no option."""

    def __call__(self, arguments: Sequence[str] | None = None, **more: Any) -> Any:
        """Run it."""
        given = sys.argv[1:] if arguments is None else arguments
        kept = [f" {a}" if a.startswith("-") and not a.startswith("--") else a for a in given]
        return super().__call__(kept, **more)


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
    gradient: Annotated[Names, _by("The gradient, of the variable's shape.")] = None,
    jacobian: Annotated[Names, _by("The Jacobian, in denominator layout or --layout.")] = None,
    hessian: Annotated[Names, _by("The Hessian, over column-major vec.")] = None,
    hvp: Annotated[Names, _by("The Hessian applied to dX.")] = None,
    differential: Annotated[Names, _by("The differential, with dX.")] = None,
    pullback: Annotated[Names, _by("G, of the value's shape, pulled back.")] = None,
    derivative: Annotated[Names, _by("The derivative by a scalar.")] = None,
    given: Annotated[
        Names, typer.Option(metavar="'A symmetric'", help="A name, and a domain that it lies in.")
    ] = None,
    along: Annotated[
        str | None, typer.Option(metavar="DOMAIN", help="Along its directions alone.")
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar="DOMAIN", help="By its free coordinates.")
    ] = None,
    shape: Annotated[
        Names, typer.Option(metavar="A=mxn", help="The shape of a name; y=scalar, x=n.")
    ] = None,
    layout: Annotated[
        str | None, typer.Option(help="Of a Jacobian: denominator, numerator, block-by-...")
    ] = None,
    notation: Annotated[
        str | None, typer.Option(help="tex or matrixcalculus; told by the text otherwise.")
    ] = None,
    elementwise: Annotated[
        bool, typer.Option("--elementwise", help="exp and its like act entry by entry.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write answers as JSON.")] = False,
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
    options = {
        "given": given or [],
        "along": along,
        "on": on,
        "shape": shape or [],
        "layout": layout,
        "notation": notation,
        "elementwise": elementwise,
    }
    found = list(_told(asked(target, wanted, options), as_json))
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


app = Application(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
app.command()(main)
