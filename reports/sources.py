"""Sources as pages show them: what each one says, which claims meet it, and where it is wrong."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup

from closedform.formulas import InputError
from closedform.formulas._kit import sources as listed
from closedform.reports import words
from closedform.reports.tex import convert, prose

if TYPE_CHECKING:
    from closedform.reports.entries import ClaimEntry, Entry


@dataclass(frozen=True)
class Citation:
    """One thing that a claim cites."""

    source: str
    """The source's title, or the text before the first comma where no such source is listed."""
    place: str
    row: str | None
    """Id of the row it is; None where the source's rows are not listed."""

    @property
    def slug(self) -> str:
        """Name of the source's page."""
        return words.slug(self.source)


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
    """``claimed``, ``tested``, ``not checkable`` or ``open``."""
    reason: str
    claims: list["tuple[Entry, ClaimEntry]"]


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
    claims: list["tuple[Entry, ClaimEntry]"] = field(default_factory=list)
    """Every claim that cites it."""
    misprints: list["tuple[Entry, ClaimEntry, list[ClaimEntry]]"] = field(default_factory=list)
    """Each misprint that is refuted, with the right claims of its kind beside it."""

    @property
    def coverage(self) -> dict[str, int]:
        """How many rows there are in each state."""
        states = [line.state for line in self.lines]
        return {state: states.count(state) for state in STATES if state in states}


STATES = {
    "claimed": "registered and checked here",
    "tested": "met by a test, since no claim can state it",
    "not checkable": "holds nothing that can be checked",
    "open": "not met yet",
}
"""State of a row -> what it means."""


def citations(source: str | None) -> list[Citation]:
    """What a claim cites, each once."""
    known, found = _rows(), []
    for part in filter(None, map(str.strip, (source or "").split(";"))):
        row = known.get(part)
        title, _, place = part.partition(",")
        cited = (
            (_title(row.source), row.place, row.id)
            if row
            else (words.clean(title), words.clean(place), None)
        )
        found.append(Citation(*cited))
    return list(dict.fromkeys(found))


def said(source: str | None) -> str:
    """A citation in words: each source once, with the places in it."""
    places: dict[str, list[str]] = {}
    for citation in citations(source):
        places.setdefault(citation.source, []).append(
            ", ".join(filter(None, [citation.place, citation.row]))
        )
    return "; ".join(
        ": ".join(filter(None, [title, "; ".join(filter(None, found))]))
        for title, found in places.items()
    )


def pages(entries: Iterable["Entry"]) -> list[SourcePage]:
    """Every source that is listed or cited."""
    cited: dict[str, list[tuple[Entry, ClaimEntry]]] = {}
    for entry in entries:
        for claim in entry.claims:
            for title in dict.fromkeys(citation.source for citation in claim.citations):
                cited.setdefault(title, []).append((entry, claim))
    known = [_listed(source, cited.pop(source.title, [])) for source in _sources().values()]
    return known + [_unlisted(title, claims) for title, claims in sorted(cited.items())]


def _listed(source: listed.Source, claims: list["tuple[Entry, ClaimEntry]"]) -> SourcePage:
    return SourcePage(
        words.clean(source.title),
        words.slug(source.title),
        source.address if re.fullmatch(r"https?://[^\s\"'<>]+", source.address) else "",
        prose(f"{source.about.strip()} In {source.language}."),
        [_line(row, claims) for row in source.rows],
        [
            (words.clean(slip.place), _wording(slip.printed), _wording(slip.corrected))
            for slip in source.slips
        ],
        claims,
        _misprints(claims),
    )


def _unlisted(title: str, claims: list["tuple[Entry, ClaimEntry]"]) -> SourcePage:
    about = Markup(
        "Its statements are not listed one by one, so what of it is missing here is not known."
    )
    return SourcePage(title, words.slug(title), "", about, [], [], claims, _misprints(claims))


def _line(row: listed.Row, claims: list["tuple[Entry, ClaimEntry]"]) -> Line:
    meeting = [
        (entry, claim)
        for entry, claim in claims
        if any(citation.row == row.id for citation in claim.citations)
    ]
    states = {
        "claimed": bool(meeting),
        "tested": bool(row.test),
        "not checkable": bool(row.unchecked),
        "open": True,
    }
    state = next(state for state, holds in states.items() if holds)
    reason = {"tested": row.test, "not checkable": row.unchecked}.get(state, "")
    shown = (
        words.clean(row.place),
        words.clean(row.kind),
        prose(row.says),
        prose(row.flaw),
        state,
        words.clean(reason),
    )
    return Line(row.id, words.slug(row.id), *shown, meeting)


def _misprints(
    claims: list["tuple[Entry, ClaimEntry]"],
) -> list["tuple[Entry, ClaimEntry, list[ClaimEntry]]"]:
    return [
        (entry, claim, [other for other in entry.claims if other.id in claim.instead])
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


def _sources() -> dict[str, listed.Source]:
    try:
        return listed.sources()
    except (InputError, OSError):
        return {}


def _rows() -> dict[str, listed.Row]:
    try:
        return listed.rows()
    except (InputError, OSError):
        return {}


def _title(key: str) -> str:
    source = _sources().get(key)
    return words.clean(source.title) if source else key
