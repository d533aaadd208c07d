"""What stands written in an entry's file: the code of a claim, the condition of a formula."""

import ast
import inspect
import textwrap
from typing import Any

from closedform.formulas._kit.claim import Claim, Formula


def code(claim: Claim) -> str | None:
    """The closed form as it is written, with its decorator; None where its file can't be read."""
    try:
        return textwrap.dedent(inspect.getsource(claim.function)).strip()
    except (OSError, TypeError):
        return None


def condition(formula: Formula[..., Any]) -> str | None:
    """The body of where=, as it is written; its name where it stands elsewhere; None where there is
    none."""
    if formula.where is None:
        return None
    try:
        [definition] = ast.parse(textwrap.dedent(inspect.getsource(formula.function))).body
    except (OSError, TypeError, SyntaxError, ValueError):
        return formula.where.__name__
    calls = [d for d in getattr(definition, "decorator_list", []) if isinstance(d, ast.Call)]
    found = [k.value for call in calls for k in call.keywords if k.arg == "where"]
    if not found:
        return formula.where.__name__
    return ast.unparse(found[0].body if isinstance(found[0], ast.Lambda) else found[0])
