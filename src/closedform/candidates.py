"""Which files may declare formulas, told from their source: nothing is imported.

A file is a candidate where code that runs on import uses a name that leads to ``formula``: one that
is imported from this package, under any name, or from a file nearby that has it from there; or a
function that uses such a name. What a candidate holds is then seen by importing it, elsewhere; what
is none is left alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "closedform"
LEADING = {"formula", "Formula", "Entry", "formulas", "*"}
"""Names of this package that lead to ``formula``."""

Names = set[str]


class Candidates:
    """The files of a session, each parsed once.

    root: the folder in which files that are imported are looked for, beside the importing one's."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.trees: dict[Path, ast.Module | None] = {}
        self.leading: dict[Path, Names] = {}

    def __contains__(self, path: Path) -> bool:
        """Whether a file may declare formulas."""
        names = self.names(path)
        tree = self.tree(path) if names else None
        return tree is not None and any(_is_one(node, names) for node in _run_on_import(tree))

    def tree(self, path: Path) -> ast.Module | None:
        """What a file's source says; None where it can't be read."""
        if path not in self.trees:
            try:
                self.trees[path] = ast.parse(path.read_bytes())
            except (OSError, SyntaxError, ValueError, RecursionError):
                self.trees[path] = None
        return self.trees[path]

    def names(self, path: Path) -> Names:
        """The names in a file that lead to ``formula``."""
        if path in self.leading or (tree := self.tree(path)) is None:
            return self.leading.get(path, set())
        self.leading[path] = set()  # for files that import each other
        names = {name for node in ast.walk(tree) for name in self.imported(node, path)}
        before = 0
        while before < len(names):
            before = len(names)
            for node in _run_on_import(tree):
                names |= _bound(node) if _uses(node, names) else set()
        self.leading[path] = names
        return names

    def imported(self, node: ast.AST, path: Path) -> Iterator[str]:
        """The names that an import in a file binds and that lead to ``formula``."""
        if isinstance(node, ast.Import):
            for alias in node.names:
                ours = alias.name.partition(".")[0] == PACKAGE
                if ours or self.leads(alias.name, path):
                    yield alias.asname or alias.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom):
            home = "." * node.level + (node.module or "")
            ours = home.partition(".")[0] == PACKAGE
            source = self.found(home, path)
            known = LEADING if ours else self.names(source) if source else set()
            for alias in node.names:
                if alias.name == "*":
                    yield from known
                elif alias.name in known or self.leads(_inside(home, alias.name), path):
                    yield alias.asname or alias.name

    def leads(self, module: str, path: Path) -> bool:
        """Whether a module that a file imports leads to ``formula``."""
        source = self.found(module, path)
        return source is not None and bool(self.names(source))

    def found(self, module: str, path: Path) -> Path | None:
        """The file nearby of a module that a file imports; dots before its name lead upwards."""
        name = module.lstrip(".")
        up = len(module) - len(name)
        folders = [*path.parents[up - 1 : up]] if up else [path.parent, self.root]
        for folder in folders:
            place = folder.joinpath(*name.split("."))
            for file in (place.with_name(f"{place.name}.py"), place / "__init__.py"):
                if file != path and file.is_file():
                    return file
        return None


def _inside(home: str, name: str) -> str:
    return f"{home}{name}" if home.endswith(".") else f"{home}.{name}"


def _run_on_import(tree: ast.Module) -> Iterator[ast.AST]:
    """What runs as a module is imported, node by node: all but imports and the bodies of
    functions."""
    left: list[ast.AST] = list(tree.body)
    while left:
        node = left.pop()
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        yield node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            left += [
                *node.decorator_list,
                *node.args.defaults,
                *filter(None, node.args.kw_defaults),
            ]
        else:
            left += ast.iter_child_nodes(node)


def _bound(node: ast.AST) -> Names:
    """The names that a definition or an assignment binds."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
        targets = (n for n in ast.walk(node) if isinstance(n, ast.Name))
        return {n.id for n in targets if isinstance(n.ctx, ast.Store)}
    return set()


def _uses(node: ast.AST, names: Names) -> bool:
    return any(_is_one(n, names) for n in ast.walk(node))


def _is_one(node: ast.AST, names: Names) -> bool:
    return isinstance(node, ast.Name) and node.id in names
