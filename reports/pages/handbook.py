"""The handbook: by subject as in a book, a row a formula with its first and second derivatives."""

from collections.abc import Iterable
from dataclasses import dataclass

from closedform.reports.notation.plain import plain
from closedform.reports.pages.claims import ClaimEntry
from closedform.reports.pages.entries import UNKNOWN, Entry
from closedform.reports.pages.statements import Statement

EARLY = (
    *("traces", "products", "quadratic forms", "determinants", "inverses", "norms"),
    *("eigenvalues", "decompositions", "functions", "elementwise", "structured", "kronecker"),
    *("regression", "statistics", "likelihood", "networks", "kernels", "optimisation"),
)
"""Subjects in a book's order; those that are not named here follow."""
LATE = ("differentials", "definitions", UNKNOWN)
"""Subjects that come last."""
FIRST = ("gradient", "derivative", "jacobian", "differential", "pullback")
SECOND = ("hessian", "hvp")
"""Kinds that say the same: the first that a formula has stands in the row."""
MOST = 4
"""Lines of a place in a row; the page has the others."""


@dataclass(frozen=True)
class Row:
    """One formula as a row."""

    entry: Entry
    value: list[Statement]
    """What it equals, or does not."""
    first: list[Statement]
    second: list[Statement]
    more: int
    """Claims that only its page shows (count)."""

    @property
    def misprints(self) -> list[ClaimEntry]:
        """What sources print wrong of it."""
        return [claim for claim in self.entry.claims if claim.as_printed]

    @property
    def text(self) -> str:
        """What a search looks in: names, mathematics read as text, and what is cited."""
        entry = self.entry
        told = [entry.title, entry.name, entry.subject, plain(entry.tex)]
        told += [plain(claim.tex) for claim in entry.claims]
        told += [part for c in entry.citations for part in (c.source, c.key, c.place, c.row or "")]
        return " ".join(dict.fromkeys(filter(None, told)))


@dataclass(frozen=True)
class Section:
    """A subject and its formulas, those that most sources print first."""

    title: str
    about: str
    rows: list[Row]

    @property
    def anchor(self) -> str:
        """Its address on the page."""
        return "subject-" + self.title.replace(" ", "-")


def handbook(entries: Iterable[Entry]) -> list[Section]:
    """All formulas by subject."""
    by_subject: dict[str, list[Entry]] = {}
    for entry in entries:
        by_subject.setdefault(entry.subject, []).append(entry)
    return [
        Section(subject, found[0].about, [row(e) for e in sorted(found, key=_most_printed)])
        for subject, found in sorted(by_subject.items(), key=lambda pair: _in_order(pair[0]))
    ]


def row(entry: Entry) -> Row:
    """A formula as a row: of claims that say the same, those of the kind that says it best; those
    that hold as they stand first."""
    found = [statement for statement in entry.statements if not statement.first.as_printed]
    value = [s for s in found if s.first.place == "value"]
    first = _of_first_kind(found, FIRST)
    second = _of_first_kind(found, SECOND) + [s for s in found if s.first.place == "point"]
    value, first, second = map(_leading, (value, first, second))
    shown = len(value) + len(first) + len(second)
    return Row(entry, value, first, second, len(entry.statements) - shown)


def _of_first_kind(found: list[Statement], kinds: tuple[str, ...]) -> list[Statement]:
    by_kind = {kind: [s for s in found if s.first.kind == kind] for kind in kinds}
    return next((lines for lines in by_kind.values() if lines), [])


def _leading(lines: list[Statement]) -> list[Statement]:
    return sorted(lines, key=lambda s: (not s.first.plain, bool(s.first.condition)))[:MOST]


def _most_printed(entry: Entry) -> tuple[bool, int, int, str]:
    """Formulas with derivatives first, identities last; those that most sources print first."""
    identity = all(statement.first.place == "value" for statement in entry.statements)
    return identity, -len(entry.sources), -len(entry.statements), entry.title


def _in_order(subject: str) -> tuple[int, str]:
    if subject in EARLY:
        return EARLY.index(subject), subject
    return len(EARLY) + (LATE.index(subject) + 1 if subject in LATE else 0), subject
