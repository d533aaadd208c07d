"""Each formula with its claims, verdicts and timings, ready for a template: figures in words, TeX
as MathML."""

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup

from closedform.formulas import Catalogue, Claim, Formula
from closedform.reports import code, symbols, words
from closedform.reports.cells import compared
from closedform.reports.evidence import Evidence, Row
from closedform.reports.facts import judged
from closedform.reports.sources import Citation, citations, said
from closedform.reports.strays import Stray, strays
from closedform.reports.tex import mathml, prose, symbol
from closedform.reports.timing import Group, groups, outcome

UNKNOWN = "not in the catalogue"
"""Subject of a formula that has verdicts or timings and isn't registered."""
STRAY = (
    "This claim is not in the catalogue that the report was made with, so only its rows are shown."
)
"""What is said of a claim whose formula is registered and which is not."""


@dataclass(frozen=True)
class ClaimEntry:
    """One claim as a section of its formula's page."""

    id: str
    stem: str
    """The id without form: what timings are kept under."""
    anchor: str
    kind: str
    title: str
    math: Markup
    notes: Markup
    qualifiers: list[str]
    source: str
    citations: list[Citation]
    status: str
    expected: str
    standing: str
    """``good`` where the status is the expected one, ``bad`` where it is not, ``none`` without a
    verdict."""
    as_printed: bool
    facts: list[tuple[str, str]]
    """What the verdict says, as name and words."""
    accuracy: list[tuple[str, str, str]]
    """Condition number, float32 error of the closed form and of autodiff; empty where that was not
    asked for."""
    verdict: Row | None
    code: str | None
    command: str
    """What checks it again; empty where that is not known."""
    groups: list[Group] = field(default_factory=list)
    """Timings; of several forms of one claim, with the first."""
    outcomes: list[tuple[str, float | None]] = field(default_factory=list)
    """Of each comparison of this form: wins, ties, loses or another word, and the ratio where it
    says something."""
    timed_with: str | None = None
    """Anchor of the form whose section holds the timings."""
    instead: list[str] = field(default_factory=list)
    """Of a misprint: ids of the claims that are right."""

    @property
    def mark(self) -> str:
        """The status in words, with whether it was expected."""
        if self.standing == "good" and self.status != "verified":
            return f"{self.status}, as expected"
        return self.status if self.standing != "bad" else f"{self.status}, expected {self.expected}"


@dataclass(frozen=True)
class Entry:
    """One formula as a page and as a row of the index."""

    name: str
    slug: str
    title: str
    subject: str
    tex: str
    math: Markup
    small: Markup
    """The mathematics without its TeX, for lists."""
    notes: Markup
    variables: list[tuple[Markup, str, str]]
    """Symbol, shape and domain of each argument."""
    value: str
    condition: str | None
    domains: list[str]
    code: str | None
    claims: list[ClaimEntry]

    @property
    def kinds(self) -> list[str]:
        """Kinds of its claims."""
        return list(dict.fromkeys(claim.kind for claim in self.claims))

    @property
    def sources(self) -> list[str]:
        """Titles of the sources its claims cite."""
        return list(dict.fromkeys(c.source for claim in self.claims for c in claim.citations))

    @property
    def statuses(self) -> list[str]:
        """Statuses of its claims, ``unexpected`` added where one is."""
        found = dict.fromkeys(claim.status for claim in self.claims)
        return [
            *found,
            *(["unexpected"] if any(claim.standing == "bad" for claim in self.claims) else []),
        ]

    @property
    def standing(self) -> str:
        """``bad`` where any claim is, ``none`` where one lacks a verdict."""
        found = {claim.standing for claim in self.claims}
        return next(
            (word for word in ("bad", "none") if word in found), "good" if found else "none"
        )

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Standing, mark and number of the claims that share them; unexpected ones first."""
        found: dict[tuple[str, str], int] = {}
        for claim in self.claims:
            found[claim.standing, claim.mark] = found.get((claim.standing, claim.mark), 0) + 1
        return sorted(
            [(*key, n) for key, n in found.items()],
            key=lambda c: (c[0] != "bad", c[0], c[1] != "verified", c[1]),
        )

    @property
    def outcomes(self) -> list[tuple[str, int]]:
        """How often its closed forms win, tie and lose."""
        said = [word for claim in self.claims for word, _ in claim.outcomes]
        return [(word, said.count(word)) for word in ("wins", "ties", "loses") if word in said]

    @property
    def best(self) -> float | None:
        """The greatest ratio of any of its closed forms."""
        return max(
            (ratio for c in self.claims for _, ratio in c.outcomes if ratio is not None),
            default=None,
        )


def entries(catalogue: Catalogue, evidence: Evidence) -> list[Entry]:
    """All formulas that are registered or have rows, by subject and name."""
    verdicts = {row["id"]: row for row in evidence.verdicts}
    timed = groups(evidence.timings)
    others = strays(catalogue, evidence.verdicts, evidence.timings)
    found = [
        _known(formula, verdicts, timed, others.pop(name, []))
        for name, formula in catalogue.formulas.items()
    ]
    found += [_unknown(name, claims, timed) for name, claims in others.items()]
    return sorted(found, key=lambda entry: (entry.subject == UNKNOWN, entry.subject, entry.name))


def subject(formula: Formula[..., Any]) -> str:
    """The folder of the catalogue that it stands in; else its package, or its file's name."""
    origin = formula.origin or formula.__module__
    return formula.subject or (
        Path(origin).stem if origin.endswith(".py") else origin.partition(".")[0]
    )


