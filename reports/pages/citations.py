"""What a claim cites: a row of a listed source, or any text."""

from collections.abc import Mapping
from dataclasses import dataclass

from closedform.formulas import InputError
from closedform.formulas._kit import sources as listed
from closedform.reports import words


@dataclass(frozen=True)
class Citation:
    """One thing that a claim cites."""

    source: str
    """The source's title, or the text before the first comma where no such source is listed."""
    key: str
    """The source in short: its file's name; the title where no such source is listed."""
    place: str
    row: str | None
    """Id of the row it is; None where the source's rows are not listed."""

    @property
    def slug(self) -> str:
        """Name of the source's page."""
        return words.file_name(self.source)

    @property
    def anchor(self) -> str:
        """Address of the row on it."""
        return words.slug(self.row or "")


def citations(source: str | None) -> list[Citation]:
    """What a claim cites, each once."""
    parts = filter(None, map(str.strip, (source or "").split(";")))
    return list(dict.fromkeys(map(_citation, parts)))


def said(source: str | None) -> str:
    """A citation in words: each source once, with the places in it."""
    places: dict[str, list[str]] = {}
    for citation in citations(source):
        place = ", ".join(filter(None, [citation.place, citation.row]))
        places.setdefault(citation.source, []).append(place)
    return "; ".join(_with_places(title, found) for title, found in places.items())


def known_sources() -> Mapping[str, listed.Source]:
    """The sources that are listed, by key; none where their list can't be read, which the
    ``formulas`` command says."""
    try:
        return listed.sources()
    except (InputError, OSError):
        return {}


def _citation(part: str) -> Citation:
    sources = known_sources()
    row = listed.rows().get(part) if sources else None
    if row is not None:
        return Citation(words.clean(sources[row.source].title), row.source, row.place, row.id)
    title, place = map(words.clean, part.partition(",")[::2])
    return Citation(title, title, place, None)


def _with_places(title: str, places: list[str]) -> str:
    return ": ".join(filter(None, [title, "; ".join(filter(None, places))]))
