"""Functions as text that stands alone: their source, and that of all they refer to."""

import ast
import builtins
import copy
import importlib
import importlib.util
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import jax
import jax.numpy as jnp

from closedform.formulas import Formula
from closedform.verify.source.find import (
    Unavailable,
    base_of,
    binds,
    called,
    definition,
    literal,
    look_up,
    tree,
)
from closedform.verify.source.tree import filled, free_names, plain, renamed, submodules

PUBLIC = (
    *(
        "jax",
        "jax.numpy",
        "jax.numpy.linalg",
        "jax.nn",
        "jax.scipy.special",
        "jax.scipy.linalg",
        "jax.lax",
        "jax.lax.linalg",
    ),
    *(
        "jax.numpy.fft",
        "jax.scipy.stats",
        "jax.scipy.signal",
        "jax.random",
        "jax.tree",
        "jax.flatten_util",
    ),
    *("numpy", "numpy.linalg", "math", "cmath", "functools", "itertools", "operator"),
)
"""Modules in which a public name is looked for."""
LIBRARIES = tuple(
    Path(sysconfig.get_path(name)).resolve() for name in ("purelib", "platlib", "stdlib")
)
TYPING = ("jaxtyping", "beartype", "typing", "closedform")
"""Packages whose decorators change no value."""


class Text:
    """Imports and definitions, each under a name of its own.

    Args:
        home: the package whose modules are written out, wherever it is installed.
    """

    def __init__(self, home: str = "closedform") -> None:
        self.imports: dict[str, None] = {}
        self.definitions: list[str] = []
        self._taken = {"jax", "ravel_pytree", "find", "jnp", "numpy", *dir(builtins)}
        self._home = {"closedform", home}
        self._known: dict[tuple[str, int], str] = {("jax", id(jax)): "jax", ("jnp", id(jnp)): "jnp"}
        self._alive: list[Any] = []

    def fresh(self, wanted: str) -> str:
        """A name like the wanted one that nothing else has."""
        while wanted in self._taken:
            wanted += "_"
        self._taken.add(wanted)
        return wanted

    def write(self, f: Any, name: str, skip: int = 0) -> None:
        """Define the function under the name, and what it refers to before it; leave out its first
        `skip` parameters."""
        base = base_of(f)
        node = definition(base)
        if isinstance(node, ast.FunctionDef):
            node.decorator_list = [
                d for d in node.decorator_list if base is not f and self._matters(d, base)
            ]
        node = filled(node, name, skip)
        known = {*base.__globals__, *base.__code__.co_freevars}
        self._define(node, {n: look_up(n, base) for n in free_names(node, known)}, base.__globals__)

    def _define(self, node: ast.stmt, found: Mapping[str, Any], scope: dict[str, Any]) -> None:
        """Add a statement, with the names it refers to replaced by those that the text has for
        them."""
        for module in submodules(node, found):
            there = module.startswith("jax.numpy.") or not self._library(
                module
            )  # with jax.numpy comes all of it
            self.imports |= {} if there else {f"import {module}": None}
        names = {n: self._name(n, value, scope) for n, value in found.items()}
        self.definitions.append(ast.unparse(ast.fix_missing_locations(renamed(node, names))))

    def _matters(self, decorator: ast.expr, f: FunctionType) -> bool:
        """Whether a decorator changes what the function computes."""
        root = decorator
        while isinstance(root, (ast.Call, ast.Attribute)):
            root = root.func if isinstance(root, ast.Call) else root.value
        if not isinstance(root, ast.Name):
            return True
        try:
            value = look_up(root.id, f)
        except Unavailable:  # in the scope around the function, as a formula declared in a function
            return False
        owner = (
            value.__name__
            if isinstance(value, ModuleType)
            else getattr(value, "__module__", None) or ""
        )
        return not isinstance(value, Formula) and owner.partition(".")[0] not in TYPING

    def _name(self, wanted: str, value: Any, scope: dict[str, Any]) -> str:
        """The text's name for a value that a function calls `wanted`; added to the text if need
        be."""
        key = (wanted, id(value))
        if key not in self._known:
            self._alive.append(value)
            self._known[key] = name = self.fresh(wanted)
            self._add(wanted, name, value, scope)
        return self._known[key]

    def _add(self, wanted: str, name: str, value: Any, scope: dict[str, Any]) -> None:
        if isinstance(value, Formula):
            self.write(value.function, name)
        elif (text := literal(value)) is not None:
            self.imports |= (
                {"import numpy": None} if "numpy." in text.replace("jax.numpy.", "") else {}
            )
            self.definitions.append(f"{name} = {text}")
        elif (line := self._imported(value, name)) is not None:
            self.imports[line] = None
        elif isinstance(value, FunctionType) and not hasattr(value, "__wrapped__"):
            self.write(value, name)
        else:
            self._statements(wanted, name, value, scope)

    def _imported(self, value: Any, name: str) -> str | None:
        if isinstance(value, ModuleType):
            if not self._library(value.__name__):
                raise Unavailable(f"it uses the module {value.__name__} as a whole")
            plain_import = f"import {value.__name__}"
            return plain_import if name == value.__name__ else f"{plain_import} as {name}"
        for module in PUBLIC:
            if (found := called(value, importlib.import_module(module))) is not None:
                return f"from {module} import {found}" + (f" as {name}" if name != found else "")
        module = getattr(value, "__module__", None)
        if (
            module in sys.modules
            and self._library(module)
            and (found := called(value, sys.modules[module])) is not None
        ):
            return f"from {module} import {found}" + (f" as {name}" if name != found else "")
        return None

    def _library(self, module: str) -> bool:
        file = getattr(sys.modules[module], "__file__", None)
        inside = file is None or any(
            Path(file).resolve().is_relative_to(root) for root in LIBRARIES
        )
        return inside and module != "__main__" and module.partition(".")[0] not in self._home

    def _statements(self, wanted: str, name: str, value: Any, scope: dict[str, Any]) -> None:
        """What a module says to bind a value to a name: assignments, decorated definitions, rules
        added to them."""
        bound = next((n for n in (wanted, *scope) if scope.get(n) is value), None)
        found = (
            []
            if bound is None
            else [n for n in tree(scope.get("__file__") or "", scope).body if binds(n, bound)]
        )
        if bound is None or not found:
            raise Unavailable(f"it uses {wanted}, whose definition can't be found")
        for node in map(copy.deepcopy, found):
            if isinstance(node, ast.ImportFrom):
                module = importlib.util.resolve_name(
                    "." * node.level + (node.module or ""), scope.get("__package__")
                )
                original = next(a.name for a in node.names if (a.asname or a.name) == bound)
                there = vars(sys.modules[module])
                if there.get(original) is not value:  # a package that looks its names up when asked
                    there = vars(sys.modules[value.__module__])
                self._statements(original, name, value, there)
                continue
            node = plain(node)
            values = {n: scope[n] for n in free_names(node, scope) if n in scope and n != bound}
            self._define(renamed(node, {bound: name}, bound=True), values, scope)
