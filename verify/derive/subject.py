"""The functions that are asked about: of the catalogue, of a file, or typed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from closedform.errors import DeclarationError, InputError, nearest
from closedform.formulas import Claim, Formula, Positive, catalogue
from closedform.formulas import read as read_file
from closedform.formulas._kit.checks import check
from closedform.formulas._kit.kinds import KINDS, Kind
from closedform.formulas.derive.forms import DERIVED, sought
from closedform.formulas.notation import names
from closedform.formulas.notation.drafts import Draft
from closedform.formulas.notation.drafts.built import built
from closedform.formulas.notation.drafts.implied import domains, longer
from closedform.formulas.notation.read import Reading, read
from closedform.formulas.notation.tree import SCALAR
from closedform.verify.ask.answering import SQUARE
from closedform.verify.ask.question import Question
from closedform.verify.derive.request import Asked, Request, file_of

NAME = re.compile(r"[A-Za-z]\w*(_\w+|\.\w+)+(\.[\w-]+)*")
"""What looks like a formula's name and not like a text: it has an underscore or a dot inside."""


@dataclass(frozen=True)
class Subject:
    """A function, and a derivative of it that is sought.

    Attributes:
        claim: of what; its closed form counts for nothing.
        registered: whether the claim is one that somebody registered.
        reading: how a typed text was read; None for a formula.
    """

    claim: Claim
    registered: bool = False
    reading: Reading | None = None

    @property
    def positive(self) -> "Subject":
        """The same where all that is drawn is positive: for what is undefined elsewhere."""
        variables = {
            name: replace(v, domain=Positive) for name, v in self.claim.formula.variables.items()
        }
        formula = Formula(self.claim.formula.function, where=self.claim.formula.where)
        formula.variables = variables
        return replace(self, claim=replace(self.claim, formula=formula))


def subjects(request: Request) -> Iterator[Subject]:
    """What a request asks for, one by one.

    Raises InputError, and Unread for a text that is not read."""
    if (file := file_of(request.target)) is not None:
        yield from _of_file(request, *file)
    elif request.target in (known := catalogue()).formulas:
        yield from of_formula(request, known.formulas[request.target])
    elif request.target in known.claims:
        yield from _of_claims(request, [known.claims[request.target]])
    elif NAME.fullmatch(request.target):
        told = nearest(request.target, [*known.formulas, *known.claims])
        raise InputError(f"no formula or claim is called '{request.target}'; {told}")
    else:
        yield from _of_text(request)


def _of_file(request: Request, path: str, name: str) -> Iterator[Subject]:
    found = read_file(Path(path)).formulas
    if name and name not in found:
        raise InputError(f"{path} holds no formula '{name}'; {nearest(name, found)}")
    for formula in [found[name]] if name else found.values():
        yield from of_formula(request, formula)


def of_formula(request: Request, formula: Formula[..., Any]) -> Iterator[Subject]:
    """What is asked of a formula; what is registered of it, where nothing is asked; else its first
    derivatives."""
    if request.asked:
        yield from (Subject(of(formula, asked)) for asked in request.each())
    elif registered := _registered(formula.claims):
        yield from (Subject(claim, True) for claim in registered)
    else:
        scalar = formula.output is not None and not formula.output.ndim
        for name in formula.variables:
            yield Subject(sought(formula, first(scalar), [name]))


def _of_claims(request: Request, claims: list[Claim]) -> Iterator[Subject]:
    if request.asked:
        raise InputError(f"{request.target} is a claim; name its formula, or ask for nothing more")
    for claim in claims:
        if claim.kind not in DERIVED:
            raise InputError(f"{request.target} is a {claim.kind}, which is no derivative")
        yield Subject(claim, True)


def _registered(claims: Mapping[str, Claim]) -> list[Claim]:
    """The derivatives that are registered, one a form."""
    found = {c.stem: c for c in reversed(list(claims.values())) if c.kind in DERIVED}
    return [c for c in reversed(found.values()) if not c.as_printed]


def first(scalar: bool) -> Kind:
    """The first derivative of a scalar, or of an array."""
    return KINDS["gradient" if scalar else "jacobian"]


def of(formula: Formula[..., Any], asked: Asked, given: bool = True) -> Claim:
    """The claim that a derivative of a formula would be.

    Args:
        given: whether domains are narrowed for it, or stand in the formula.

    Raises InputError where the formula has none such."""
    q = asked.question
    narrowed = {names.python(name): domain for name, domain in q.given.items()} if given else {}
    wrt = asked.wrt or tuple(formula.variables)
    claim = sought(formula, q.kind, wrt, layout=q.layout, along=q.along, on=q.on, given=narrowed)
    try:
        check(claim)
    except DeclarationError as error:
        raise InputError(str(error).partition(": ")[2]) from error
    return claim


# ── Texts ───────────────────────────────────────────────────────────────────────


def _of_text(request: Request) -> Iterator[Subject]:
    for asked in request.each() or _first_of(request):
        reading = _read(asked.question)
        formula = _formula(asked.question, reading)
        yield Subject(of(formula, asked, given=False), reading=reading)


def _first_of(request: Request) -> list[Asked]:
    """The first derivatives of a text."""
    reading = _read(request.sense)
    kind = first(reading.function.size == SCALAR).name
    return [request.one(kind, name) for name in reading.variables]


def _read(q: Question) -> Reading:
    """The function as it is read."""
    narrowed = {name for name, d in q.given.items() if d.__name__ in SQUARE}
    within = {q.wrt} if q.wrt and (q.along or q.on) else set()
    found = read(
        q.function,
        None,
        q.kind,
        q.wrt,
        notation=q.notation,
        shapes=q.shapes,
        square=frozenset(narrowed | within),
        elementwise=q.elementwise,
    )
    return found[0]


def _formula(q: Question, reading: Reading) -> Formula[..., Any]:
    """A text as a formula."""
    lying = {**domains(reading.function), **q.given}
    if q.along or q.on:  # narrowed to what the derivative is along or on
        lying = {name: domain for name, domain in lying.items() if name != q.wrt}
    for flag, said in (("given", q.given), ("shape", q.shapes)):
        for name in said:
            if name not in reading.variables:
                have = ", ".join(reading.variables)
                raise InputError(f"--{flag} speaks of {name}, and the function has {have}")
    where = tuple((a[0], b[0]) for a, b in longer(reading.function))
    return built(Draft("asked", reading.function, reading.variables, (), lying, where))
