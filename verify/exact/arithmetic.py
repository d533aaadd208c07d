"""What each primitive does to arrays of mpmath numbers: arithmetic, comparisons, sums and products,
orders."""

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np

mp: Any = mpmath.mp
Rule = Callable[..., Any]


class Unsupported(Exception):
    """A primitive, or a kind of number, without a rule in 50-digit arithmetic."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} has no rule in 50-digit arithmetic; add one to verify/precise_rules.py"
        )
        self.what = what


def is_precise(a: np.ndarray) -> bool:
    """Whether it is an array of mpmath numbers."""
    return a.dtype == object


def lift(a: Any) -> np.ndarray:
    """An array of mpf from floating point, exactly; integers, booleans and what is mpf already as
    they are."""
    a = np.asarray(a, object) if isinstance(a, mpmath.mpf) else np.asarray(a)
    if np.issubdtype(a.dtype, np.complexfloating):
        raise Unsupported(f"the type {a.dtype}")
    return boxed(_to_mpf(a.astype(float))) if np.issubdtype(a.dtype, np.floating) else a


def boxed(a: Any) -> np.ndarray:
    """An object array, of what NumPy unpacked to a number."""
    return np.asarray(a, object)


_to_mpf = np.frompyfunc(mpmath.mpf, 1, 1)
ZERO, ONE = mpmath.mpf(0), mpmath.mpf(1)


# ── Elementwise ─────────────────────────────────────────────────────────────────


def _each(f: Callable[..., Any], operands: int = 1) -> Rule:
    """f entry by entry; nan where it is undefined or complex."""

    def one(*xs: Any) -> Any:
        try:
            y = f(*xs)
        except (ZeroDivisionError, ValueError, OverflowError):
            return mp.nan
        return (
            y
            if isinstance(y, mpmath.mpf)
            else mp.nan
            if isinstance(y, mpmath.mpc)
            else mpmath.mpf(y)
        )

    ufunc = np.frompyfunc(one, operands, 1)
    return lambda params, *arrays: boxed(ufunc(*arrays))


def _quotient(x: Any, y: Any) -> Any:
    return x / y if y else mp.nan if not x or mp.isnan(x) else mp.sign(x) * mp.inf


def _log(x: Any) -> Any:
    return mp.log(x) if x else -mp.inf


def _plain(ufunc: np.ufunc) -> Rule:
    return lambda params, *arrays: np.asarray(
        ufunc(*arrays), object if any(map(is_precise, arrays)) else None
    )


def _comparison(ufunc: np.ufunc) -> Rule:
    return lambda params, a, b: np.asarray(ufunc(a, b), bool)


def _convert(params: dict[str, Any], a: np.ndarray) -> np.ndarray:
    to = np.dtype(params["new_dtype"])
    if np.issubdtype(to, np.complexfloating):
        raise Unsupported(f"the type {to}")
    if np.issubdtype(to, np.floating):
        return a if is_precise(a) else lift(a.astype(float))
    return (
        a != 0 if to.kind == "b" else np.frompyfunc(int, 1, 1)(a) if is_precise(a) else a
    ).astype(to)  # type: ignore[union-attr]


def _select(params: dict[str, Any], which: np.ndarray, *cases: np.ndarray) -> np.ndarray:
    which = np.broadcast_to(which, cases[0].shape).astype(int)
    result = cases[0]
    for k, case in enumerate(cases[1:], 1):
        result = np.where(which == k, case, result)
    return result


def _clamp(params: dict[str, Any], low: np.ndarray, x: np.ndarray, high: np.ndarray) -> np.ndarray:
    return boxed(np.minimum(np.maximum(x, low), high))


ELEMENTWISE: dict[str, Rule] = {
    **{
        n: _plain(u)
        for n, u in {
            "add": np.add,
            "add_any": np.add,
            "sub": np.subtract,
            "mul": np.multiply,
        }.items()
    },
    **{
        n: _plain(u)
        for n, u in {
            "neg": np.negative,
            "max": np.maximum,
            "min": np.minimum,
            "abs": np.absolute,
        }.items()
    },
    **{
        n: _comparison(u)
        for n, u in {"eq": np.equal, "ne": np.not_equal, "lt": np.less, "le": np.less_equal}.items()
    },
    **{n: _comparison(u) for n, u in {"gt": np.greater, "ge": np.greater_equal}.items()},
    **{n: _comparison(u) for n, u in {"lt_to": np.less, "le_to": np.less_equal}.items()},
    **{
        n: _each(getattr(mp, n))
        for n in ("exp", "expm1", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sqrt", "cbrt")
    },
    **{
        n: _each(getattr(mp, n))
        for n in ("asin", "acos", "atan", "asinh", "acosh", "atanh", "erf", "erfc", "digamma")
    },
    **{n: _each(getattr(mp, n)) for n in ("sign", "floor", "ceil")},
    "erf_inv": _each(mp.erfinv),
    "div": _each(_quotient, 2),
    "pow": _each(lambda x, y: x**y, 2),
    "atan2": _each(mp.atan2, 2),
    "polygamma": _each(mp.psi, 2),
    "log": _each(_log),
    "log1p": _each(lambda x: mp.log1p(x) if x != -1 else -mp.inf),
    "exp2": _each(lambda x: mpmath.mpf(2) ** x),
    "logistic": _each(lambda x: 1 / (1 + mp.exp(-x))),
    "rsqrt": _each(lambda x: 1 / mp.sqrt(x)),
    "square": _each(lambda x: x * x),
    "lgamma": _each(lambda x: mp.log(abs(mp.gamma(x)))),
    "integer_pow": lambda params, a: _each(lambda x: x ** params["y"])(params, a),
    "is_finite": lambda params, a: np.asarray(np.frompyfunc(mp.isfinite, 1, 1)(a), bool),
    "convert_element_type": _convert,
    "select_n": _select,
    "clamp": _clamp,
    **dict.fromkeys(
        ("stop_gradient", "copy", "copy_p", "reduce_precision", "optimization_barrier"),
        lambda params, *a: list(a),
    ),
}


# ── Sums, products, orders ──────────────────────────────────────────────────────


def _reduce(ufunc: np.ufunc, **initial: Any) -> Rule:
    return lambda params, a: boxed(ufunc.reduce(a, axis=tuple(params["axes"]), **initial))


def _running(ufunc: np.ufunc) -> Rule:
    def rule(params: dict[str, Any], a: np.ndarray) -> np.ndarray:
        axis = params["axis"]
        a = np.flip(a, axis) if params["reverse"] else a
        a = ufunc.accumulate(a, axis=axis)
        return np.flip(a, axis) if params["reverse"] else a

    return rule


def _dot(params: dict[str, Any], a: np.ndarray, b: np.ndarray) -> np.ndarray:
    (over_a, over_b), (batch_a, batch_b) = params["dimension_numbers"]
    a, b = (lift(x.astype(float)) if not is_precise(x) else x for x in (a, b))
    free_a = [i for i in range(a.ndim) if i not in (*over_a, *batch_a)]
    free_b = [i for i in range(b.ndim) if i not in (*over_b, *batch_b)]
    shape = tuple(a.shape[i] for i in (*batch_a, *free_a)) + tuple(b.shape[i] for i in free_b)
    batch, over = (int(np.prod([a.shape[i] for i in axes])) for axes in (batch_a, over_a))
    if not over or not np.prod(shape):
        return np.full(shape, ZERO, object)
    left = a.transpose(*batch_a, *free_a, *over_a).reshape(batch, -1, over)
    right = b.transpose(*batch_b, *over_b, *free_b).reshape(batch, over, -1)
    return (left @ right).reshape(shape)


def _sort(params: dict[str, Any], *arrays: np.ndarray) -> list[np.ndarray]:
    if params["num_keys"] != 1:
        raise Unsupported("sort by several keys")
    order = np.argsort(arrays[0], axis=params["dimension"], kind="stable")
    return [np.take_along_axis(a, order, params["dimension"]) for a in arrays]


def _extreme(f: Callable[..., Any]) -> Rule:
    return lambda params, a: np.asarray(f(a, axis=params["axes"][0]), params["index_dtype"])


REDUCTIONS: dict[str, Rule] = {
    "reduce_sum": _reduce(np.add, initial=ZERO),
    "reduce_prod": _reduce(np.multiply, initial=ONE),
    "reduce_max": _reduce(np.maximum),
    "reduce_min": _reduce(np.minimum),
    "cumsum": _running(np.add),
    "cumprod": _running(np.multiply),
    "cummax": _running(np.maximum),
    "cummin": _running(np.minimum),
    "argmax": _extreme(np.argmax),
    "argmin": _extreme(np.argmin),
    "dot_general": _dot,
    "sort": _sort,
}


RULES: dict[str, Rule] = ELEMENTWISE | REDUCTIONS
"""Primitive -> its rule: of its parameters and operands."""
EXACT = (
    "add",
    "sub",
    "mul",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "convert_element_type",
    "select_n",
    "copy",
)
"""Rules that hold for integers and booleans too, which need no compiling then."""
