"""``closedform ask``."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from closedform.errors import InputError
from closedform.verify.ask import arguments, options, stream
from closedform.verify.ask.answer import Answer
from closedform.verify.ask.asking import Asking
from closedform.verify.ask.words import below
from closedform.wording import shown


def _by(told: str) -> Any:
    return typer.Option(metavar="VARIABLE CLAIM", help=told)


def _value(told: str) -> Any:
    return typer.Option(metavar="CLAIM", help=told)


def main(
    text: Annotated[
        str, typer.Argument(metavar="FUNCTION", help="The function; - reads pairs, one a line.")
    ],
    gradient: Annotated[options.Texts, _by("The gradient, of the variable's shape.")] = None,
    jacobian: Annotated[options.Texts, _by("The Jacobian, in either layout.")] = None,
    hessian: Annotated[options.Texts, _by("The Hessian, over column-major vec.")] = None,
    hvp: Annotated[options.Texts, _by("The Hessian applied to dX.")] = None,
    differential: Annotated[options.Texts, _value("The differential, with dX.")] = None,
    pullback: Annotated[options.Texts, _by("G, of the value's shape, pulled back.")] = None,
    derivative: Annotated[options.Texts, _by("The derivative by a scalar.")] = None,
    stationary: Annotated[options.Texts, _by("A point where the gradient vanishes.")] = None,
    minimum: Annotated[options.Texts, _by("A minimum.")] = None,
    maximum: Annotated[options.Texts, _by("A maximum.")] = None,
    equals: Annotated[options.Texts, _value("Another expression for the function.")] = None,
    differs: Annotated[options.Texts, _value("An expression that is not equal.")] = None,
    given: options.Given = None,
    along: options.Along = None,
    on: options.On = None,
    shape: options.Shape = None,
    layout: options.Layout = None,
    notation: options.Notation = None,
    elementwise: options.Elementwise = False,
    save: Annotated[
        Path | None, typer.Option(metavar="FILE.py", help="Write the entry to a new file.")
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Ask whether a formula is right, as it is typed: in TeX or as on matrixcalculus.org.

    closedform ask "x'*A*x" --gradient x "2*A*x" --given "A symmetric"

    Exit status: 0 verified; 1 right in another sense alone, refuted, or not decided; 2 not read.
    """
    sense = {
        "given": given or [],
        "along": along,
        "on": on,
        "shape": shape or [],
        "layout": layout,
        "notation": notation,
        "elementwise": elementwise,
    }
    said = {
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
    claims = [arguments.claim(kind, claim) for kind, found in said.items() for claim in found or []]
    if text == "-":
        raise typer.Exit(_stream(claims, sense, as_json))
    if not claims:
        raise InputError(f"no claim was given; give one with --{', --'.join(said)}")
    if save is not None:
        _checked(save, len(claims))
    questions = [
        {"function": text.strip(), "kind": kind, "wrt": wrt, "claim": claim, **sense}
        for kind, wrt, claim in claims
    ]
    with Asking() as asking:
        found = [_told(asking.answers(question), as_json) for question in questions]
    if save is not None:
        _save(save, found[0])
    raise typer.Exit(max(answer.exit for answer in found))


def _stream(claims: Sequence[Any], sense: dict[str, Any], as_json: bool) -> int:
    """Pairs from standard input, each answered as it comes; the highest exit status."""
    if claims:
        raise InputError("with - claims are read from standard input, one a line")
    worst = 0
    with Asking() as asking:
        asking.warm()
        for number, line in enumerate(sys.stdin, 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            try:
                questions = stream.questions(line, sense)
            except InputError as error:
                print(f"ask: line {number}: {error}", file=sys.stderr, flush=True)
                worst = 2
                continue
            for asked in questions:
                worst = max(worst, _told(asking.answers(asked), as_json).exit)
            if not as_json:
                print(flush=True)
    return worst


def _told(answers: Iterator[Answer], as_json: bool) -> Answer:
    """Print an answer, its first line before causes are looked for; return it whole."""
    answer = next(answers)
    if not as_json:
        print(shown(answer.headline), end="", flush=True)
    said = answer.headline
    for later in answers:
        answer = later
    if as_json:
        print(json.dumps(answer.record(), ensure_ascii=False), flush=True)
        return answer
    if not answer.headline.startswith(said):
        said = ""
        print()
    print(shown(answer.headline.removeprefix(said)))
    print("".join(f"{line}\n" for line in below(answer)), end="", flush=True)
    return answer


def _checked(path: Path, count: int) -> None:
    """Raise InputError where an entry can't be saved."""
    if count > 1:
        raise InputError("--save takes one claim; ask for one at a time")
    if path.suffix != ".py" or not path.stem.isidentifier():
        raise InputError(f"{path} can't hold an entry; name a file as mine.py")
    if path.exists():
        raise InputError(f"{path} exists already; nothing was changed")


def _save(path: Path, answer: Answer) -> None:
    """Write the entry of a claim that was read."""
    if answer.entry is None:
        print(f"ask: {path} was not written, since nothing was read", file=sys.stderr)
        return
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(answer.entry)
    except OSError as error:
        raise InputError(f"{path} can't be written: {error.strerror}") from error


app = arguments.application(main, arguments.shielded)
