"""The sources that formulas are taken from, and the list of what each one claims: data, one TOML
file a source.

A claim cites rows by id, several separated by ``;``: ``source="S3-C4; S0-07"``. A citation that is
no row's id stands as it is written, so that a file of one's own may cite what it likes."""

import functools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from closedform.errors import InputError


@dataclass(frozen=True)
class Row:
    """One thing that a source says.

    Attributes:
        id: what claims cite.
        source: the key of the source.
        place: where in the source.
        kind: gradient, differential, identity, layout, definition, ...
        says: what it says, in our words.
        flaw: what is wrong with it as printed, or the condition it needs and doesn't state; empty
            if nothing.
        unchecked: why nothing can be checked; empty where something can.
        test: the test that meets a row which no claim can state; empty as a rule.
    """

    id: str
    source: str
    place: str
    kind: str
    says: str
    flaw: str = ""
    unchecked: str = ""
    test: str = ""


@dataclass(frozen=True)
class Slip:
    """A slip of typesetting or wording that makes no claim wrong: listed, not registered."""

    place: str
    printed: str
    corrected: str
    row: str = ""


@dataclass(frozen=True)
class Source:
    """A source, its rows in order, and its slips."""

    key: str
    title: str
    address: str
    language: str
    about: str
    rows: tuple[Row, ...]
    slips: tuple[Slip, ...]


@functools.cache
def sources() -> dict[str, Source]:
    """Every source by its key.

    Raises InputError for a file that is not as it should be, or an id given twice.
    """
    files = sorted(
        (
            f
            for f in resources.files("closedform.formulas").joinpath("sources").iterdir()
            if f.name.endswith(".toml")
        ),
        key=lambda f: f.name,
    )
    found = [parse(f.read_text(encoding="utf-8"), f.name.removesuffix(".toml")) for f in files]
    ids = [row.id for source in found for row in source.rows]
    for id in ids:
        if ids.count(id) > 1:
            raise InputError(
                f"the row {id} is in the sources {ids.count(id)} times; "
                "give each row an id of its own"
            )
    return {source.key: source for source in found}


def parse(text: str, key: str) -> Source:
    """A source from its TOML text.

    Raises InputError, with the key and what is wrong.
    """
    try:
        data = tomllib.loads(text)
        rows = tuple(Row(source=key, **row) for row in data.pop("rows", []))
        slips = tuple(Slip(**slip) for slip in data.pop("slips", []))
        return Source(key=key, rows=rows, slips=slips, **data)
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise InputError(
            f"the source {key} can't be read: {error}; "
            "formulas/_kit/sources.py says what its file holds"
        ) from error


@functools.cache
def rows() -> dict[str, Row]:
    """Every row by its id."""
    return {row.id: row for source in sources().values() for row in source.rows}


def cited(source: str | None) -> tuple[Row, ...]:
    """The rows that a citation names."""
    return tuple(rows()[part] for part in _parts(source) if part in rows())


def citation(source: str | None) -> str | None:
    """A citation in words: ``matrix-calculus-2022, scalar case 4 (S3-C4)``."""
    return "; ".join(_words(part) for part in _parts(source)) or None


def _words(part: str) -> str:
    row = rows().get(part)
    return part if row is None else f"{row.source}, {row.place} ({row.id})"


def _parts(source: str | None) -> Iterator[str]:
    return (part for part in map(str.strip, (source or "").split(";")) if part)
