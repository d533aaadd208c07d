"""The code of a claim as something to copy: imports, the helpers it uses, and the closed form as a
function with a name."""

import ast
import builtins
import functools
import re
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from closedform.formulas import Claim, Formula

Node = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.Assign | ast.AnnAssign | ast.ClassDef


def of_claim(claim: Claim) -> str | None:
    """Code that stands alone, TeX left out; None where its file can't be read."""
    return _standalone(claim.function, re.sub(r"\W+", "_", claim.id))


def of_formula(formula: Formula[..., Any]) -> str | None:
    """The formula's function as code that stands alone; None where its file can't be read."""
    return _standalone(formula.function, formula.function.__name__)


def condition(formula: Formula[..., Any]) -> str | None:
    """The body of where=, as it is written; None where there is none or it can't be read."""
    if formula.where is None or (node := _definition(formula.function)) is None:
        return None
    calls = [d for d in node.decorator_list if isinstance(d, ast.Call)]
    found = [k.value for d in calls for k in d.keywords if k.arg == "where"]
    return (
        ast.unparse(found[0].body if isinstance(found[0], ast.Lambda) else found[0])
        if found
        else None
    )


def _standalone(function: Callable[..., Any], name: str) -> str | None:
    file = function.__code__.co_filename
    node, known = _definition(function), _bindings(file)
    if node is None:
        return None
    imports, helpers = [], []
    for used in dict.fromkeys(_needed(node, known, set())):
        (imports if isinstance(used, ast.Import | ast.ImportFrom) else helpers).append(used)
    helpers.sort(key=lambda helper: helper.lineno)
    head = sorted(
        _import(one, alias)
        for one in imports
        for alias in one.names
        if _bound(alias) in _names(node, *helpers)
    )
    body = [_text(file, helper, docstring=not _registered(helper)) for helper in helpers]
    return "\n\n".join(["\n".join(head)] * bool(head) + [*body, _text(file, node, name)]) + "\n"


def _definition(function: Callable[..., Any]) -> ast.FunctionDef | None:
    """The node that defines a function, where its line in its file still does."""
    return _definitions(function.__code__.co_filename).get(function.__code__.co_firstlineno)


def _needed(node: ast.AST, known: dict[str, Node], seen: set[str]) -> Iterator[Node]:
    """What the module binds to the names that a node uses, and what that needs in turn."""
    for name in sorted(_names(node) - seen):
        if (found := known.get(name)) is None or found is node:
            continue
        seen.add(name)
        yield found
        if not isinstance(found, ast.Import | ast.ImportFrom):
            yield from _needed(found, known, seen)


def _names(*nodes: ast.AST) -> set[str]:
    """Names that are read, but for those in decorators and in the shapes of annotations, which are
    text."""
    skipped = {
        id(n) for node in nodes for d in getattr(node, "decorator_list", []) for n in ast.walk(d)
    }
    found = [
        n
        for node in nodes
        for n in ast.walk(node)
        if isinstance(n, ast.Name) and id(n) not in skipped
    ]
    return {n.id for n in found if not hasattr(builtins, n.id)}


@functools.lru_cache(maxsize=512)
def _bindings(file: str) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for node in _tree(file).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {_bound(alias): node for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {
                name.id: node
                for target in targets
                for name in ast.walk(target)
                if isinstance(name, ast.Name)
            }
    return found


def _bound(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _import(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    name = alias.name + (f" as {alias.asname}" if alias.asname else "")
    return (
        f"import {name}"
        if isinstance(node, ast.Import)
        else f"from {'.' * node.level}{node.module or ''} import {name}"
    )


def _registered(node: ast.AST) -> bool:
    return bool(getattr(node, "decorator_list", None))


def _text(file: str, node: Node, name: str | None = None, docstring: bool = False) -> str:
    """A definition as written, without decorators, its docstring only if asked for, under another
    name if one is given."""
    lines = _source(file).splitlines()
    kept = list(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    if isinstance(node, ast.FunctionDef) and not docstring and ast.get_docstring(node) is not None:
        first = node.body[0]
        kept = [i for i in kept if not first.lineno <= i <= (first.end_lineno or first.lineno)]
    text = textwrap.dedent("\n".join(lines[i - 1] for i in kept))
    return re.sub(r"^def \w+", f"def {name}", text) if name else text


@functools.lru_cache(maxsize=512)
def _definitions(file: str) -> dict[int, ast.FunctionDef]:
    """Functions by their first line, that of their first decorator if they have any."""
    found = [node for node in ast.walk(_tree(file)) if isinstance(node, ast.FunctionDef)]
    return {min([node.lineno, *(d.lineno for d in node.decorator_list)]): node for node in found}


@functools.lru_cache(maxsize=512)
def _tree(file: str) -> ast.Module:
    try:
        return ast.parse(_source(file))
    except SyntaxError:
        return ast.Module([], [])


@functools.lru_cache(maxsize=512)
def _source(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
