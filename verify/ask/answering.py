"""From a question to its answer: read, taken in the ways it may be meant, checked."""

import dataclasses
import time
from collections.abc import Iterator, Sequence
from typing import Any

from closedform.errors import DeclarationError, InputError, one_line
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
from closedform.verify.ask.headline import Outcome, headline
from closedform.verify.ask.question import Question
from closedform.verify.ask.ways import judged
from closedform.verify.checks import Check

MOST = 2**21
"""Entries of an array that a check may hold."""
LARGEST = 7
"""A size that no dimension of a check exceeds by much."""
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


def _checked(
    blank: Answer, question: Question, readings: Sequence[Reading], begun: float
) -> Iterator[Answer]:
    outcome, check = judged(question, readings)
    answer = _answer(blank, outcome)
    answer.seconds["headline"] = time.perf_counter() - begun
    answer.final = check.verdict.status != "refuted"
    yield answer
    if not answer.final:
        outcome.verdict = check.explain()
        explained = _answer(blank, outcome)
        explained.right = _right(outcome, check)
        explained.seconds = answer.seconds | {"all": time.perf_counter() - begun}
        yield explained


def _right(outcome: Outcome, check: Check) -> str | None:
    """The right form as it would be typed; of a function that stands for any other, none."""
    if check.right is None or outcome.attempt.generic:
        return None
    texts = check.right.texts.get(outcome.attempt.reading.notation)
    return ", ".join(texts) if texts else "; ".join(check.right.form.code.splitlines())


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
        instead=[sense.instead for sense in outcome.senses if sense.instead],
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
