"""What of the sources is registered, and what they print wrong: computed from the claims."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from closedform.formulas._kit.claim import Claim
from closedform.formulas._kit.sources import Row, cited, sources

STATUSES = {
    "registered": "claims cite it",
    "tested": "a named test meets it",
    "not checkable": "nothing can be checked, and the reason is given",
    "missing": "nothing meets it",
}
"""How a row of a source is met."""


@dataclass(frozen=True)
class Covered:
    """A row of a source, and the claims that cite it."""

    row: Row
    claims: tuple[Claim, ...]

    @property
    def status(self) -> str:
        """One of STATUSES."""
        return status(self.row, bool(self.claims))


def status(row: Row, registered: bool) -> str:
    """How a row of a source is met, one of STATUSES; `registered`: whether claims cite it."""
    if registered:
        return "registered"
    if row.test:
        return "tested"
    return "not checkable" if row.unchecked else "missing"


@dataclass(frozen=True)
class Erratum:
    """A misprint that is registered as printed, and the claim that is right."""

    printed: Claim
    corrected: Claim | None


def coverage(claims: Iterable[Claim]) -> dict[str, list[Covered]]:
    """For every source, its rows in order, each with those of the claims that cite it."""
    by_row: dict[str, list[Claim]] = {}
    for claim in claims:
        for row in cited(claim.source):
            by_row.setdefault(row.id, []).append(claim)
    return {
        key: [Covered(row, tuple(by_row.get(row.id, ()))) for row in source.rows]
        for key, source in sources().items()
    }


def errata(claims: Iterable[Claim]) -> list[Erratum]:
    """The claims that stand as printed and are expected to be refuted, each with what is right."""
    return [Erratum(claim, corrected(claim)) for claim in claims if claim.as_printed]


def corrected(misprint: Claim) -> Claim | None:
    """The claim of the same formula, kind and variables that is closest to a misprint in its
    qualifiers; of several forms the one without a name, if there is one."""
    right = [claim for claim in misprint.formula.claims.values() if not claim.as_printed]
    alike = [claim for claim in right if (claim.kind, claim.wrt) == (misprint.kind, misprint.wrt)]
    return max(alike, key=lambda c: (_shared(c, misprint), c.form is None), default=None)


def _shared(a: Claim, b: Claim) -> int:
    qualifiers: Collection[str] = ("label", "layout", "along", "on", "given")
    return sum(getattr(a, q) == getattr(b, q) for q in qualifiers)
