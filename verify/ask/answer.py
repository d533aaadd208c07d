"""The answer to a question, as plain data: what a child sends, JSON holds, words are made of."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

STATUSES = {
    "verified": "right as it stands, in the sense that the headline says",
    "otherwise": "right in another sense alone: another layout, symmetric matrices, tied entries",
    "refuted": "wrong",
    "disputed": "autodiff and the function's own values contradict each other",
    "not differentiable": "at the draws, by the function's own values",
    "unexercised": "nothing could be compared",
    "error": "the check raised, timed out or ran out of memory",
    "not read": "a text is not read, or may be meant in two ways",
}
"""Status -> what it means."""
SCHEMA = 1


@dataclass
class Variable:
    """A name as it was read: its size, where it was drawn."""

    name: str
    size: str
    domain: str


@dataclass
class Read:
    """A text as it was read, in each notation."""

    tex: str
    matrixcalculus: str
    python: str


@dataclass
class Answer:
    """What was found out about one claim.

    Attributes:
        function, kind, wrt, claim: what was asked.
        status: one of STATUSES; headline: the first line.
        final: whether all is said; before, causes are still looked for.
        reason, column, text: of what is not read: the reason of the closed list, where, in what.
        notation: of the texts; read: both sides as they were read; variables: the names.
        remarks: how signs were read; conditions: what the claim asks of sizes.
        layout: of a Jacobian, in which the claim was taken.
        instead: what to write or to say where another sense is meant.
        causes: why it is refuted, best first; counterexample: the smallest.
        right: what a claim that is not right should be, in its notation, or in Python where that
            has no words for it: derived, and verified.
        entry: the file that `verify` would accept.
        verdict: of the check: comparisons, largest error, tolerance.
        seconds: reading, and until all was said (s).
    """

    function: str
    kind: str
    wrt: str | None
    claim: str
    status: str = "not read"
    headline: str = ""
    final: bool = True
    reason: str | None = None
    column: int | None = None
    text: str | None = None
    notation: str | None = None
    read: dict[str, Read] = field(default_factory=dict)
    variables: list[Variable] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    layout: str | None = None
    instead: list[str] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)
    counterexample: dict[str, Any] | None = None
    right: str | None = None
    entry: str | None = None
    verdict: dict[str, Any] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def exit(self) -> int:
        """0 verified, 2 not read, 1 otherwise."""
        return {"verified": 0, "not read": 2}.get(self.status, 1)

    def record(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {"schema": SCHEMA, **asdict(self), "exit": self.exit}

    @classmethod
    def of(cls, record: dict[str, Any]) -> Self:
        """An answer from its record."""
        fields = {k: v for k, v in record.items() if k not in ("schema", "exit")}
        fields["read"] = {side: Read(**read) for side, read in fields["read"].items()}
        fields["variables"] = [Variable(**v) for v in fields["variables"]]
        return cls(**fields)
