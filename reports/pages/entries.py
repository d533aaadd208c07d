"""Each formula as a page and as a row of the index: its mathematics, its arguments, its claims."""

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from closedform.formulas import Formula, Real
from closedform.formulas._kit.written import condition
from closedform.reports import words
from closedform.reports.notation import code, symbols
from closedform.reports.notation.tex import mathml, prose, symbol
from closedform.reports.pages import claims
from closedform.reports.pages.citations import Citation
from closedform.reports.pages.claims import ClaimEntry
from closedform.reports.pages.ratios import Ratio
from closedform.reports.pages.statements import Statement, statements
from closedform.reports.rows.run import Run

UNKNOWN = "not in the catalogue"
"""Subject of a formula that has verdicts or timings and isn't registered."""


@dataclass(frozen=True)
class Entry:
    """One formula as a page and as a row of the index."""

    name: str
    slug: str
    title: str
    subject: str
    about: str
    """What its subject's package says of itself; empty for a file of one's own."""
    tex: str
    math: Markup
    small: Markup
    """The mathematics without its TeX, for lists."""
    notes: Markup
    variables: list[tuple[Markup, str, str]]
    """Symbol, shape and domain of each argument."""
    value: str
    sizes: str
    """What sizes it needs, as it is written; empty where any will do."""
    conditions: list[Markup]
    """Where its variables lie, and what sizes it needs."""
    domains: list[str]
    code: str | None
    statements: list[Statement]

    @property
    def claims(self) -> list[ClaimEntry]:
        """Every form of every claim, misprints beside what is right."""
        return [c for s in self.statements for c in (*s.forms, *s.misprints)]

    @property
    def citations(self) -> list[Citation]:
        """What its claims cite, each place once."""
        return list(dict.fromkeys(c for claim in self.claims for c in claim.citations))

    @property
    def kinds(self) -> list[str]:
        """Kinds of its claims."""
        return list(dict.fromkeys(claim.kind for claim in self.claims))

    @property
    def sources(self) -> dict[str, Citation]:
        """The sources that its claims cite, by key: the first citation of each."""
        found: dict[str, Citation] = {}
        for citation in self.citations:
            found.setdefault(citation.key, citation)
        return found

    @property
    def statuses(self) -> list[str]:
        """Statuses of its claims, ``unexpected`` added where one is."""
        found = dict.fromkeys(claim.judged.status for claim in self.claims)
        return [*found, "unexpected"] if self.standing == "bad" else list(found)

    @property
    def standing(self) -> str:
        """``bad`` where any claim is, ``none`` where one lacks a verdict."""
        found = {claim.judged.standing for claim in self.claims} or {"none"}
        return next((word for word in ("bad", "none") if word in found), "good")

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Standing, mark and number of the claims that share them; unexpected ones first."""
        found = Counter((claim.judged.standing, claim.judged.mark) for claim in self.claims)
        first = sorted(found, key=lambda c: (c[0] != "bad", c[0], c[1] != "verified", c[1]))
        return [(*key, found[key]) for key in first]

    @property
    def best(self) -> Ratio | None:
        """The best comparison of any of its closed forms."""
        found = [statement.best for statement in self.statements if statement.best]
        return max(found, key=lambda ratio: ratio.value, default=None)


def entries(run: Run) -> list[Entry]:
    """All formulas that are registered or have rows, by subject and name."""
    formulas = run.catalogue.formulas
    found = [_known(run, formula) for formula in formulas.values()]
    found += [_unknown(run, name) for name in run.strays if name not in formulas]
    return sorted(found, key=lambda entry: (entry.subject == UNKNOWN, entry.subject, entry.name))


def subject(formula: Formula[..., Any]) -> str:
    """The folder of the catalogue that it stands in; else its package, or its file's name."""
    if formula.subject:
        return formula.subject
    origin = formula.origin or formula.__module__
    return Path(origin).stem if origin.endswith(".py") else origin.partition(".")[0]


def _known(run: Run, formula: Formula[..., Any]) -> Entry:
    found = [claims.registered(claim, run) for claim in formula.claims.values()]
    others = run.strays.get(formula.name, [])
    found += [claims.stray(other, run, [claims.STRAY]) for other in others]
    return Entry(
        name=formula.name,
        slug=words.file_name(formula.name),
        title=words.clean(formula.title),
        subject=words.clean(subject(formula)).replace("_", " "),
        about=_about(formula),
        tex=words.clean(formula.tex),
        math=mathml(symbols.definition(formula)),
        small=mathml(symbols.definition(formula), block=False, annotate=False),
        notes=prose(formula.notes),
        variables=_arguments(formula),
        value=str(formula.output) if formula.output else "derived from the function",
        sizes=words.clean(condition(formula)),
        conditions=_conditions(formula),
        domains=_domains(formula),
        code=code.of_formula(formula),
        statements=statements(found, run.groups),
    )


def _unknown(run: Run, name: str) -> Entry:
    """A formula of which only rows are known: what its file holds is not read, a report runs no
    code that rows name."""
    found, empty = [claims.stray(claim, run) for claim in run.strays[name]], Markup("")
    return Entry(
        name=name,
        slug=words.file_name(name),
        title=words.clean(name) or "no name",
        subject=UNKNOWN,
        about="",
        tex="",
        math=empty,
        small=empty,
        notes=empty,
        variables=[],
        value="",
        sizes="",
        conditions=[],
        domains=[],
        code=None,
        statements=statements(found, run.groups),
    )


def _arguments(formula: Formula[..., Any]) -> list[tuple[Markup, str, str]]:
    variables = formula.variables.values()
    arrays = [(mathml(symbol(v.name), False), str(v.shape), v.domain.words) for v in variables]
    dimensions = [
        (mathml(symbol(name), False), "integer", "a dimension") for name in formula.static
    ]
    return arrays + dimensions


def _about(formula: Formula[..., Any]) -> str:
    package = sys.modules.get(f"closedform.formulas.{formula.subject}")
    return " ".join((getattr(package, "__doc__", None) or "").split())


def _conditions(formula: Formula[..., Any]) -> list[Markup]:
    narrow = [v for v in formula.variables.values() if v.domain is not Real]
    found = [
        Markup("{} {}").format(mathml(symbol(v.name), False, False), v.domain.words) for v in narrow
    ]
    sizes = words.clean(condition(formula))
    return [*found, Markup("{}").format(sizes)] if sizes else found


def _domains(formula: Formula[..., Any]) -> list[str]:
    """Where its variables live, as declared and in any of its claims."""
    found: dict[str, None] = {}
    for variable in formula.variables.values():
        found[variable.domain.words] = None
        for claim in formula.claims.values():
            found[claim.domain(variable.name).words] = None
    return list(found)
