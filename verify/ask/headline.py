"""The first line of an answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from closedform.verify.ask.attempt import Attempt
from closedform.verify.rows import Verdict

HOLDS = re.compile(r"symmetric-only: it holds when (.*?)(?:;|$)")
ALONG = re.compile(
    r"symmetric-only: it is right along symmetric directions (d\w+) at a symmetric (\w+)"
)

IS = re.compile(r"(\w+(?:, \w+)*) (?:is|are) (symmetric|diagonal|orthogonal)")


@dataclass(frozen=True)
class Sense:
    """A sense in which a claim is right, and what to write where it is meant."""

    words: str
    instead: str = ""


@dataclass
class Outcome:
    """What the checks came to.

    Attributes:
        attempt: the attempt whose verdict it is.
        status: as of `Answer`.
        senses: in which other senses the claim is right.
    """

    attempt: Attempt
    verdict: Verdict
    status: str
    senses: list[Sense] = field(default_factory=list)
    layouts: Sequence[str] = ()


def headline(outcome: Outcome) -> str:
    """The line."""
    reading = outcome.attempt.reading
    doubts = [*reading.headline, *_of_sigma(outcome.attempt)]
    if reading.fit.transposed and outcome.status == "refuted":
        doubts.append("of another size; its transpose compared")
    said = f" ({'; '.join(doubts)})" if doubts else ""
    if outcome.status == "otherwise":
        return "right " + ", or ".join(sense.words for sense in outcome.senses) + said
    if outcome.status == "verified":
        return "verified" + _layout(outcome) + _sense(outcome.attempt) + said
    why = outcome.verdict.causes[0] if outcome.verdict.causes else outcome.verdict.detail
    return outcome.status + _sense(outcome.attempt) + said + (f": {why}" if why else "")


def _layout(outcome: Outcome) -> str:
    """In which layout a Jacobian is right, where none was asked for."""
    attempt = outcome.attempt
    if "layout" not in attempt.question.kind.qualifiers or attempt.question.layout:
        return ""
    either = len(outcome.layouts) > 1
    return (
        ": right in either layout" if either else f": right in {attempt.reading.fit.layout} layout"
    )


def _sense(attempt: Attempt) -> str:
    """Given what, and where, the verdict holds."""
    question, reading = attempt.question, attempt.reading
    parts = []
    if question.along:
        parts.append(f"along {question.along.words} directions")
    if question.on:
        parts.append(f"in the free coordinates of {question.on.words} {question.wrt}")
    given = [f"{name} {domain.words}" for name, domain in question.given.items()]
    parts += ["given " + ", ".join(given)] if given else []
    parts += ["where " + ", ".join(map(_is, reading.conditions))] if reading.conditions else []
    if attempt.positive:
        parts.append("where all that is drawn is positive: elsewhere it may be undefined")
    return " " + ", ".join(parts) if parts else ""


def _is(condition: str) -> str:
    return condition.replace(" square", " is square")


def _of_sigma(attempt: Attempt) -> list[str]:
    return [r"\sigma read as any smooth function"] if attempt.generic else []


def senses(verdict: Verdict, attempt: Attempt) -> list[Sense]:
    """In which other senses a refuted claim is right, by its causes."""
    causes = [tuple(cause.split(": ", 1)) for cause in verdict.causes]
    transposed = any(c == ("transposed", *c[1:]) and plain(c[1]) for c in causes)
    holds = [found[1] for cause in verdict.causes if (found := HOLDS.match(cause))]
    along = [found for cause in verdict.causes if (found := ALONG.match(cause))]
    found = [turned(attempt)] if transposed else []
    found += [Sense(f"if {case}", _given(case)) for case in holds]
    if not any(f"{found[2]} is symmetric" in holds for found in along):
        found += [_along(*a.groups()) for a in along]
    if attempt.reading.fit.transposed:
        return [Sense(f"{turned(attempt).words}, {s.words}", s.instead) for s in found]
    return found


def _given(case: str) -> str:
    """``--given``, of what a claim asks of names."""
    said = IS.fullmatch(case)
    return " ".join(f"--given '{n} {said[2]}'" for n in said[1].split(", ")) if said else ""


def _along(move: str, name: str) -> Sense:
    return Sense(f"along symmetric directions {move}, at a symmetric {name}", "--along symmetric")


def plain(words: str) -> bool:
    """Whether a transpose is all that is wrong."""
    return "times" not in words and "negative" not in words


def turned(attempt: Attempt) -> Sense:
    """The sense in which the transpose is right."""
    layout = attempt.reading.fit.layout or attempt.question.layout
    if layout:
        other = "denominator" if layout == "numerator" else "numerator"
        return Sense(f"in {other} layout", f"--layout {other}")
    words = f"in numerator layout: its transpose is the {attempt.question.kind.name}"
    return Sense(words, attempt.transposed)
