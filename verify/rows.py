"""The verdict row: what was found out about one claim. Every field with its unit and meaning."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from closedform.formulas._kit.description import Description

STATUSES = {
    "verified": "every comparison lay within its tolerance",
    "refuted": "some comparison did not",
    "disputed": "autodiff and the function's own values contradict each other",
    "not differentiable": "at the draws, by the function's own values",
    "unexercised": "nothing could be compared: no size is legal, or the formula is undefined at "
    "every draw",
    "error": "the claim raised, returned what is no float64 array, timed out, ran out of memory or "
    "crashed",
}
"""Status -> what it means."""


def column(meaning: str, **default: Any) -> Any:
    """A dataclass field with its meaning beside it."""
    return field(metadata={"meaning": meaning}, **default)


@dataclass
class Verdict:
    """One claim, checked."""

    id: str = column("the claim's id")
    formula: str = column("the formula's name")
    kind: str = column("gradient, jacobian, hessian, ...")
    wrt: list[str] = column("variables the claim is by")
    form: str | None = column("which way of evaluating it; None for the first")
    on: str | None = column("domain whose free coordinates it is in")
    along: str | None = column("domain whose tangent directions it is compared along")
    given: dict[str, str] = column("variables narrowed for this claim, with their domain")
    layout: str | None = column("arrangement of a Jacobian; None for denominator")
    source: str | None = column("where it is printed")
    file: str = column("file that declares it")
    status: str = column("verified, refuted, disputed, not differentiable, unexercised or error")
    expected: str = column("the status it should have: refuted for a misprint kept as printed")
    origin: str | None = column(
        "import name or file it is read from; None for one declared at a prompt", default=None
    )
    draws: int = column("draws asked for (count)", default=0)
    seed: int = column("seed of the first draw; draw k has seed + k", default=0)
    comparisons: int = column("entries compared, over all draws (count)", default=0)
    max_error: float | None = column(
        "|claim - autodiff| at the entry that used most of its tolerance (the value's own unit)",
        default=None,
    )
    tolerance: float | None = column("the tolerance of that entry (same unit)", default=None)
    share: float | None = column(
        "max_error / tolerance (1: all of it; above 1: refuted)", default=None
    )
    oracles: dict[str, Any] = column(
        "what the claim was held against, and what each said", default_factory=dict
    )
    cause: str | None = column("why a refuted claim is wrong, where that is known", default=None)
    causes: list[str] = column(
        "all causes that fit, best first, each with what to write instead", default_factory=list
    )
    right: str | None = column(
        "what a refuted claim should be, in Python: derived, and verified by the checker",
        default=None,
    )
    right_tex: str | None = column(
        "the same in TeX, which was read back and verified; arrays of a tuple with commas between",
        default=None,
    )
    detail: str | None = column("one line for a person", default=None)
    counterexample: dict[str, Any] | None = column(
        "of a refuted claim: shape (dimension -> size), seed, and both values", default=None
    )
    mutants: dict[str, Any] | None = column(
        "made, killed, equivalent, missed (counts), survivors (mutation, status, reason), skipped "
        "(why none were made), seconds; None where they were not asked for",
        default=None,
    )
    accuracy: dict[str, dict[str, float | None]] | None = column(
        "condition number -> closed form and autodiff: worst relative error in float32 against "
        "float64 (of 1; None: not finite); decides nothing; None where it was not asked for, "
        "failed, or the claim is no derivative",
        default=None,
    )
    kept: str | None = column(
        "when it was found (ISO 8601, UTC), where nothing that it follows from has changed since; "
        "None for one found in this run",
        default=None,
    )
    seconds: float = column("wall time of the check, compilation included (s)", default=0.0)

    @property
    def as_expected(self) -> bool:
        """Whether the status is the expected one."""
        return self.status == self.expected


def unchecked(claim: Description) -> Verdict:
    """The row of a claim that has not been checked."""
    return Verdict(
        id=claim.key,
        formula=claim.formula,
        kind=claim.kind,
        wrt=claim.wrt,
        form=claim.form,
        on=claim.on,
        along=claim.along,
        given=claim.given,
        layout=claim.layout,
        source=claim.source,
        file=claim.file,
        origin=claim.origin,
        status="unexercised",
        expected=claim.expected,
    )


COLUMNS: dict[str, str] = {f.name: f.metadata["meaning"] for f in dataclasses.fields(Verdict)}
"""Column -> its meaning."""
SCHEMA = 1
"""Version of the JSON file."""
