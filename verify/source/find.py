"""Where a function's source stands, what it means by a name, and constants as expressions."""

import ast
import copy
import functools
import inspect
import linecache
import math
from types import CodeType, FunctionType, ModuleType
from typing import Any

import jax
import numpy as np
from jax.core import Tracer


class Unavailable(Exception):
    """Source that can't be written out, and why."""


def literal(value: Any) -> str | None:
    """A constant as an expression; None for what is none. An array of whole numbers is ``1.0``,
    ``2.0``, ..."""
    if type(value) in (type(None), bool, int, str, bytes, complex):
        return repr(value)
    if type(value) is float:
        return repr(value) if math.isfinite(value) else f'float("{value}")'
    if isinstance(value, (np.ndarray, np.generic, jax.Array)) and not isinstance(value, Tracer):
        return array(np.asarray(value), "jax.numpy" if isinstance(value, jax.Array) else "numpy")
    return _nested(value) if type(value) in (tuple, list, dict) else None


def _nested(value: Any) -> str | None:
    if type(value) is dict:
        pairs = [(literal(k), literal(v)) for k, v in value.items()]
        return (
            None
            if any(None in pair for pair in pairs)
            else "{" + ", ".join(f"{k}: {v}" for k, v in pairs) + "}"
        )
    parts = [literal(v) for v in value]
    inner = ", ".join(p for p in parts if p is not None) + (
        "," if type(value) is tuple and len(parts) == 1 else ""
    )
    return None if None in parts else f"({inner})" if type(value) is tuple else f"[{inner}]"


def array(a: np.ndarray, module: str = "jnp") -> str:
    """An array as an expression."""
    if not a.size:
        return f'{module}.zeros({a.shape}, "{a.dtype}")'
    dtype = "" if a.dtype == np.float64 else f', dtype="{a.dtype}"'
    clean = a + 0.0 if a.dtype == np.float64 else a
    return f"{module}.array({literal(clean.tolist())}{dtype})"


def definition(f: FunctionType) -> ast.FunctionDef | ast.Lambda:
    """A copy of the function's definition.

    Raises Unavailable where there is none to be had.
    """
    code = f.__code__
    asked = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    source = "".join(linecache.getlines(code.co_filename, f.__globals__))
    found = [
        node
        for node in _functions(source).get((code.co_firstlineno, code.co_name), [])
        if tuple(a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs))
        == asked
        and _spans(node, code)
    ]
    if not found:
        raise Unavailable(f"the source of {f.__name__} can't be found")
    return copy.deepcopy(
        min(found, key=lambda node: (node.end_lineno or 0, node.end_col_offset or 0))
    )


def tree(file: str, scope: dict[str, Any]) -> ast.Module:
    """A file's syntax tree."""
    return _parsed("".join(linecache.getlines(file, scope)))


@functools.lru_cache(maxsize=64)
def _functions(text: str) -> dict[tuple[int, str], list[ast.FunctionDef | ast.Lambda]]:
    """The functions of a file by their first line, decorators counted, and name."""
    found: dict[tuple[int, str], list[ast.FunctionDef | ast.Lambda]] = {}
    for node in ast.walk(_parsed(text)):
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
            found.setdefault((first, getattr(node, "name", "<lambda>")), []).append(node)
    return found


@functools.lru_cache(maxsize=64)
def _parsed(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError as error:
        raise Unavailable("the file it stands in has changed") from error


def _spans(node: ast.FunctionDef | ast.Lambda, code: CodeType) -> bool:
    """Whether the code's last instruction lies within the definition: it tells lambdas of one line
    apart."""
    if not isinstance(node, ast.Lambda):
        return True
    begin, end = (
        (node.body.lineno, node.body.col_offset),
        (node.body.end_lineno, node.body.end_col_offset),
    )
    last = [p for p in code.co_positions() if None not in p and p[3]][-1]
    # no None is left
    return begin <= (last[0], last[2]) and (last[1], last[3]) <= end  # type: ignore[operator]


def base_of(f: Any) -> FunctionType:
    """The function under wrappers such as ``jax.jit``, with a definition that shows them."""
    base = inspect.unwrap(f)
    if not isinstance(base, FunctionType):
        raise Unavailable(f"{getattr(f, '__name__', f)!s} is no plain function")
    if base is not f and not getattr(definition(base), "decorator_list", None):
        raise Unavailable(f"{f.__name__} was made from another function")
    return base


def look_up(name: str, f: FunctionType) -> Any:
    """What a function means by a name."""
    cells = dict(zip(f.__code__.co_freevars, f.__closure__ or (), strict=True))
    try:
        return cells[name].cell_contents if name in cells else f.__globals__[name]
    except (KeyError, ValueError):
        raise Unavailable(f"it uses {name}, which is not defined") from None


def called(value: Any, module: ModuleType) -> str | None:
    """The name by which a module has a value."""
    name = getattr(value, "__name__", None)
    if isinstance(name, str) and getattr(module, name, None) is value:
        return name
    return next((n for n, v in vars(module).items() if v is value and not n.startswith("_")), None)


def binds(node: ast.stmt, name: str) -> bool:
    """Whether a statement of a module binds the name, or adds a rule to it."""
    match node:
        case ast.Assign(targets=targets):
            return any(isinstance(t, ast.Name) and t.id == name for t in targets)
        case ast.AnnAssign(target=ast.Name(id=found)):
            return found == name
        case ast.ImportFrom(names=names):
            return any((a.asname or a.name) == name for a in names)
        case ast.ClassDef(name=found):
            return found == name
        case ast.FunctionDef(name=found, decorator_list=decorators):
            return found == name or any(_rule(d, name) for d in decorators)
        case ast.Expr(value=ast.Call(func=func)):
            return _rule(func, name)
        case _:
            return False


def _rule(node: ast.expr, name: str) -> bool:
    """``name.defjvp`` and its like."""
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    )
