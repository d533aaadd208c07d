"""What was measured, as a hash: the code of a claim and its formula, and the versions that compile
it."""

import functools
import hashlib
import inspect
import platform
from collections.abc import Callable, Iterator
from importlib.metadata import version
from types import CodeType, FunctionType
from typing import Any

from closedform.formulas import Claim

PACKAGES = ("jax", "jaxlib", "numpy")
"""Packages on whose versions a timing depends."""
DIGITS = 12
"""Hexadecimal digits of a hash."""
PLAIN = (int, float, complex, str)
"""Types of values outside a function that count by their value, as tuples of these do."""
OURS = "closedform"
"""The package of our own that claims are written with."""


@functools.cache
def versions() -> dict[str, str]:
    """Of Python and the packages that a timing depends on."""
    return {
        "python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
    }


def fingerprint(claims: list[Claim]) -> str:
    """A hash of what all forms of a claim compute, of where their arguments are drawn, and of the
    versions.

    It stays the same where only comments, docstrings, lines or neighbours change. Functions and
    classes that the claim calls count too, where they stand in the same package or among our own.
    """
    formula = claims[0].formula
    parts = [repr(versions()), formula.signature, *_function(formula.function, set())]
    for claim in claims:
        domains = [(name, claim.domain(name).__name__) for name in formula.variables]
        parts += [claim.id, repr(domains), *_function(claim.function, set())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:DIGITS]


def reaches(f: Callable[..., Any], target: Callable[..., Any]) -> bool:
    """Whether the function is the target, or calls it, itself or through functions that count in
    its hash."""
    seen: set[int] = set()
    for _ in _function(f, seen):
        pass
    return id(inspect.unwrap(target)) in seen


def _function(f: Callable[..., Any], seen: set[int]) -> Iterator[str]:
    """A function's code, its defaults, what it closes over, and the same of the functions that it
    calls."""
    f = inspect.unwrap(f)
    if not isinstance(f, FunctionType) or id(f) in seen:
        return
    seen.add(id(f))
    yield from _code(f.__code__, f.__doc__)
    home = _package(f)
    asked = [f.__globals__.get(name) for name in _names(f.__code__)]
    closed = [cell.cell_contents for cell in f.__closure__ or ()]
    for value in [*asked, *closed, *(f.__defaults__ or ()), *(f.__kwdefaults__ or {}).values()]:
        yield from _value(value, home, seen)


def _value(value: Any, home: str, seen: set[int]) -> Iterator[str]:
    """A plain value's words, the code of what can be called; nothing of what stands neither in that
    package nor in ours."""
    called = getattr(value, "function", value)  # a formula calls its function
    if _plain(value):
        yield repr(value)
    elif callable(called) and _package(called) in (home, OURS):
        yield from _class(called, seen) if isinstance(called, type) else _function(called, seen)


def _class(kind: type, seen: set[int]) -> Iterator[str]:
    """What its members are, and those of the classes that it builds upon."""
    if id(kind) in seen:
        return
    seen.add(id(kind))
    home = _package(kind)
    for base in kind.__mro__:
        if _package(base) in (home, OURS):
            for name, member in sorted(vars(base).items()):
                inside = _inside(member)
                if callable(inside) or not name.startswith(
                    "__"
                ):  # its module, its docstring and the like do not count
                    yield name
                    yield from _value(inside, home, seen)


def _inside(member: Any) -> Any:
    """The function inside a property, a cached property, or a static or class method; anything else
    as it is."""
    for name in ("fget", "func", "__func__"):
        member = getattr(member, name, member)
    return member


def _plain(value: Any) -> bool:
    return isinstance(value, PLAIN) or (isinstance(value, tuple) and all(map(_plain, value)))


def _package(f: Callable[..., Any]) -> str:
    return (getattr(inspect.unwrap(f), "__module__", None) or "").partition(".")[0]


def _code(code: CodeType, doc: str | None = None) -> Iterator[str]:
    """Instructions, names and constants, but for the docstring and for None, which stands where
    there is none."""
    yield repr((code.co_code, code.co_names, code.co_varnames, code.co_argcount))
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _code(constant)
        elif isinstance(constant, frozenset):
            yield repr(sorted(constant, key=repr))
        elif constant is not None and constant != doc:
            yield repr(constant)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
