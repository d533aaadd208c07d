"""Entries as objects: functions made from trees, which can be checked and traced."""

import ast
import itertools
import linecache
from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform.formulas._kit import notation
from closedform.formulas._kit.claim import Claim, Formula
from closedform.formulas._kit.domains.domain import Domain
from closedform.formulas._kit.entry import formula
from closedform.formulas.notation import names
from closedform.formulas.notation.drafts.draft import Draft
from closedform.formulas.notation.tree import Size

HELPERS = ("adjugate", "commutation", "duplication", "inv", "kron", "vec", "wave", "wave_prime")
"""What code speaks of, beside JAX."""
_counter = itertools.count(1)


def built(draft: Draft) -> Formula[..., Any]:
    """The entry as a formula with its claims."""
    f = function(draft.name, [*map(names.python, draft.variables), *draft.static], draft.code)
    f.__doc__ = draft.tex
    f.__annotations__ = {
        names.python(name): annotation(size, draft.domains.get(name))
        for name, size in draft.variables.items()
    }
    f.__annotations__ |= dict.fromkeys(draft.static, int)
    f.__annotations__["return"] = annotation(draft.function.size, None)
    found = formula(where=condition(draft.where))(f)
    for claim in draft.claims:
        g = function("_", draft.asked_by(claim), claim.code)
        g.__doc__ = claim.tex
        given = {names.python(name): domain for name, domain in claim.given.items()}
        what = claim.label if claim.kind.names == "label" else claim.wrt and names.python(claim.wrt)
        asked = () if claim.kind.names == "asked" or what is None else (what,)
        qualifiers = {"layout": claim.layout, "along": claim.along, "on": claim.on, "given": given}
        getattr(found, claim.kind.name)(*asked, **qualifiers)(g)
    return found


def claims(draft: Draft) -> list[Claim]:
    """The claims of the entry as a formula."""
    return list(built(draft).claims.values())


def function(
    name: str, parameters: Sequence[str], body: ast.expr, before: Sequence[ast.stmt] = ()
) -> Callable[..., Any]:
    """A function of these parameters that returns what the code says, after some lines.

    Its source is kept, so that counterexamples can be written out.
    """
    made = ast.FunctionDef(
        name=name,
        args=ast.arguments([], [ast.arg(p) for p in parameters], None, [], [], None, []),
        body=[*before, ast.Return(body)],
        decorator_list=[],
    )
    text = ast.unparse(ast.fix_missing_locations(ast.Module([made], []))) + "\n"
    file = f"<{name} {next(_counter)}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    scope: dict[str, Any] = {"jax": jax, "jnp": jnp, "__name__": "asked"}
    scope |= {helper: getattr(notation, helper) for helper in HELPERS}
    exec(compile(ast.parse(text), file, "exec"), scope)  # a tree of ours, not a text of theirs
    return scope[name]


def annotation(size: Size, domain: type[Domain] | None) -> Any:
    """The annotation of an array of this size."""
    return (domain or Float)[Array, axes(size)]  # type: ignore[index]  # as jaxtyping's own


def axes(size: Size) -> str:
    """A size as jaxtyping writes it: ``"m n"``, ``"m*n"``."""
    return " ".join("*".join(axis) for axis in size if axis)


def condition(where: Sequence[tuple[str, str]]) -> Callable[..., bool] | None:
    """The condition that the first of each pair is no less than the second."""
    if not where:
        return None
    sizes = list(dict.fromkeys(d for pair in where for d in pair))
    tests: list[ast.expr] = [ast.Compare(ast.Name(a), [ast.GtE()], [ast.Name(b)]) for a, b in where]
    test = tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), tests)
    return function("where", sizes, test)
