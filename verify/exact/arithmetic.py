"""What primitives do to mpmath numbers entry by entry: arithmetic, elementary functions,
comparisons."""

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
            f"{what} has no rule in 50-digit arithmetic; add one to verify/exact/arithmetic.py"
        )
        self.what = what


class TooLong(Unsupported):
    """A program that takes too many operations."""

    def __init__(self, operations: int) -> None:
        Exception.__init__(self, f"it takes more than {operations:,} operations of 50 digits")


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


def each(f: Callable[..., Any], operands: int = 1) -> Rule:
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


def _power(x: Any, y: Any) -> Any:
    return mp.inf if x == 0 and y < 0 else x**y


def _remainder(x: Any, y: Any) -> Any:
    """What is left of x, with its sign, when y is taken away a whole number of times."""
    return x - y * mp.sign(x / y) * mp.floor(abs(x / y))


def _rounded(params: dict[str, Any], a: np.ndarray) -> np.ndarray:
    """The nearest whole number; of two, the even one, or the one further from zero."""
    even = int(params["rounding_method"]) == 1
    nearest = mp.nint if even else lambda x: mp.sign(x) * mp.floor(abs(x) + ONE / 2)
    return each(nearest)(params, a)


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


def _bits(params: dict[str, Any], a: np.ndarray) -> np.ndarray:
    """The bits of the nearest float64, as another type; of use for its sign."""
    return lift((a.astype(float) if is_precise(a) else a).view(params["new_dtype"]))


def _select(params: dict[str, Any], which: np.ndarray, *cases: np.ndarray) -> np.ndarray:
    which = np.broadcast_to(which, cases[0].shape).astype(int)
    result = cases[0]
    for k, case in enumerate(cases[1:], 1):
        result = np.where(which == k, case, result)
    return result


def _clamp(params: dict[str, Any], low: np.ndarray, x: np.ndarray, high: np.ndarray) -> np.ndarray:
    return boxed(np.minimum(np.maximum(x, low), high))


RULES: dict[str, Rule] = {
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
        n: each(getattr(mp, n))
        for n in ("exp", "expm1", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sqrt")
    },
    **{n: each(getattr(mp, n)) for n in ("asin", "acos", "atan", "asinh", "acosh", "atanh")},
    **{n: each(getattr(mp, n)) for n in ("sign", "floor", "ceil")},
    "div": each(_quotient, 2),
    "pow": each(_power, 2),
    "cbrt": each(lambda x: mp.sign(x) * mp.cbrt(abs(x))),
    "atan2": each(mp.atan2, 2),
    "log": each(_log),
    "log1p": each(lambda x: mp.log1p(x) if x != -1 else -mp.inf),
    "rem": each(_remainder, 2),
    "round": _rounded,
    "exp2": each(lambda x: mpmath.mpf(2) ** x),
    "logistic": each(lambda x: 1 / (1 + mp.exp(-x))),
    "rsqrt": each(lambda x: 1 / mp.sqrt(x)),
    "square": each(lambda x: x * x),
    "integer_pow": lambda params, a: each(lambda x: x ** params["y"])(params, a),
    "is_finite": lambda params, a: np.asarray(np.frompyfunc(mp.isfinite, 1, 1)(a), bool),
    "convert_element_type": _convert,
    "bitcast_convert_type": _bits,
    "select_n": _select,
    "clamp": _clamp,
    **dict.fromkeys(
        ("stop_gradient", "copy", "copy_p", "reduce_precision", "optimization_barrier"),
        lambda params, *a: list(a),
    ),
}
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
