"""``list``: formulas chosen by name and filtered, as a table or as records."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rich.table import Table

from closedform.errors import InputError, nearest
from closedform.formulas._commands.output import on_one_line, table
from closedform.formulas._kit import domains
from closedform.formulas._kit.catalogue import catalogue, gather, is_file, read
from closedform.formulas._kit.claim import Claim, Formula
from closedform.formulas._kit.domains import Domain
from closedform.formulas._kit.kinds import KINDS
from closedform.formulas._kit.sources import citation, cited

DOMAINS: dict[str, type[Domain]] = {name: getattr(domains, name) for name in domains.__all__}

Formulas = Iterable[Formula[..., Any]]


def select(targets: Iterable[str]) -> dict[Formula[..., Any], list[Claim]]:
    """Formulas with those of their claims that are meant; all for no target.

    Raises:
        InputError: a target names nothing, or a file can't be read.
    """
    targets = list(targets)
    if not targets:
        return {f: list(f.claims.values()) for f in catalogue().formulas.values()}
    chosen: dict[Formula[..., Any], list[Claim]] = {}
    for file in filter(is_file, targets):
        chosen |= {
            formula: [] for formula in read(Path(file)).formulas.values()
        }  # those without a claim, too
    for claim in gather(targets)[0]:
        chosen.setdefault(claim.formula, []).append(claim)
    return chosen


def matching(
    formulas: Formulas,
    *,
    subject: str | None = None,
    kind: str | None = None,
    domain: str | None = None,
    source: str | None = None,
    text: str | None = None,
) -> Iterator[Formula[..., Any]]:
    """The formulas that every filter given lets through.

    Raises:
        InputError: there is no such subject, kind or domain.
    """
    formulas = list(formulas)
    wanted = (
        _domain(domain, DOMAINS | {d.__name__: d for f in formulas for d in _domains(f)})
        if domain
        else None
    )
    _known("kind of claim", kind, KINDS)
    _known("subject", subject, {f.subject for f in catalogue().formulas.values() if f.subject})
    for formula in formulas:
        if (
            (not subject or formula.subject == subject)
            and (not kind or any(claim.kind.name == kind for claim in formula.claims.values()))
            and (wanted is None or wanted in _domains(formula))
            and (not source or _holds(_citations(formula), source))
            and (not text or _holds(_words(formula), text))
        ):
            yield formula


def listed(formulas: Formulas) -> Table:
    """One row a formula: name, subject, number of claims, their kinds with their variables,
    sources."""
    found = table("formula", "subject", "claims", "by", "source", right=("claims",))
    for formula in formulas:
        by = dict.fromkeys(
            " ".join([c.kind.name, *c.wrt, *filter(None, [c.label])])
            for c in formula.claims.values()
        )
        cells = (
            formula.name,
            formula.subject or "",
            str(len(formula.claims)),
            ", ".join(by),
            _places(formula),
        )
        found.add_row(*map(on_one_line, cells))
    return found


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
        raise InputError(f"there is no {what} {name!r}; {nearest(name, known)}")


def _domain(name: str, known: dict[str, type[Domain]]) -> type[Domain]:
    found = {other.casefold(): domain for other, domain in known.items()}.get(name.casefold())
    if found is None:
        raise InputError(f"there is no domain {name!r}; {nearest(name, known)}")
    return found


def _domains(formula: Formula[..., Any]) -> set[type[Domain]]:
    """Where its variables live, in any of its claims."""
    declared = {variable.domain for variable in formula.variables.values()}
    return declared | {
        d
        for c in formula.claims.values()
        for d in (c.along, c.on, *c.given.values())
        if d is not None
    }
