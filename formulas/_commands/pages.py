"""``show``: a formula in words, with the code of its claims."""

import ast
import inspect
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from closedform.formulas._commands.output import harmless, indented
from closedform.formulas._kit.claim import Claim, Formula
from closedform.formulas._kit.sources import citation


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


def condition(formula: Formula[..., Any]) -> str | None:
    """The body of where=, as it is written."""
    if formula.where is None:
        return None
    try:
        [definition] = ast.parse(textwrap.dedent(inspect.getsource(formula.function))).body
        decorators = definition.decorator_list if isinstance(definition, ast.FunctionDef) else []
        found = [
            k.value
            for d in decorators
            if isinstance(d, ast.Call)
            for k in d.keywords
            if k.arg == "where"
        ]
        return ast.unparse(found[0].body if isinstance(found[0], ast.Lambda) else found[0])
    except (OSError, TypeError, SyntaxError, ValueError, IndexError):
        return formula.where.__name__


def code(claim: Claim) -> str:
    """The closed form as it is written."""
    try:
        return textwrap.dedent(inspect.getsource(claim.function)).strip()
    except (OSError, TypeError):
        return "(its code is not in a file)"


def _section(claim: Claim) -> str:
    facts = [
        f"returns: {claim.returns}",
        *_qualifiers(claim),
        f"source: {citation(claim.source) or 'not stated'}",
    ]
    parts = [claim.tex, claim.notes, "\n", *facts, "\n", code(claim)]
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