def _known(
    formula: Formula[..., Any],
    verdicts: Mapping[str, Row],
    timed: Mapping[str, list[Group]],
    others: Iterable[Stray],
) -> Entry:
    shown: dict[str, str] = {}
    claims = [
        _claim(
            claim,
            verdicts.get(claim.id),
            timed.get(claim.stem, []),
            _first(shown, claim.stem, claim.id),
        )
        for claim in formula.claims.values()
    ]
    claims += [
        _stray(other, timed.get(other.stem, []), _first(shown, other.stem, other.id), [STRAY])
        for other in others
    ]
    variables = list(formula.variables.values())
    arguments = [(mathml(symbol(v.name), False), str(v.shape), v.domain.words) for v in variables]
    arguments += [
        (mathml(symbol(name), False), "integer", "a dimension") for name in formula.static
    ]
    domains = [
        d
        for v in variables
        for c in [None, *formula.claims.values()]
        for d in [c.domain(v.name) if c else v.domain]
    ]
    return Entry(
        formula.name,
        words.slug(formula.name),
        words.clean(formula.name.rpartition(".")[2].replace("_", " ")).capitalize(),
        words.clean(subject(formula)).replace("_", " "),
        words.clean(formula.tex),
        mathml(symbols.definition(formula)),
        mathml(formula.tex, block=False, annotate=False),
        prose(formula.notes),
        arguments,
        str(formula.output) if formula.output else "derived from the function",
        code.condition(formula),
        list(dict.fromkeys(domain.words for domain in domains)),
        code.of_formula(formula),
        claims,
    )


def _claim(claim: Claim, row: Row | None, timed: list[Group], with_: str | None) -> ClaimEntry:
    method = claim.form or "closed form"
    return ClaimEntry(
        claim.id,
        claim.stem,
        _anchor(claim.id),
        claim.kind.name,
        words.clean(symbols.title(claim)),
        mathml(symbols.equation(claim)),
        prose(claim.notes),
        symbols.qualifiers(claim),
        words.clean(said(claim.source)) or "not stated",
        citations(claim.source),
        **judged(row, claim.expected),
        as_printed=claim.as_printed,
        code=code.of_claim(claim),
        command=_command(claim.id, row),
        groups=[] if with_ else timed,
        outcomes=_outcomes(timed, method),
        timed_with=with_ if timed else None,
        instead=_right(claim) if claim.as_printed else [],
    )


def _right(misprint: Claim) -> list[str]:
    """Claims of the same kind and variable, in the same sense if there are any."""

    def sense(claim: Claim) -> tuple[Any, ...]:
        return claim.layout, claim.along, claim.on, claim.given

    siblings = [claim for claim in misprint.formula.claims.values() if not claim.as_printed]
    others = [
        claim
        for claim in siblings
        if (claim.kind.name, claim.wrt) == (misprint.kind.name, misprint.wrt)
    ]
    return [c.id for c in others if sense(c) == sense(misprint)] or [c.id for c in others]


def _unknown(name: str, claims: Iterable[Stray], timed: Mapping[str, list[Group]]) -> Entry:
    """A formula of which only rows are known: what its file holds is not read, a report runs no
    code that rows name."""
    shown: dict[str, str] = {}
    found = [
        _stray(claim, timed.get(claim.stem, []), _first(shown, claim.stem, claim.id), [])
        for claim in claims
    ]
    title, empty = words.clean(name) or "no name", Markup("")
    return Entry(
        name,
        words.slug(name),
        title,
        UNKNOWN,
        "",
        empty,
        empty,
        empty,
        [],
        "",
        None,
        [],
        None,
        found,
    )


def _stray(
    claim: Stray, timed: list[Group], with_: str | None, qualifiers: list[str]
) -> ClaimEntry:
    row = claim.verdict
    source = row["source"] if row and isinstance(row["source"], str) else None
    return ClaimEntry(
        claim.id,
        claim.stem,
        _anchor(claim.id),
        words.clean(claim.kind),
        words.clean(claim.kind),
        Markup(""),
        Markup(""),
        qualifiers,
        words.clean(said(source)) or "not stated",
        citations(source),
        **judged(row, "verified"),
        as_printed=row is not None and row["expected"] == "refuted",
        code=None,
        command=_command(words.clean(row["file"]), row) if row else "",
        groups=[] if with_ else timed,
        outcomes=_outcomes(timed, claim.method),
        timed_with=with_ if timed else None,
    )


def _first(shown: dict[str, str], stem: str, id: str) -> str | None:
    """The anchor of the claim that shows the timings of all forms; None where it is this one, which
    `shown` keeps."""
    first = shown.setdefault(stem, _anchor(id))
    return first if first != _anchor(id) else None


def _outcomes(timed: Iterable[Group], method: str | None) -> list[tuple[str, float | None]]:
    """Of a form's comparisons, or of those of all forms."""
    closed = [
        row
        for group in timed
        for cell in group.cells
        for row in cell
        if row["role"] == "closed form"
    ]
    found = [row for row in closed if method in (None, row["method"])]
    return [(outcome(row), row["ratio"] if compared(row) else None) for row in found]


def _command(target: str, row: Row | None) -> str:
    options = (
        ["--draws", str(row["draws"]), "--seed", str(row["seed"])] if row and row["draws"] else []
    )
    options += [f"--{name}" for name in ("mutants", "accuracy") if row and row[name]]
    return shlex.join(["python", "-m", "closedform", "verify", target, *map(words.clean, options)])


def _anchor(id: str) -> str:
    return words.slug(id, 160)
