"""From a request to its answers, one by one."""

from collections.abc import Iterator
from typing import Any

from closedform.errors import DeclarationError, InputError, one_line
from closedform.formulas import Claim
from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.writing.tex import tex
from closedform.verify.derive.answer import Derived
from closedform.verify.derive.judged import judged
from closedform.verify.derive.proof import NotProven, Proven, proven
from closedform.verify.derive.request import Request
from closedform.verify.derive.subject import Subject, subjects

WHERE_POSITIVE = "verified where all that is drawn is positive: elsewhere it may be undefined"


def answers(request: Request) -> Iterator[Derived]:
    """Each derivative as soon as it is known.

    Raises InputError for a request that makes no sense."""
    try:
        for subject in subjects(request):
            yield answer(subject, request.target)
    except Unread as error:
        told = f"not read ({error.reason}): {error.message}"
        yield Derived(request.target, "", [], detail=told, notation=request.options.get("notation"))


def answer(subject: Subject, typed: str = "") -> Derived:
    """What a derivative is, or why nothing is shown."""
    blank = _blank(subject, typed)
    try:
        return _said(blank, _proven(subject, blank))
    except CannotDerive as error:
        blank.status, blank.detail = "not derived", f"cannot be derived: {error}"
    except NotProven as error:
        blank.status, blank.detail = "not proven", str(error)
    except (DeclarationError, InputError) as error:
        blank.status, blank.detail = "error", one_line(error)
    return blank


def _proven(subject: Subject, blank: Derived) -> Proven:
    try:
        return proven(subject.claim, judged)
    except NotProven as error:
        if error.status != "unexercised" or subject.reading is None:
            raise
    found = proven(subject.positive.claim, judged)
    blank.remarks.append(WHERE_POSITIVE)
    return found


def _blank(subject: Subject, typed: str) -> Derived:
    claim, reading = subject.claim, subject.reading
    blank = Derived(typed if reading else claim.formula.name, claim.kind.name, [*claim.wrt])
    blank.layout = claim.layout
    blank.along = claim.along.__name__ if claim.along else None
    blank.on = claim.on.__name__ if claim.on else None
    blank.given = {name: domain.__name__ for name, domain in claim.given.items()}
    blank.variables = [_variable(claim, name) for name in claim.formula.variables]
    blank.read = tex(reading.function) if reading else claim.formula.tex
    if reading:
        blank.notation, blank.remarks = reading.notation, [*reading.headline, *reading.remarks]
    if subject.registered:
        blank.claim, blank.registered = claim.id, claim.tex
    return blank


def _variable(claim: Claim, name: str) -> tuple[str, str, str]:
    return name, str(claim.formula.variables[name].shape), claim.domain(name).words


def _said(blank: Derived, found: Proven) -> Derived:
    verdict = found.verdict
    texts: dict[str, Any] = {name: list(said) for name, said in found.texts.items()}
    blank.status, blank.lines, blank.python = "derived", [*found.form.lines], found.form.python
    blank.tex, blank.matrixcalculus = texts.get("tex"), texts.get("matrixcalculus")
    blank.verdict = {
        key: getattr(verdict, key)
        for key in ("status", "comparisons", "max_error", "tolerance", "share", "draws", "seed")
    }
    blank.seconds = found.seconds
    return blank
