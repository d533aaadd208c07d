"""Sources as pages show them: what each one says, which claims meet it, and where it is wrong."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from markupsafe import Markup

from closedform.formulas._kit import sources as listed
from closedform.formulas._kit.coverage import STATUSES, status
from closedform.reports import words
from closedform.reports.notation.tex import convert, prose
from closedform.reports.pages.citations import known_sources
from closedform.reports.pages.claims import ClaimEntry
from closedform.reports.pages.entries import Entry

Cited = tuple[Entry, ClaimEntry]
"""A claim with the formula whose page it stands on."""
Misprint = tuple[Entry, ClaimEntry, ClaimEntry | None]
"""A misprint, with the right claim beside it."""


UNLISTED = "Its statements are not listed one by one, so what of it is missing here is not known."
"""What is said of a source that has no list of rows."""


@dataclass(frozen=True)
class Line:
    """A row of a source with the claims that meet it."""

    id: str
    anchor: str
    place: str
    kind: str
    says: Markup
    flaw: Markup
    state: str
    """One of STATUSES."""
    reason: str
    claims: list[Cited]


@dataclass(frozen=True)
class SourcePage:
    """A source, its rows and slips, and the misprints that are registered."""

    title: str
    slug: str
    address: str
    about: Markup
    lines: list[Line] = field(default_factory=list)
    slips: list[tuple[str, Markup, Markup]] = field(default_factory=list)
    """Place, as printed, corrected."""
    claims: list[Cited] = field(default_factory=list)
    """Every claim that cites it."""
    misprints: list[Misprint] = field(default_factory=list)
    """Each misprint that is refuted, with the right claim beside it."""

    @property
    def flawed(self) -> list[Line]:
        """Rows that are wrong as printed, or need a condition that isn't stated."""
        return [line for line in self.lines if line.flaw]

    @property
    def coverage(self) -> dict[str, int]:
        """How many rows there are in each state."""
        states = [line.state for line in self.lines]
        return {state: states.count(state) for state in STATUSES if state in states}


def pages(entries: Iterable[Entry]) -> list[SourcePage]:
    """Every source that is listed or cited."""
    cited: dict[str, list[Cited]] = {}
    for entry in entries:
        for claim in entry.claims:
            for title in dict.fromkeys(citation.source for citation in claim.citations):
                cited.setdefault(title, []).append((entry, claim))
    known = [_listed(source, cited.pop(source.title, [])) for source in known_sources().values()]
    return known + [_unlisted(title, claims) for title, claims in sorted(cited.items())]


def _listed(source: listed.Source, claims: list[Cited]) -> SourcePage:
    safe = re.fullmatch(r"https?://[^\s\"'<>]+", source.address)
    return SourcePage(
        title=words.clean(source.title),
        slug=words.file_name(source.title),
        address=source.address if safe else "",
        about=prose(f"{source.about.strip()} In {source.language}."),
        lines=[_line(row, claims) for row in source.rows],
        slips=[_slip(slip) for slip in source.slips],
        claims=claims,
        misprints=_misprints(claims),
    )


def _unlisted(title: str, claims: list[Cited]) -> SourcePage:
    return SourcePage(
        title=title,
        slug=words.file_name(title),
        address="",
        about=Markup(UNLISTED),
        claims=claims,
        misprints=_misprints(claims),
    )


def _slip(slip: listed.Slip) -> tuple[str, Markup, Markup]:
    return words.clean(slip.place), _wording(slip.printed), _wording(slip.corrected)


def _line(row: listed.Row, claims: list[Cited]) -> Line:
    meeting = [
        (entry, claim)
        for entry, claim in claims
        if any(citation.row == row.id for citation in claim.citations)
    ]
    state = status(row, bool(meeting))
    reason = {"tested": row.test, "not checkable": row.unchecked}.get(state, "")
    return Line(
        id=row.id,
        anchor=words.slug(row.id),
        place=words.clean(row.place),
        kind=words.clean(row.kind),
        says=prose(row.says),
        flaw=prose(row.flaw),
        state=state,
        reason=words.clean(reason),
        claims=meeting,
    )


def _misprints(claims: list[Cited]) -> list[Misprint]:
    return [
        (entry, claim, next((c for c in entry.claims if c.id == claim.instead), None))
        for entry, claim in claims
        if claim.as_printed
    ]


def _wording(text: str) -> Markup:
    """Wording as printed: TeX set as mathematics with its words upright, prose as it is."""
    if not re.search(r"[\\^_]", text):
        return prose(text)
    tex = re.sub(
        r"(?<![\\A-Za-z{])([A-Za-z]{3,}(?:[ ,]+[A-Za-z]+)*)(?![A-Za-z}])", r"\\text{ \1 }", text
    )
    found = convert(tex, block=False) or convert(text, block=False)
    return (
        Markup(found) if found else Markup('<code class="tex">{}</code>').format(words.clean(text))
    )
