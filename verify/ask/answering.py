"""From a question to its answer: read, taken in the ways it may be meant, checked."""

import dataclasses
import time
from collections.abc import Iterator, Sequence
from typing import Any

from closedform.errors import DeclarationError, InputError, one_line
from closedform.formulas import Symmetric
from closedform.formulas.notation import names
from closedform.formulas.notation.drafts.text import text
from closedform.formulas.notation.read import Reading, WrongSize, read
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.tree import Expression, walk
from closedform.formulas.notation.tree import names as names_in
from closedform.formulas.notation.writing.matrixcalculus import matrixcalculus
from closedform.formulas.notation.writing.python import python
from closedform.formulas.notation.writing.tex import tex
from closedform.verify.ask.answer import Answer, Read, Variable
from closedform.verify.ask.attempt import Attempt, may_be_generic
from closedform.verify.ask.headline import Outcome, headline, senses, turned
from closedform.verify.ask.question import Question
from closedform.verify.checks import Check
from closedform.verify.rows import Verdict

MOST = 2**21
"""Entries of an array that a check may hold."""
LARGEST = 7
"""A size that no dimension of a check exceeds by much."""
SCREEN = 2
"""Draws of an attempt that is looked at first."""
FEW, MANY = 4, 400
"""Draws at which a formula is defined: where they are fewer, so many are made."""
SQUARE = ("Symmetric", "SPD", "Invertible", "Orthogonal", "Diagonal", "Skew", "LowerTriangular")
SQUARE += ("Singular",)


def steps(question: Question) -> Iterator[Answer]:
    """The answer as soon as its first line is known, and again when all is said."""
    begun = time.perf_counter()
    blank = Answer(question.function, question.kind.name, question.wrt, question.claim)
    try:
        readings = _read(question)
        _known(question, readings[0])
        _not_too_large(readings)
    except Unread as error:
        yield _not_read(blank, error)
        return
    except WrongSize as error:
        blank.status, blank.headline = "refuted", f"refuted (wrong-size): {error}"
        yield blank
        return
    blank.seconds["reading"] = time.perf_counter() - begun
    try:
        yield from _checked(blank, question, readings, begun)
    except (DeclarationError, InputError) as error:
        yield dataclasses.replace(blank, status="error", headline=f"error: {one_line(error)}")


def _read(question: Question) -> list[Reading]:
    given = {name for name, d in question.given.items() if d.__name__ in SQUARE}
    within = {question.wrt} if question.wrt and (question.along or question.on) else set()
    known: dict[str, Any] = {
        "notation": question.notation,
        "shapes": question.shapes,
        "square": frozenset(given | within),
        "elementwise": question.elementwise,
    }
    texts = question.function, question.claim, question.kind, question.wrt
    try:
        asked = read(*texts, layout=question.layout, **known)
    except WrongSize:
        if question.layout is None:
            raise
        asked = []
    if question.layout and not any(r.fit.clean for r in asked):  # in another layout, perhaps
        return [*(r for r in read(*texts, **known) if r.fit.layout != question.layout), *asked]
    return asked


def _not_read(blank: Answer, error: Unread) -> Answer:
    return dataclasses.replace(
        blank,
        status="not read",
        headline=f"not read ({error.reason}): {error.message}",
        reason=error.reason,
        column=error.at,
        text=error.text,
    )


def _known(question: Question, reading: Reading) -> None:
    """Raise Unread for a flag that speaks of a name that is not there."""
    for flag, names_of in (("given", question.given), ("shape", question.shapes)):
        for name in names_of:
            if name not in reading.variables or name not in _held(reading):
                have = ", ".join(_held(reading))
                told = f"--{flag} speaks of {name}, and the function has {have}"
                raise Unread("flag", told)


def _held(reading: Reading) -> list[str]:
    return [n.name for n in names_in(reading.function)]


def _not_too_large(readings: Sequence[Reading]) -> None:
    """Raise Unread where a check would hold arrays that are too large."""
    trees = [t for r in readings for t in (r.function, r.claim) if t is not None]
    for e in (e for tree in trees for e in walk(tree)):
        if LARGEST ** len(sum(e.size, ())) > MOST:
            told = f"an array of {e.size} is too large to be checked"
            raise Unread("length", told)


# ── Attempts ────────────────────────────────────────────────────────────────────


def _checked(
    blank: Answer, question: Question, readings: Sequence[Reading], begun: float
) -> Iterator[Answer]:
    outcome, check = _judged(question, readings)
    answer = _answer(blank, outcome)
    answer.seconds["headline"] = time.perf_counter() - begun
    answer.final = check.verdict.status != "refuted"
    yield answer
    if not answer.final:
        outcome.verdict = check.explain()
        explained = _answer(blank, outcome)
        explained.seconds = answer.seconds | {"all": time.perf_counter() - begun}
        yield explained


