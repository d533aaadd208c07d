"""``show``: a formula in words, with the code of its claims."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from closedform.formulas._commands import spelled
from closedform.formulas._commands.output import indented
from closedform.formulas._kit.catalogue import read
from closedform.formulas._kit.claim import Claim, Formula
from closedform.formulas._kit.sources import citation
from closedform.formulas._kit.written import code, condition
from closedform.wording import shown_lines

BETWEEN = "\n\n\n"
"""What stands between two pages."""


def page(formula: Formula[..., Any], claims: Iterable[Claim]) -> str:
    """A formula in words: variables, value, conditions, and the claims with their code."""
    head = [formula.signature, *indented(formula.tex, formula.notes), ""]
    head += [f"  {v.name}: {v.shape}, {v.domain.words}" for v in formula.variables.values()]
    head += [f"  {name}: a dimension" for name in formula.static]
    head += [f"  value: {formula.output if formula.output else 'shape derived from the function'}"]
    head += [f"  holds where {found}"] if (found := condition(formula)) else []
    head += [f"  source: {citation(formula.source) or 'not stated'}", f"  file: {formula.file}"]
    return shown_lines("\n\n".join(["\n".join(head), *map(_section, claims)]))


def pages(chosen: Mapping[Any, Iterable[Claim]], notation: str | None = None) -> str:
    """The pages of formulas with those of their claims that are meant; in a notation alone, where
    one is asked for."""
    if notation is None:
        return BETWEEN.join(page(formula, claims) for formula, claims in chosen.items())
    return BETWEEN.join(spelled.page(f, claims, notation) for f, claims in chosen.items())


def of_file(path: str, notation: str | None) -> str:
    """The pages of a file's formulas: what a child that imports it is called for."""
    formulas = read(Path(path)).formulas.values()
    return pages({formula: formula.claims.values() for formula in formulas}, notation)


def _section(claim: Claim) -> str:
    facts = [
        f"returns: {claim.returns}",
        *_qualifiers(claim),
        f"source: {citation(claim.source) or 'not stated'}",
    ]
    parts = [
        claim.tex,
        claim.notes,
        "\n",
        *facts,
        "\n",
        code(claim) or "(its code is not in a file)",
    ]
    return "\n".join([claim.id, *indented(*parts)])


def _qualifiers(claim: Claim) -> Iterator[str]:
    if claim.along:
        yield f"compared only along {claim.along.words} directions"
    if claim.on:
        yield f"in the free coordinates of {claim.on.words} matrices"
    for name, domain in claim.given.items():
        yield f"given: {name} is {domain.words}"
    if claim.form:
        yield f"form: {claim.form}"
    if claim.as_printed:
        yield "as printed in the source, a misprint: expected to be refuted"
