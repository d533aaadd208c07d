"""Primitives that make fewer numbers of many, or put them in order: sums, products, extremes,
sorts."""

from collections.abc import Callable
from typing import Any

import numpy as np

from closedform.verify.exact.arithmetic import (
    ONE,
    ZERO,
    Rule,
    Unsupported,
    boxed,
    is_precise,
    lift,
)
from closedform.verify.exact.arithmetic import RULES as RULES_OF_ENTRIES


def _reduce(ufunc: np.ufunc, **initial: Any) -> Rule:
    return lambda params, a: boxed(ufunc.reduce(a, axis=tuple(params["axes"]), **initial))


def _running(ufunc: np.ufunc) -> Rule:
    def rule(params: dict[str, Any], a: np.ndarray) -> np.ndarray:
        axis = params["axis"]
        a = np.flip(a, axis) if params["reverse"] else a
        a = ufunc.accumulate(a, axis=axis)
        return np.flip(a, axis) if params["reverse"] else a

    return rule


def _log_sums(params: dict[str, Any], a: np.ndarray) -> np.ndarray:
    """Logarithms of running sums of exponentials."""
    exp, log = RULES_OF_ENTRIES["exp"], RULES_OF_ENTRIES["log"]
    return log(params, _running(np.add)(params, exp(params, a)))


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


RULES: dict[str, Rule] = {
    "reduce_sum": _reduce(np.add, initial=ZERO),
    "reduce_prod": _reduce(np.multiply, initial=ONE),
    "reduce_max": _reduce(np.maximum),
    "reduce_min": _reduce(np.minimum),
    "cumsum": _running(np.add),
    "cumprod": _running(np.multiply),
    "cumlogsumexp": _log_sums,
    "cummax": _running(np.maximum),
    "cummin": _running(np.minimum),
    "argmax": _extreme(np.argmax),
    "argmin": _extreme(np.argmin),
    "dot_general": _dot,
    "sort": _sort,
}
"""Primitive -> its rule: of its parameters and operands."""
