"""A closed form in 50-digit arithmetic: an interpreter of its jaxpr on NumPy arrays of mpmath
numbers.

Floating-point arrays become object arrays of ``mpf``; integers and booleans stay NumPy's, and what
has no floating-point input is left to JAX itself."""

import math
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any

import mpmath
import numpy as np
from jax.extend.core import ClosedJaxpr, Literal

from closedform.verify.exact import arithmetic, library, linalg, moves, reductions, special
from closedform.verify.exact.arithmetic import TooLong, is_precise
from closedform.verify.exact.arithmetic import Unsupported as Unsupported
from closedform.verify.exact.arithmetic import lift as lift

DIGITS = 50
"""Decimal digits of every operation."""
OPERATIONS = 10_000_000
"""Operations that one evaluation may take: some ten seconds."""
SPECIAL = 1000
"""Operations that a special function counts as."""
RULES = arithmetic.RULES | special.RULES | reductions.RULES | moves.RULES | linalg.RULES
EXACT = {*arithmetic.EXACT, *moves.SHAPES}


def precision() -> Any:
    """A context in which mpmath numbers are computed with DIGITS digits; differences of results
    belong in it too."""
    return mpmath.workdps(DIGITS)


def evaluate(program: ClosedJaxpr, arguments: Sequence[Any]) -> list[np.ndarray]:
    """What a traced function returns, to DIGITS digits: object arrays of mpf for its floating-point
    outputs.

    Args:
        program: from ``jax.make_jaxpr`` at the arguments' shapes.
        arguments: one array for each of its inputs; float64 is taken as exact, mpf as it is.

    Raises:
        Unsupported: it holds a primitive that has no rule here, or complex numbers, or takes more
            than OPERATIONS; the message says which.
    """
    token = _left.set([OPERATIONS])
    try:
        with precision(), np.errstate(all="ignore"):
            return _run(program, [lift(a) for a in arguments])
    finally:
        _left.reset(token)


_left: ContextVar[list[int]] = ContextVar("operations left")


def _spend(name: str, eqn: Any, values: Sequence[np.ndarray]) -> None:
    """Count an equation's operations."""
    entries = sum(math.prod(v.aval.shape) for v in eqn.outvars)
    if name == "dot_general":
        (over, _), _ = eqn.params["dimension_numbers"]
        entries *= math.prod(values[0].shape[axis] for axis in over)
    elif name in linalg.RULES:
        entries *= max(max(a.shape, default=1) for a in values)
    elif name in special.RULES:
        entries *= SPECIAL
    left = _left.get()
    left[0] -= entries
    if left[0] < 0:
        raise TooLong(OPERATIONS)


def _run(program: Any, values: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Outputs of a jaxpr, closed or open."""
    jaxpr, consts = (
        (program.jaxpr, program.consts) if isinstance(program, ClosedJaxpr) else (program, [])
    )
    known = dict(zip([*jaxpr.constvars, *jaxpr.invars], [*map(lift, consts), *values], strict=True))

    def read(v: Any) -> np.ndarray:
        return lift(v.val) if isinstance(v, Literal) else known[v]

    for eqn in jaxpr.eqns:
        results = [lift(r) for r in _step(eqn, [read(v) for v in eqn.invars])]
        for v, result in zip(eqn.outvars, results, strict=True):
            assert result.shape == v.aval.shape, (
                f"{eqn.primitive.name}: {result.shape} where {v.aval.shape} was wanted"
            )
            known[v] = result
    return [read(v) for v in jaxpr.outvars]


def _step(eqn: Any, values: list[np.ndarray]) -> Sequence[Any]:
    name = eqn.primitive.name
    if (named := library.rule(eqn)) is not None:
        _spend("lgamma", eqn, values)
        return [named({}, *values)]
    if name in CONTROL:
        return CONTROL[name](eqn.params, values)
    if not any(map(is_precise, values)) and name not in EXACT:
        result = eqn.primitive.bind(*values, **eqn.params)
        return result if eqn.primitive.multiple_results else [result]
    _spend(name, eqn, values)
    if name in RULES:
        result = RULES[name](eqn.params, *values)
    elif name in moves.MOVES:
        result = moves.moved(eqn, values)
    else:
        raise Unsupported(name)
    return result if isinstance(result, (tuple, list)) else [result]


# ── Control flow ────────────────────────────────────────────────────────────────


def _call(params: dict[str, Any], values: list[np.ndarray]) -> list[np.ndarray]:
    inner = next(params[key] for key in ("jaxpr", "call_jaxpr", "fun_jaxpr") if key in params)
    return _run(inner, values)


def _cond(params: dict[str, Any], values: list[np.ndarray]) -> list[np.ndarray]:
    branches = params["branches"]
    return _run(branches[int(np.clip(int(values[0]), 0, len(branches) - 1))], values[1:])


def _platform_index(params: dict[str, Any], values: list[np.ndarray]) -> list[np.ndarray]:
    platforms = params["platforms"]
    return [
        np.asarray(next(i for i, p in enumerate(platforms) if p is None or "cpu" in p), np.int32)
    ]


def _while(params: dict[str, Any], values: list[np.ndarray]) -> list[np.ndarray]:
    k, n = params["cond_nconsts"], params["body_nconsts"]
    of_cond, of_body, carry = values[:k], values[k : k + n], values[k + n :]
    while (going := _run(params["cond_jaxpr"], [*of_cond, *carry])[0]).any():
        after = _run(params["body_jaxpr"], [*of_body, *carry])
        carry = [_chosen(going, new, old) for new, old in zip(after, carry, strict=True)]
    return carry


def _chosen(which: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """a where it holds, b elsewhere; it speaks of the leading axes, those of a batch."""
    return np.where(which.reshape(which.shape + (1,) * (a.ndim - which.ndim)), a, b)


def _scan(params: dict[str, Any], values: list[np.ndarray]) -> list[np.ndarray]:
    k, n, body, length = (
        params["num_consts"],
        params["num_carry"],
        params["jaxpr"],
        params["length"],
    )
    consts, carry, xs = values[:k], values[k : k + n], values[k + n :]
    ys = [
        np.empty((length, *a.shape), object if np.issubdtype(a.dtype, np.floating) else a.dtype)
        for a in body.out_avals[n:]
    ]
    for i in reversed(range(length)) if params["reverse"] else range(length):
        result = _run(body, [*consts, *carry, *(np.asarray(x[i], x.dtype) for x in xs)])
        carry = result[:n]
        for y, part in zip(ys, result[n:], strict=True):
            y[i] = part if part.ndim else part.item()
    return [*carry, *ys]


def _linear_solve(params: dict[str, Any], values: list[np.ndarray]) -> list[np.ndarray]:
    """A x = b by the solver that the caller supplied (LU, Cholesky)."""
    lengths, jaxprs = params["const_lengths"], params["jaxprs"]
    before = lengths.matvec + lengths.vecmat
    return _run(jaxprs.solve, [*values[before : before + lengths.solve], *values[sum(lengths) :]])


CALLS = (
    "jit",
    "pjit",
    "closed_call",
    "core_call",
    "checkpoint",
    "remat",
    "custom_jvp_call",
    "custom_vjp_call",
    "custom_vjp_call_jaxpr",
)
CONTROL: dict[str, Callable[[dict[str, Any], list[np.ndarray]], list[np.ndarray]]] = {
    **dict.fromkeys(CALLS, _call),
    "cond": _cond,
    "platform_index": _platform_index,
    "while": _while,
    "scan": _scan,
    "custom_linear_solve": _linear_solve,
}
"""Primitives that hold other programs."""