def _judged(question: Question, readings: Sequence[Reading]) -> tuple[Outcome, Check]:
    """What the ways in which the claim may be meant come to."""
    attempts = _attempts(question, readings)
    first = attempts[0]
    check = first.check()
    verdict = check.judge()
    if check.defined < FEW:  # log(b - Ax) is defined at few draws, log(Ax) at positive ones
        first, check, verdict = _defined_more(first, check)
    if verdict.status == "verified":
        return _right(first, check, attempts), check
    if verdict.status != "refuted":
        return Outcome(first, verdict, verdict.status), check
    for other in attempts[1:]:
        if _holds(other):
            again = other.check()
            again.judge()
            return _right(other, again, []), again
    found = senses(verdict, first) or _tied(first, verdict)
    return Outcome(first, verdict, "otherwise" if found else "refuted", found), check


def _defined_more(attempt: Attempt, check: Check) -> tuple[Attempt, Check, Verdict]:
    """More draws of a formula that is undefined at most, or draws that are positive: whichever
    gives more to compare."""
    more = attempt.check(MANY)
    more.judge()
    if more.defined >= FEW:
        return attempt, more, more.verdict
    positive = dataclasses.replace(attempt, positive=True)
    of_positive = positive.check()
    of_positive.judge()
    if of_positive.defined >= more.defined:
        return positive, of_positive, of_positive.verdict
    return attempt, more, more.verdict


def _attempts(question: Question, readings: Sequence[Reading]) -> list[Attempt]:
    """The ways in which a claim may be meant, the one to be taken first at the head.

    A way that ties sizes of the function is left out where another does not."""
    clean = [r for r in readings if r.fit.clean] or list(readings)
    asked = question.layout
    clean.sort(key=lambda r: (asked is not None and r.fit.layout != asked, r.fit.transposed))
    turned = [r for r in clean if r.fit.transposed]
    kept = [r for r in clean if not r.fit.transposed or len(turned) == len(clean)]
    found = []
    for reading in kept:
        logistic = Attempt(question, reading)
        if may_be_generic(reading):
            found.append(dataclasses.replace(logistic, generic=True))
        found.append(logistic)
    return found


def _right(attempt: Attempt, check: Check, others: Sequence[Attempt]) -> Outcome:
    """The outcome of an attempt that is verified."""
    question, fit = attempt.question, attempt.reading.fit
    if fit.transposed:
        return Outcome(attempt, check.verdict, "otherwise", [turned(attempt)])
    if question.layout and fit.layout not in (None, question.layout):
        found = [f"in {fit.layout} layout, not in {question.layout} layout"]
        return Outcome(attempt, check.verdict, "otherwise", found)
    layouts = [fit.layout] if fit.layout else []
    layouts += [
        other.reading.fit.layout
        for other in others[1:]
        if fit.layout and other.reading.fit.layout != fit.layout and _holds(other)
    ]
    return Outcome(attempt, check.verdict, "verified", layouts=[n for n in layouts if n])


def _holds(attempt: Attempt) -> bool:
    """Whether an attempt is verified, on a few draws first."""
    if attempt.check(SCREEN).judge().status != "verified":
        return False
    return attempt.check().judge().status == "verified"


def _tied(attempt: Attempt, verdict: Verdict) -> list[str]:
    """Whether the claim is the derivative by the tied entries of a symmetric matrix."""
    question = attempt.question
    size = attempt.reading.variables.get(question.wrt or "")
    square = size is not None and size.kind == "matrix" and size.rows == size.columns
    open_ = square and question.wrt not in question.given and not (question.on or question.along)
    explained = verdict.cause not in (None, "symmetric-convention")
    if explained or not open_ or "on" not in question.kind.qualifiers:
        return []
    if not _holds(dataclasses.replace(attempt, on=Symmetric)):
        return []
    return [f"by the tied entries of a symmetric {question.wrt}: --on symmetric"]


# ── What is said ────────────────────────────────────────────────────────────────


def _answer(blank: Answer, outcome: Outcome) -> Answer:
    attempt, verdict = outcome.attempt, outcome.verdict
    reading, question = attempt.reading, attempt.question
    assert reading.claim is not None
    about = "A formula that was asked about."
    return dataclasses.replace(
        blank,
        status=outcome.status,
        headline=headline(outcome),
        notation=reading.notation,
        read={"function": _written(reading.function), "claim": _written(reading.claim)},
        variables=[
            Variable(name, str(size), attempt.claim.domain(names.python(name)).words)
            for name, size in reading.variables.items()
        ],
        remarks=list(reading.remarks),
        conditions=list(reading.conditions),
        layout=reading.fit.layout or question.layout,
        causes=list(verdict.causes) if outcome.status in ("refuted", "otherwise") else [],
        counterexample=verdict.counterexample,
        entry=text(attempt.as_typed, about),
        verdict={
            key: getattr(verdict, key)
            for key in ("status", "comparisons", "max_error", "tolerance", "share", "draws", "seed")
        },
        seconds=dict(blank.seconds),
    )


def _written(tree: Expression) -> Read:
    return Read(tex(tree), matrixcalculus(tree), python(tree))
