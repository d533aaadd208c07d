"""Each formula as a page and as a row of the index: its mathematics, its arguments, its claims."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from closedform.formulas import Claim, Formula
from closedform.formulas._kit.written import condition
from closedform.reports import words
from closedform.reports.notation import code, symbols
from closedform.reports.notation.tex import mathml, prose, symbol
from closedform.reports.pages import claims
from closedform.reports.pages.claims import ClaimEntry
from closedform.reports.rows.run import Run
from closedform.reports.rows.strays import Stray

UNKNOWN = "not in the catalogue"
"""Subject of a formula that has verdicts or timings and isn't registered."""


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
    def outcomes(self) -> list[tuple[str, int]]:
        """How often its closed forms win, tie and lose."""
        said = [word for claim in self.claims for word, _ in claim.timed.outcomes]
        return [(word, said.count(word)) for word in ("wins", "ties", "loses") if word in said]

    @property
    def best(self) -> float | None:
        """The greatest ratio of any of its closed forms."""
        ratios = [ratio for claim in self.claims for _, ratio in claim.timed.outcomes]
        return max((ratio for ratio in ratios if ratio is not None), default=None)


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
    registered, others = list(formula.claims.values()), run.strays.get(formula.name, [])
    first = _first_forms([*registered, *others])
    return Entry(
        name=formula.name,
        slug=words.file_name(formula.name),
        title=words.clean(formula.title),
        subject=words.clean(subject(formula)).replace("_", " "),
        tex=words.clean(formula.tex),
        math=mathml(symbols.definition(formula)),
        small=mathml(formula.tex, block=False, annotate=False),
        notes=prose(formula.notes),
        variables=_arguments(formula),
        value=str(formula.output) if formula.output else "derived from the function",
        condition=condition(formula),
        domains=_domains(formula),
        code=code.of_formula(formula),
        claims=[
            *(claims.registered(claim, run, first[claim.stem]) for claim in registered),
            *(claims.stray(other, run, first[other.stem], [claims.STRAY]) for other in others),
        ],
    )


def _unknown(run: Run, name: str) -> Entry:
    """A formula of which only rows are known: what its file holds is not read, a report runs no
    code that rows name."""
    found, empty = run.strays[name], Markup("")
    first = _first_forms(found)
    return Entry(
        name=name,
        slug=words.file_name(name),
        title=words.clean(name) or "no name",
        subject=UNKNOWN,
        tex="",
        math=empty,
        small=empty,
        notes=empty,
        variables=[],
        value="",
        condition=None,
        domains=[],
        code=None,
        claims=[claims.stray(claim, run, first[claim.stem]) for claim in found],
    )


def _first_forms(found: Iterable[Claim | Stray]) -> dict[str, str]:
    """Id without form -> anchor of the first of its forms, which shows the timings of all."""
    first: dict[str, str] = {}
    for claim in found:
        first.setdefault(claim.stem, claims.anchor(claim.id))
    return first


def _arguments(formula: Formula[..., Any]) -> list[tuple[Markup, str, str]]:
    variables = formula.variables.values()
    arrays = [(mathml(symbol(v.name), False), str(v.shape), v.domain.words) for v in variables]
    dimensions = [
        (mathml(symbol(name), False), "integer", "a dimension") for name in formula.static
    ]
    return arrays + dimensions


def _domains(formula: Formula[..., Any]) -> list[str]:
    """Where its variables live, as declared and in any of its claims."""
    found: dict[str, None] = {}
    for variable in formula.variables.values():
        found[variable.domain.words] = None
        for claim in formula.claims.values():
            found[claim.domain(variable.name).words] = None
    return list(found)
