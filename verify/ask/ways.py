"""What a question comes to: each way in which it may be meant, tried in turn."""

import dataclasses
from collections.abc import Sequence

from closedform.formulas import Symmetric
from closedform.formulas.notation.read import Reading
from closedform.verify.ask.attempt import Attempt, may_be_generic
from closedform.verify.ask.headline import Outcome, Sense, senses, turned
from closedform.verify.ask.question import Question
from closedform.verify.checks import Check
from closedform.verify.rows import Verdict

FEW, MANY = 4, 400
"""Draws at which a formula is defined: where they are fewer, so many are made."""


def judged(question: Question, readings: Sequence[Reading]) -> tuple[Outcome, Check]:
    """What the ways in which the claim may be meant come to."""
    attempts = _attempts(question, readings)
    if len(attempts) > 1:
        attempts.sort(key=lambda attempt: not attempt.plausible)
    first, *others = attempts
    check = first.check()
    verdict = check.judge()
    if check.defined < FEW:  # log(b - Ax) is defined at few draws, log(Ax) at positive ones
        first, check, verdict = _defined_more(first, check)
    if verdict.status == "verified":
        return _right(first, check, others), check
    if verdict.status != "refuted":
        return Outcome(first, verdict, verdict.status), check
    for other in others:
        if (held := _held(other)) is not None:
            return _right(other, held, []), held
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
        words = f"in {fit.layout} layout, not in {question.layout} layout"
        found = [Sense(words, f"--layout {fit.layout}")]
        return Outcome(attempt, check.verdict, "otherwise", found)
    layouts = [fit.layout] if fit.layout else []
    layouts += [
        other.reading.fit.layout
        for other in others
        if fit.layout and other.reading.fit.layout != fit.layout and _held(other)
    ]
    return Outcome(attempt, check.verdict, "verified", layouts=[n for n in layouts if n])


def _held(attempt: Attempt) -> Check | None:
    """The check of an attempt that is verified."""
    if not attempt.plausible:
        return None
    check = attempt.check()
    return check if check.judge().status == "verified" else None


def _tied(attempt: Attempt, verdict: Verdict) -> list[Sense]:
    """Whether the claim is the derivative by the tied entries of a symmetric matrix."""
    question = attempt.question
    size = attempt.reading.variables.get(question.wrt or "")
    square = size is not None and size.kind == "matrix" and size.rows == size.columns
    open_ = square and question.wrt not in question.given and not (question.on or question.along)
    explained = verdict.cause not in (None, "symmetric-convention")
    if explained or not open_ or "on" not in question.kind.qualifiers:
        return []
    if _held(dataclasses.replace(attempt, on=Symmetric)) is None:
        return []
    return [Sense(f"by the tied entries of a symmetric {question.wrt}", "--on symmetric")]
