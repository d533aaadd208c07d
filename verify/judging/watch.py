"""Whether a claim differentiates, and so agrees with autodiff for nothing.

Seen at run time, by what JAX's differentiation makes while the claim is traced, and in the code,
since what was traced before is not traced again; callbacks and complex numbers are told by the
program.
"""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import jax
import numpy as np
from jax._src.interpreters import ad

TRANSFORMS = frozenset(
    [
        "grad",
        "value_and_grad",
        "jvp",
        "vjp",
        "linearize",
        "jacfwd",
        "jacrev",
        "jacobian",
        "hessian",
        "linear_transpose",
        "saved_residuals",
        "fwd_and_bwd",
    ]
)
"""Names of JAX's differentiation."""
CALLBACKS = ("pure_callback", "io_callback", "debug_callback", "callback")
"""Primitives behind which anything may be computed."""


@contextlib.contextmanager
def watching() -> Iterator[list[str]]:
    """Fill a list with what JAX made to differentiate, by class, while the block runs."""
    seen: list[str] = []
    classes = [c for name in ("JVPTrace", "LinearizeTrace") if (c := getattr(ad, name, None))]
    originals = [c.__init__ for c in classes]

    def noting(name: str, original: Callable[..., None]) -> Callable[..., None]:
        def init(self: Any, *args: Any, **kwargs: Any) -> None:
            seen.append(name)
            original(self, *args, **kwargs)

        return init

    try:
        for c, original in zip(classes, originals, strict=True):
            c.__init__ = noting(c.__name__, original)
        yield seen
    finally:
        for c, original in zip(classes, originals, strict=True):
            c.__init__ = original


def opaque(jaxpr: Any) -> str | None:
    """What a program holds that may differentiate unseen: a callback, or complex numbers."""
    for eqn in jaxpr.eqns:
        if eqn.primitive.name in CALLBACKS:
            return "a callback"
        if any(np.issubdtype(v.aval.dtype, np.complexfloating) for v in eqn.outvars
               if hasattr(v.aval, "dtype")):  # fmt: skip
            return "complex numbers"
        for value in jax.tree.leaves([*eqn.params.values()], is_leaf=lambda v: hasattr(v, "eqns")):
            inner = getattr(value, "jaxpr", value) if hasattr(value, "eqns") else None
            if inner is not None and (found := opaque(inner)):
                return found
    return None


def differentiates(f: Callable[..., Any]) -> bool:
    """Whether a function's code, or that of functions it refers to, names JAX's differentiation or
    what it made."""
    return _reaches(f, set())


def _reaches(f: Any, seen: set[int]) -> bool:
    """Whether a callable is JAX's differentiation, was made by it, or refers to either."""
    if id(f) in seen:
        return False
    seen.add(id(f))
    if any(f is transform for transform in _transforms()) or _made_by_jax(f):
        return True
    if (inner := getattr(f, "__wrapped__", None)) is not None and _reaches(inner, seen):
        return True
    if not isinstance(f, FunctionType) or _library(f):
        return False
    names = _names(f.__code__)
    cells = [c.cell_contents for c in f.__closure__ or () if _filled(c)]
    meant = [f.__globals__[n] for n in sorted(names) if n in f.__globals__] + cells
    if any(v is jax for v in meant) and TRANSFORMS & names:
        return True
    return any(_reaches(v, seen) for v in meant if callable(v) and not isinstance(v, type))


def _transforms() -> list[Any]:
    return [getattr(jax, name) for name in TRANSFORMS if hasattr(jax, name)]


def _made_by_jax(f: Any) -> bool:
    """Whether it is what ``jax.grad`` and its like return, or of jax.experimental.jet."""
    if getattr(f, "__module__", None) == "jax.experimental.jet":
        return True
    code = getattr(f, "__code__", None)
    if code is None or Path(code.co_filename).parts[-3:] != ("jax", "_src", "api.py"):
        return False
    return code.co_name in ("grad_f", "grad_f_aux", "value_and_grad_f", "jacfun")


def _library(f: FunctionType) -> bool:
    return (f.__module__ or "").partition(".")[0] in ("jax", "numpy", "scipy")


def _filled(cell: Any) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False


def _names(code: CodeType) -> set[str]:
    """The global names and attributes that code uses, at any depth."""
    inner = [c for c in code.co_consts if isinstance(c, CodeType)]
    return {*code.co_names}.union(*map(_names, inner)) if inner else {*code.co_names}
