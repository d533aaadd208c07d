"""Definitions as syntax trees: stripped, renamed, and the names they refer to."""

import ast
import builtins
import symtable
from collections.abc import Container, Mapping
from types import ModuleType
from typing import Any


def plain(node: ast.stmt) -> ast.stmt:
    """The statement without annotations and docstrings."""
    return _Plain().visit(node)


def filled(node: ast.FunctionDef | ast.Lambda, name: str, skip: int = 0) -> ast.FunctionDef:
    """The definition under a name, without annotations, docstrings and the first `skip`
    parameters."""
    if isinstance(node, ast.Lambda):
        made = ast.parse(f"def {name}(): return 0").body[0]
        assert isinstance(made, ast.FunctionDef)
        made.args, made.body = node.args, [ast.Return(node.body)]
        node = made
    node.name = name
    del node.args.args[:skip]
    return plain(node)  # type: ignore[return-value]  # plain keeps the kind of node


def free_names(node: ast.stmt, known: Container[str]) -> list[str]:
    """Names that a statement refers to and does not bind, sorted; builtins only where `known`, as
    something else."""
    text = ast.unparse(ast.fix_missing_locations(node))
    top = symtable.symtable(text, "<snippet>", "exec")
    found = {s.get_name() for s in top.get_symbols() if s.is_referenced() and not s.is_assigned()}
    tables = list(top.get_children())
    while tables:
        table = tables.pop()
        found |= {s.get_name() for s in table.get_symbols() if s.is_global() and s.is_referenced()}
        tables += table.get_children()
    return sorted(name for name in found if name in known or not hasattr(builtins, name))


def renamed(node: ast.stmt, names: Mapping[str, str], bound: bool = False) -> ast.stmt:
    """The statement with other names for what it refers to; for what it binds itself, too, if
    `bound`."""
    names = {old: new for old, new in names.items() if old != new}
    if bound and getattr(node, "name", None) in names:
        node.name = names[node.name]  # type: ignore[attr-defined]  # getattr above saw it
    return _Renamed(names).visit(node) if names else node


def submodules(node: ast.stmt, values: Mapping[str, Any]) -> list[str]:
    """Modules that a statement reaches as attributes of others, such as ``jax.scipy.linalg``."""
    found = []
    for at in ast.walk(node):
        path: list[str] = []
        while isinstance(at, ast.Attribute):
            path, at = [at.attr, *path], at.value
        value = values.get(at.id) if isinstance(at, ast.Name) else None
        while (
            path
            and isinstance(value, ModuleType)
            and isinstance(getattr(value, path[0], None), ModuleType)
        ):
            value = getattr(value, path.pop(0))
            found.append(value.__name__)
    return sorted(set(found))


class _Plain(ast.NodeTransformer):
    """Annotations and docstrings taken out, but for the annotations that declare a class's
    fields."""

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.decorator_list = [self.visit(d) for d in node.decorator_list]
        first = 0 if ast.get_docstring(node, clean=False) is None else 1
        node.body = [
            statement if isinstance(statement, ast.AnnAssign) else self.visit(statement)
            for statement in node.body[first:]
        ] or [ast.Pass()]
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        if hasattr(node, "type_params"):
            node.type_params = []  # type: ignore[attr-defined]  # Python 3.12 and newer have it
        if ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
        self.generic_visit(node)
        node.body = node.body or [ast.Pass()]
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if node.value is None:
            return ast.Pass()
        return ast.Assign([node.target], self.visit(node.value), lineno=node.lineno)


class _Renamed(ast.NodeTransformer):
    """Names replaced, but for those that a function binds itself."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = dict(names)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._inside(node)

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return self._inside(node)

    def _inside(self, node: ast.FunctionDef | ast.Lambda) -> ast.AST:
        node.args.defaults = [self.visit(d) for d in node.args.defaults]
        node.args.kw_defaults = [d and self.visit(d) for d in node.args.kw_defaults]
        inner = _Renamed({old: new for old, new in self.names.items() if old not in _bound(node)})
        if isinstance(node, ast.Lambda):
            node.body = inner.visit(node.body)
        else:
            node.decorator_list = [self.visit(d) for d in node.decorator_list]
            node.body = [inner.visit(statement) for statement in node.body]
        return node


def _bound(node: ast.FunctionDef | ast.Lambda) -> set[str]:
    """What a function's own scope binds."""
    a = node.args
    names = {
        x.arg for x in (*a.posonlyargs, *a.args, *a.kwonlyargs, *filter(None, (a.vararg, a.kwarg)))
    }
    pending: list[ast.AST] = list(node.body) if isinstance(node, ast.FunctionDef) else []
    while pending:
        at = pending.pop()
        if isinstance(at, ast.FunctionDef):
            names.add(at.name)
        elif isinstance(at, ast.Name) and isinstance(at.ctx, ast.Store):
            names.add(at.id)
        if not isinstance(
            at,
            (
                ast.FunctionDef,
                ast.Lambda,
                ast.ListComp,
                ast.SetComp,
                ast.DictComp,
                ast.GeneratorExp,
            ),
        ):
            pending += ast.iter_child_nodes(at)
    return names
