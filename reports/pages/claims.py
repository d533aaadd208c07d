"""A form of a claim as a page shows it: figures in words, TeX as MathML."""

import shlex
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from closedform.formulas import Claim
from closedform.formulas._kit.coverage import corrected
from closedform.reports import words
from closedform.reports.kinds import place
from closedform.reports.notation import code, symbols
from closedform.reports.notation.tex import mathml, prose
from closedform.reports.pages.citations import Citation, citations, said
from closedform.reports.pages.facts import Judged, judged
from closedform.reports.pages.ratios import PLAIN, Ratio, best, closed_forms
from closedform.reports.rows.cells import Row, outcome
from closedform.reports.rows.run import Run
from closedform.reports.rows.strays import Stray

STRAY = (
    "This claim is not in the catalogue that the report was made with, so only its rows are shown."
)
"""What is said of a claim whose formula is registered and which is not."""
NOT_STATED = "not stated"
"""What is said of a claim that cites nothing."""


@dataclass(frozen=True)
class ClaimEntry:
    """One form of a claim."""

    id: str
    stem: str
    """The id without form: what timings are kept under."""
    kind: str
    place: str
    """Where it stands in a row of the handbook, one of ``kinds.PLACES``; empty where its kind is
    not known."""
    heading: str
    """What all forms of the claim are called."""
    form: str
    """What tells it from them; empty for the one without a name."""
    condition: str
    """In which sense it is meant, in a few words; empty where it holds as it stands."""
    plain: bool
    """Whether it holds as it stands: along, on and given nothing."""
    tex: str
    math: Markup
    small: Markup
    """The same for lists, without its TeX."""
    notes: Markup
    qualifiers: list[str]
    source: str
    citations: list[Citation]
    as_printed: bool
    code: str | None
    command: str
    """What checks it again; empty where that is not known."""
    judged: Judged
    outcomes: list[str]
    """What came of each of its comparisons."""
    best: Ratio | None
    instead: str | None = None
    """Of a misprint: the id of the claim that is right, if there is one."""

    @property
    def anchor(self) -> str:
        """Its address on the page."""
        return words.slug(self.id, 160)

    @property
    def title(self) -> str:
        """What no other claim of the formula is called."""
        return self.heading + (f", as {self.form}" if self.form else "")


def registered(claim: Claim, run: Run) -> ClaimEntry:
    """A claim of the catalogue."""
    row = run.verdicts.get(claim.id)
    timed = closed_forms(run.groups.get(claim.stem, []), claim.form or PLAIN)
    equation = symbols.equation(claim)
    return ClaimEntry(
        id=claim.id,
        stem=claim.stem,
        kind=claim.kind.name,
        place=place(claim.kind),
        heading=words.clean(symbols.heading(claim)),
        form=words.clean(claim.form),
        condition=words.clean(symbols.condition(claim)),
        plain=claim.unqualified,
        tex=words.clean(equation),
        math=mathml(equation),
        small=mathml(equation, block=False, annotate=False),
        notes=prose(claim.notes),
        qualifiers=symbols.qualifiers(claim),
        source=words.clean(said(claim.source)) or NOT_STATED,
        citations=citations(claim.source),
        as_printed=claim.as_printed,
        code=code.of_claim(claim),
        command=_again(claim.id, row),
        judged=judged(row, claim.expected),
        outcomes=[outcome(found) for _, found in timed],
        best=best(timed),
        instead=right.id if claim.as_printed and (right := corrected(claim)) else None,
    )


def stray(claim: Stray, run: Run, qualifiers: Iterable[str] = ()) -> ClaimEntry:
    """A claim that only rows tell of."""
    row, empty = claim.verdict, Markup("")
    source = row["source"] if row and isinstance(row["source"], str) else None
    timed = closed_forms(run.groups.get(claim.stem, []), claim.method)
    return ClaimEntry(
        id=claim.id,
        stem=claim.stem,
        kind=words.clean(claim.kind),
        place="",
        heading=words.clean(claim.kind),
        form="" if claim.method in (None, PLAIN) else claim.method,
        condition="",
        plain=False,
        tex="",
        math=empty,
        small=empty,
        notes=empty,
        qualifiers=list(qualifiers),
        source=words.clean(said(source)) or NOT_STATED,
        citations=citations(source),
        as_printed=row is not None and row["expected"] == "refuted",
        code=None,
        command=_again(words.clean(row["file"]), row) if row else "",
        judged=judged(row, "verified"),
        outcomes=[outcome(found) for _, found in timed],
        best=best(timed),
    )


def _again(target: str, row: Row | None) -> str:
    options: list[str] = []
    if row and row["draws"]:
        options += ["--draws", str(row["draws"]), "--seed", str(row["seed"])]
    options += [f"--{name}" for name in ("mutants", "accuracy") if row and row[name]]
    return shlex.join(["python", "-m", "closedform", "verify", target, *map(words.clean, options)])
