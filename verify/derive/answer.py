"""What was derived, as plain data: what a child sends, JSON holds, words are made of."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

STATUSES = {
    "derived": "a closed form was derived, and verified as it is shown",
    "not proven": "a form was derived, and the check did not bear it out: it is not shown",
    "not derived": "part of the function that no rule speaks of, or no notation has words for",
    "not read": "the text is not read, or what is asked for is no derivative of it",
    "error": "deriving or checking it raised, timed out or ran out of memory",
}
"""Status -> what it means."""
SCHEMA = 1


@dataclass
class Derived:
    """One derivative that was asked for.

    Attributes:
        function: the formula's name, or the text; claim: the id of what is registered, if any.
        kind, wrt, layout, along, on, given: what was asked.
        status: one of STATUSES; detail: why nothing is shown.
        notation: of the text; read: the function as it was read, in TeX; variables: names, sizes
            and domains; remarks: how signs were read.
        lines: of Python that define names; python: the expression that they are for.
        tex, matrixcalculus: the same, one text an array; None where that notation has no words.
        registered: what is registered of it, in TeX.
        verdict: of the check: comparisons, largest error, tolerance.
        seconds: deriving, and until all was checked (s).
    """

    function: str
    kind: str
    wrt: list[str]
    claim: str | None = None
    layout: str | None = None
    along: str | None = None
    on: str | None = None
    given: dict[str, str] = field(default_factory=dict)
    status: str = "not read"
    detail: str | None = None
    notation: str | None = None
    read: str | None = None
    variables: list[tuple[str, str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    python: str | None = None
    tex: list[str] | None = None
    matrixcalculus: list[str] | None = None
    registered: str | None = None
    verdict: dict[str, Any] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def exit(self) -> int:
        """0 derived, 1 not proven or an error, 2 not derived or not read."""
        return {"derived": 0, "not derived": 2, "not read": 2}.get(self.status, 1)

    @property
    def code(self) -> str | None:
        """The lines and the expression, of Python."""
        return None if self.python is None else "\n".join([*self.lines, self.python])

    def record(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {"schema": SCHEMA, **asdict(self), "exit": self.exit}

    @classmethod
    def of(cls, record: dict[str, Any]) -> Self:
        """An answer from its record."""
        fields = {k: v for k, v in record.items() if k not in ("schema", "exit")}
        fields["variables"] = [tuple(v) for v in fields["variables"]]
        return cls(**fields)
