"""``show``: a formula in words, with the code of its claims."""

from collections.abc import Iterable, Iterator
from typing import Any

from closedform.formulas._commands.output import harmless, indented
from closedform.formulas._kit.claim import Claim, Formula
from closedform.formulas._kit.sources import citation
from closedform.formulas._kit.written import code, condition


def page(formula: Formula[..., Any], claims: Iterable[Claim]) -> str:
    """A formula in words: variables, value, conditions, and the claims with their code."""
    head = [formula.signature, *indented(formula.tex, formula.notes), ""]
    head += [f"  {v.name}: {v.shape}, {v.domain.words}" for v in formula.variables.values()]
    head += [f"  {name}: a dimension" for name in formula.static]
    head += [f"  value: {formula.output if formula.output else 'shape derived from the function'}"]
    head += [f"  holds where {found}"] if (found := condition(formula)) else []
    head += [f"  source: {citation(formula.source) or 'not stated'}", f"  file: {formula.file}"]
    return harmless("\n".join(head)) + "".join(
        f"\n\n{harmless(_section(claim))}" for claim in claims
    )


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
