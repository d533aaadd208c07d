"""A claim in plain values: what is known of it where its module is not imported."""

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from closedform.formulas._kit.claim import Claim, Formula
from closedform.formulas._kit.sources import citation
from closedform.wording import shown


@dataclass(frozen=True)
class Description:
    """A claim's id, and in which sense it is meant; the fields of a verdict that are known before
    anything is checked.

    key: what tells it from all others of a run; line: where its function begins, 0 where that is in
    no file; origin: the module or file that another process reads it from; the other fields are
    those of a verdict."""

    id: str
    key: str
    stem: str
    formula: str
    kind: str
    wrt: list[str]
    form: str | None
    layout: str | None
    along: str | None
    on: str | None
    given: dict[str, str]
    source: str | None
    file: str
    line: int
    origin: str | None
    expected: str

    @property
    def home(self) -> str | None:
        """What a child loads to check it: its file, the package that offers it, or None where it is
        our own."""
        if self.origin is None or self.origin.endswith(".py"):
            return self.origin
        package = self.origin.partition(".")[0]
        return None if package == "closedform" else package


@dataclass(frozen=True)
class Bare:
    """A formula of which nothing is claimed, and where it stands."""

    formula: str
    where: str

    def __str__(self) -> str:
        """In words."""
        return f"{self.formula} has no claim, and nothing of it is checked: {self.where}"


def describe(claim: Claim) -> Description:
    """The claim in plain values."""
    return Description(
        id=claim.id,
        key=claim.id,
        stem=claim.stem,
        formula=claim.formula.name,
        kind=claim.kind.name,
        wrt=list(claim.wrt),
        form=claim.form,
        layout=claim.layout,
        along=claim.along.__name__ if claim.along else None,
        on=claim.on.__name__ if claim.on else None,
        given={name: domain.__name__ for name, domain in claim.given.items()},
        source=citation(claim.source),
        file=claim.formula.file,
        line=claim.code.co_firstlineno if claim.code else 0,
        origin=claim.formula.origin,
        expected=claim.expected,
    )


def bare(formulas: Iterable[Formula[..., Any]]) -> list[Bare]:
    """Those of the formulas that nothing is claimed of."""
    return [
        Bare(f.name, f"{shown(f.file)}:{f.function.__code__.co_firstlineno}")
        for f in formulas
        if not f.claims
    ]


def told_apart(claims: Iterable[Description]) -> list[Description]:
    """The claims, each once, under keys that differ: where several have one id, those from files
    have their file before it."""
    each = list({(claim.origin, claim.id): claim for claim in claims}.values())
    counts = Counter(claim.id for claim in each)
    found = [
        replace(claim, key=qualified(claim.id, claim.origin)) if counts[claim.id] > 1 else claim
        for claim in each
    ]
    assert len({claim.key for claim in found}) == len(found)
    return found


def qualified(name: str, origin: str | None) -> str:
    """The name after the file it is from; as it is where it is from none."""
    if origin is None or not origin.endswith(".py"):
        return name
    path, here = Path(origin), Path(os.path.realpath(os.curdir))
    near = path.relative_to(here) if path.is_relative_to(here) else path
    return f"{shown(str(near))}::{name}"
