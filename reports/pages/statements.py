"""A claim with all its forms, its timings, and the misprints of it: one section of a page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from closedform.reports.pages.claims import ClaimEntry
from closedform.reports.pages.facts import Judged
from closedform.reports.pages.ratios import Ratio
from closedform.reports.rows.groups import Group

WORST = ("bad", "none", "good")
"""Standings, the one to look at first."""


@dataclass(frozen=True)
class Statement:
    """One claim, each way to evaluate it, and what sources print instead."""

    forms: list[ClaimEntry]
    groups: list[Group]
    misprints: list[ClaimEntry] = field(default_factory=list)
    """Misprints for which this is right."""

    @property
    def first(self) -> ClaimEntry:
        """The form that stands for all: the textbook's."""
        return self.forms[0]

    @property
    def judged(self) -> Judged:
        """The verdict of the form that a reader should look at first."""
        return min((form.judged for form in self.forms), key=lambda j: WORST.index(j.standing))

    @property
    def best(self) -> Ratio | None:
        """The best comparison of any form."""
        found = [form.best for form in self.forms if form.best]
        return max(found, key=lambda ratio: ratio.value, default=None)

    @property
    def outcomes(self) -> list[str]:
        """What came of the comparisons of all forms."""
        return [word for form in self.forms for word in form.outcomes]


def statements(claims: Iterable[ClaimEntry], groups: dict[str, list[Group]]) -> list[Statement]:
    """Claims by what they state: forms together, each misprint with what is right, if anything
    is."""
    by_stem: dict[str, list[ClaimEntry]] = {}
    for claim in claims:
        by_stem.setdefault(claim.stem, []).append(claim)
    right = {claim.id: stem for stem, forms in by_stem.items() for claim in forms}
    found = {
        stem: Statement(forms, groups.get(stem, []))
        for stem, forms in by_stem.items()
        if forms[0].instead not in right
    }
    for stem, forms in by_stem.items():
        if stem not in found:
            found[right[forms[0].instead or ""]].misprints.extend(forms)
    return list(found.values())
