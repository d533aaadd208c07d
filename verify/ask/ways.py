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

SCREEN = 2
"""Draws of an attempt that is looked at first."""
FEW, MANY = 4, 400
"""Draws at which a formula is defined: where they are fewer, so many are made."""


def judged(question: Question, readings: Sequence[Reading]) -> tuple[Outcome, Check]:
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
        words = f"in {fit.layout} layout, not in {question.layout} layout"
        found = [Sense(words, f"--layout {fit.layout}")]
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


def _tied(attempt: Attempt, verdict: Verdict) -> list[Sense]:
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
    return [Sense(f"by the tied entries of a symmetric {question.wrt}", "--on symmetric")]
