"""``list``: formulas chosen by name and filtered, as a table or as records."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from closedform.errors import InputError, nearest
from closedform.formulas._commands.output import on_one_line, table
from closedform.formulas._kit import domains
from closedform.formulas._kit.catalogue import catalogue, is_file, read
from closedform.formulas._kit.claim import Claim, Formula
from closedform.formulas._kit.domains import Domain
from closedform.formulas._kit.kinds import KINDS
from closedform.formulas._kit.sources import citation, cited
from closedform.formulas._kit.survey import imported_elsewhere
from closedform.wording import shown

DOMAINS: dict[str, type[Domain]] = {name: getattr(domains, name) for name in domains.__all__}

Formulas = Iterable[Formula[..., Any]]


@dataclass(frozen=True)
class Filters:
    """What the formulas that are listed have in common."""

    subject: str | None = None
    kind: str | None = None
    domain: str | None = None
    source: str | None = None
    text: str | None = None

    def let_through(self, formula: Formula[..., Any]) -> bool:
        """Whether a formula has it all."""
        kinds = {claim.kind.name for claim in formula.claims.values()}
        domains = {name.casefold() for name in _domains(formula)}
        return (
            (not self.subject or formula.subject == self.subject)
            and (not self.kind or self.kind in kinds)
            and (not self.domain or self.domain.casefold() in domains)
            and (not self.source or _holds(_citations(formula), self.source))
            and (not self.text or _holds(_words(formula), self.text))
        )


@dataclass(frozen=True)
class Listed:
    """A formula as a line of the table and as JSON, and the domains that it speaks of."""

    line: list[str]
    record: dict[str, Any]
    domains: list[str]
    chosen: bool
    """Whether the filters let it through."""


def select(names: Iterable[str]) -> dict[Formula[..., Any], list[Claim]]:
    """Formulas of the catalogue with those of their claims that are meant; all for no name.

    Raises InputError for a name of nothing.
    """
    if not (names := list(names)):
        return {f: list(f.claims.values()) for f in catalogue().formulas.values()}
    chosen: dict[Formula[..., Any], list[Claim]] = {}
    for claim in catalogue().select(names):
        chosen.setdefault(claim.formula, []).append(claim)
    return chosen


def found(targets: Iterable[str], filters: Filters) -> list[Listed]:
    """The formulas that names and files select and every filter lets through; of all for no target.

    Raises InputError where a target names nothing, a file can't be read, or there is no such
    subject, kind or domain.
    """
    targets = list(targets)
    files, names = [t for t in targets if is_file(t)], [t for t in targets if not is_file(t)]
    every = [one for file in files for one in _of_file(file, filters)]
    every += listed(select(names), filters) if names or not files else ()
    _known("kind of claim", filters.kind, KINDS)
    subjects = {f.subject for f in catalogue().formulas.values() if f.subject}
    _known("subject", filters.subject, subjects if filters.subject else ())
    domains = {name.casefold(): name for one in every for name in [*one.domains, *DOMAINS]}
    if filters.domain and filters.domain.casefold() not in domains:
        _known("domain", filters.domain, domains.values())
    return [one for one in every if one.chosen]


def _of_file(file: str, filters: Filters) -> list[Listed]:
    call = "closedform.formulas._commands.listing:of_file"
    return [Listed(**one) for one in imported_elsewhere(file, call, filters=asdict(filters))]


def of_file(path: str, filters: dict[str, str | None]) -> list[dict[str, Any]]:
    """A file's formulas: what a child that imports it is called for."""
    known = read(Path(path)).formulas.values()
    return [asdict(one) for one in listed(known, Filters(**filters))]


def listed(formulas: Formulas, filters: Filters) -> list[Listed]:
    """Each formula as it is listed."""
    return [
        Listed(_line(f), as_record(f), sorted(_domains(f)), filters.let_through(f))
        for f in formulas
    ]


def as_table(formulas: Iterable[Listed]) -> Table:
    """One row a formula: name, subject, number of claims, their kinds with their variables,
    sources."""
    lines = table("formula", "subject", "claims", "by", "source", right=("claims",))
    for formula in formulas:
        lines.add_row(*formula.line)
    return lines


def _line(formula: Formula[..., Any]) -> list[str]:
    by = dict.fromkeys(
        " ".join([c.kind.name, *c.wrt, *filter(None, [c.label])]) for c in formula.claims.values()
    )
    counted = str(len(formula.claims))
    cells = [formula.name, formula.subject or "", counted, ", ".join(by), _places(formula)]
    return [on_one_line(cell) for cell in cells]


def as_record(formula: Formula[..., Any]) -> dict[str, Any]:
    """A formula as JSON."""
    return {
        "formula": formula.name,
        "subject": formula.subject,
        "signature": formula.signature,
        "variables": {
            v.name: {"shape": list(v.shape.axes), "domain": v.domain.__name__}
            for v in formula.variables.values()
        },
        "tex": formula.tex,
        "notes": formula.notes,
        "source": citation(formula.source),
        "file": formula.file,
        "claims": [*map(_claim_record, formula.claims.values())],
    }


def _claim_record(claim: Claim) -> dict[str, Any]:
    told = {
        name: getattr(claim, name) for name in ("id", "tex", "notes", "form", "layout", "expected")
    }
    return {
        **told,
        "kind": claim.kind.name,
        "wrt": list(claim.wrt),
        "source": citation(claim.source),
        "rows": [row.id for row in cited(claim.source)],
    }


def _places(formula: Formula[..., Any]) -> str:
    """The sources and rows that its claims cite, short."""
    claims = [formula.source, *(claim.source for claim in formula.claims.values())]
    parts = dict.fromkeys(
        part.strip() for source in claims for part in (source or "").split(";") if part.strip()
    )
    by_source: dict[str, list[str]] = {}
    for part in parts:
        rows = cited(part)
        by_source.setdefault(rows[0].source if rows else part, []).extend(row.id for row in rows)
    return "; ".join(" ".join([key, *ids]) for key, ids in by_source.items()) or "not stated"


def _citations(formula: Formula[..., Any]) -> list[str]:
    return [
        citation(source) or ""
        for source in (formula.source, *(claim.source for claim in formula.claims.values()))
    ]


def _words(formula: Formula[..., Any]) -> list[str]:
    told = [word for c in formula.claims.values() for word in (c.id, c.tex, c.notes)]
    return [formula.name, formula.tex, formula.notes, *told]


def _holds(words: Iterable[str], text: str) -> bool:
    return any(text.casefold() in word.casefold() for word in words)


def _known(what: str, name: str | None, known: Iterable[str]) -> None:
    if name and name not in (known := set(known)):
        raise InputError(f"there is no {what} '{shown(name)}'; {nearest(name, known)}")


def _domains(formula: Formula[..., Any]) -> set[str]:
    """The domains in which its variables live, in any of its claims."""
    claims = formula.claims.values()
    declared = [variable.domain for variable in formula.variables.values()]
    stated = [d for c in claims for d in (c.along, c.on, *c.given.values()) if d is not None]
    return {domain.__name__ for domain in (*declared, *stated)}
