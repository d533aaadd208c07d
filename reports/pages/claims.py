"""A claim as a section of its formula's page: figures in words, TeX as MathML."""

import shlex
from collections.abc import Iterable
from dataclasses import dataclass, field

from markupsafe import Markup

from closedform.formulas import Claim
from closedform.formulas._kit.coverage import corrected
from closedform.reports import words
from closedform.reports.notation import code, symbols
from closedform.reports.notation.tex import mathml, prose
from closedform.reports.pages.citations import Citation, citations, said
from closedform.reports.pages.facts import Judged, judged
from closedform.reports.rows.cells import Row, compared, outcome
from closedform.reports.rows.groups import Group
from closedform.reports.rows.run import Run
from closedform.reports.rows.strays import Stray

STRAY = (
    "This claim is not in the catalogue that the report was made with, so only its rows are shown."
)
"""What is said of a claim whose formula is registered and which is not."""
NOT_STATED = "not stated"
"""What is said of a claim that cites nothing."""


@dataclass(frozen=True)
class Timed:
    """What timings say of one form of a claim."""

    groups: list[Group] = field(default_factory=list)
    """Timings; of several forms of one claim, with the first."""
    outcomes: list[tuple[str, float | None]] = field(default_factory=list)
    """Of each comparison of this form: wins, ties, loses or another word, and the ratio where it
    says something."""
    timed_with: str | None = None
    """Anchor of the form whose section holds the timings."""


@dataclass(frozen=True)
class ClaimEntry:
    """One claim as a section of its formula's page."""

    id: str
    stem: str
    """The id without form: what timings are kept under."""
    kind: str
    title: str
    math: Markup
    notes: Markup
    qualifiers: list[str]
    source: str
    citations: list[Citation]
    as_printed: bool
    code: str | None
    command: str
    """What checks it again; empty where that is not known."""
    judged: Judged
    timed: Timed
    instead: str | None = None
    """Of a misprint: the id of the claim that is right, if there is one."""

    @property
    def anchor(self) -> str:
        """The address of its section on the page."""
        return anchor(self.id)


def anchor(id: str) -> str:
    """The address of a claim's section on its formula's page."""
    return words.slug(id, 160)


def registered(claim: Claim, run: Run, first: str) -> ClaimEntry:
    """A claim of the catalogue; `first`: the anchor of the first of its forms."""
    row = run.verdicts.get(claim.id)
    return ClaimEntry(
        id=claim.id,
        stem=claim.stem,
        kind=claim.kind.name,
        title=words.clean(symbols.title(claim)),
        math=mathml(symbols.equation(claim)),
        notes=prose(claim.notes),
        qualifiers=symbols.qualifiers(claim),
        source=words.clean(said(claim.source)) or NOT_STATED,
        citations=citations(claim.source),
        as_printed=claim.as_printed,
        code=code.of_claim(claim),
        command=_again(claim.id, row),
        judged=judged(row, claim.expected),
        timed=_timed(run, claim.id, claim.stem, claim.form or "closed form", first),
        instead=right.id if claim.as_printed and (right := corrected(claim)) else None,
    )


def stray(claim: Stray, run: Run, first: str, qualifiers: Iterable[str] = ()) -> ClaimEntry:
    """A claim that only rows tell of; `first`: the anchor of the first of its forms."""
    row = claim.verdict
    source = row["source"] if row and isinstance(row["source"], str) else None
    return ClaimEntry(
        id=claim.id,
        stem=claim.stem,
        kind=words.clean(claim.kind),
        title=words.clean(claim.kind),
        math=Markup(""),
        notes=Markup(""),
        qualifiers=list(qualifiers),
        source=words.clean(said(source)) or NOT_STATED,
        citations=citations(source),
        as_printed=row is not None and row["expected"] == "refuted",
        code=None,
        command=_again(words.clean(row["file"]), row) if row else "",
        judged=judged(row, "verified"),
        timed=_timed(run, claim.id, claim.stem, claim.method, first),
    )


def _timed(run: Run, id: str, stem: str, method: str | None, first: str) -> Timed:
    """The timings of a form, or of all forms where `method` is None."""
    found = run.groups.get(stem, [])
    rows = [r for group in found for r in group.closed if method in (None, r["method"])]
    outcomes = [(outcome(row), row["ratio"] if compared(row) else None) for row in rows]
    if anchor(id) == first:
        return Timed(found, outcomes)
    return Timed([], outcomes, first if found else None)


def _again(target: str, row: Row | None) -> str:
    options: list[str] = []
    if row and row["draws"]:
        options += ["--draws", str(row["draws"]), "--seed", str(row["seed"])]
    options += [f"--{name}" for name in ("mutants", "accuracy") if row and row[name]]
    return shlex.join(["python", "-m", "closedform", "verify", target, *map(words.clean, options)])
