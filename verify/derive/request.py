"""What is asked for: of which function, which derivatives, in which sense."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from closedform.errors import InputError
from closedform.formulas.derive.forms import DERIVED
from closedform.formulas.notation import names
from closedform.verify.ask.question import Question, question

KINDS = tuple(kind.name for kind in DERIVED)
"""The kinds of derivative that can be asked for."""


def file_of(target: str) -> tuple[str, str] | None:
    """File and formula of ``FILE.py::NAME``, the formula "" where none is named; None for a target
    that is no file: a text may hold slashes."""
    path, _, name = target.partition("::")
    return (path, name) if path.strip().endswith(".py") else None


@dataclass(frozen=True)
class Asked:
    """One derivative.

    Attributes:
        question: its kind, first variable and sense, as `ask` reads them; it makes no claim.
        wrt: the variables, as identifiers; none for a differential: by all.
    """

    question: Question
    wrt: tuple[str, ...]


@dataclass(frozen=True)
class Request:
    """Derivatives of one target.

    Attributes:
        target: a formula's name or a claim's id, a file, or a text.
        asked: kinds, each with its variables; none: what is registered, or first derivatives.
        options: of `question`: given, shape, along, on, layout, notation, elementwise.
    """

    target: str
    asked: tuple[tuple[str, str], ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    def each(self) -> list[Asked]:
        """The derivatives; InputError for words that say nothing."""
        return [self.one(kind, wrt) for kind, wrt in self.asked]

    def one(self, kind: str, wrt: str) -> Asked:
        """One derivative, by variables with commas between them."""
        several = [part.strip() for part in wrt.split(",") if part.strip()]
        if not several and kind != "differential":
            raise InputError(f"a {kind} is by a variable, and none was named")
        first = several[0] if several else None
        read = question(self.target, kind, first, "", **self.options)
        called = (question(self.target, kind, w, "").wrt or "" for w in several)
        return Asked(read, tuple(map(names.python, called)))

    @property
    def sense(self) -> Question:
        """The options alone, of no kind in particular."""
        free = {k: v for k, v in self.options.items() if k not in ("along", "on", "layout")}
        return question(self.target, "equals", None, "", **free)


def request(target: str, asked: Iterable[Iterable[str]] = (), **options: Any) -> Request:
    """A request from plain values.

    Raises InputError for a target of nothing."""
    if not target.strip():
        raise InputError("no function was given; give a formula's name, a file, or a text")
    pairs = tuple((kind, wrt) for kind, wrt in asked)
    return Request(target.strip(), pairs, options)
