"""The oracle that uses no autodiff: central differences of the function's own values, extrapolated.

The program evaluates the function at points x + hV (and x + hV + hW for second derivatives) for a
ladder of steps h; here the quotients are extrapolated to h = 0 by Richardson's table, whose own
disagreement is the error estimate.
"""

import itertools
from dataclasses import dataclass

import numpy as np

STEPS = 2.0 ** -np.arange(3, 10)
"""Steps h, relative to the size of x."""
EPS = 2.0**-52
RESOLVED = 1e-3
"""Largest error estimate, relative to the larger value, at which differences say anything."""
SAFETY = 32.0
"""How many error estimates apart two values must lie to contradict each other."""
FLAT = 2.0**-40
"""Part of the largest value of several draws below which a draw's own is nothing."""
NOISE = 2.0**10
"""How many rounding errors an error estimate may be that says nothing but rounding."""
FLOOR = 1e-6
"""Relative difference below which nothing is called a contradiction."""


@dataclass(frozen=True)
class Estimate:
    """Extrapolated derivatives, elementwise, each with the error that the table itself shows."""

    value: np.ndarray
    error: np.ndarray


def offsets(order: int) -> np.ndarray:
    """The multiples of the probing tangents at which values are taken, points x order.

    Of first order +STEPS, -STEPS and 0; of higher orders every corner, at each of STEPS.
    """
    if order == 1:
        return np.concatenate([STEPS, -STEPS, [0.0]])[:, None]
    corners = itertools.product((1.0, -1.0), repeat=order)
    return np.concatenate([np.outer(STEPS, signs) for signs in corners])


def estimate(values: np.ndarray, h: np.ndarray, order: int) -> Estimate:
    """The derivative of this order along the probing tangents, from values at `offsets`."""
    with np.errstate(all="ignore"):
        return first_order(values, h) if order == 1 else mixed(values, h, order)


def first_order(values: np.ndarray, h: np.ndarray) -> Estimate:
    """Directional derivative from values at ``x + c h V``.

    Args:
        values: draws x (2K + 1) x output, at c = +STEPS, -STEPS, 0.
        h: draws; the size of x that STEPS are relative to.
    """
    K = len(STEPS)
    plus, minus = values[:, :K], values[:, K : 2 * K]
    step = _steps(h, values.ndim)
    return richardson((plus - minus) / (2 * step), 4.0, _rounding(values) / step)


def one_sided(values: np.ndarray, h: np.ndarray, sign: int) -> Estimate:
    """The derivative along V from the side of `sign`; where the two sides differ, there is none."""
    K = len(STEPS)
    side = values[:, :K] if sign > 0 else values[:, K : 2 * K]
    step = _steps(h, values.ndim)
    return richardson(sign * (side - values[:, 2 * K :]) / step, 2.0, 2 * _rounding(values) / step)


def mixed(values: np.ndarray, h: np.ndarray, order: int) -> Estimate:
    """The derivative along V_1, ..., V_k, once each, from values at the corners
    ``x + h (c_1 V_1 + ... + c_k V_k)``.

    Args:
        values: draws x 2^k K, in the order of `offsets`.
        h: as in `first_order`.
    """
    corners = np.split(values, 2**order, axis=1)
    step = _steps(h, values.ndim) ** order
    signs = itertools.product((1.0, -1.0), repeat=order)
    total = sum(np.prod(s) * corner for s, corner in zip(signs, corners, strict=True))
    return richardson(total / (2**order * step), 4.0, _rounding(values) / step)


def richardson(quotients: np.ndarray, ratio: float, rounding: np.ndarray) -> Estimate:
    """Extrapolate quotients (draws x K x ...) at halved steps, whose error is a series in h^p with
    2^p = `ratio`.

    Of the whole table the entry with the least error estimate is taken: the larger of its distances
    from its two parents, and the rounding error of the quotients it is made of."""
    table, noise = quotients, np.broadcast_to(rounding, quotients.shape)
    best = quotients[:, 0]
    error = np.full(best.shape, np.inf)
    for order in range(1, quotients.shape[1]):
        factor = ratio**order
        following = (factor * table[:, 1:] - table[:, :-1]) / (factor - 1)
        apart = np.maximum(np.abs(following - table[:, 1:]), np.abs(following - table[:, :-1]))
        noise = noise[:, 1:]
        estimate = np.maximum(apart, noise)
        for k in range(following.shape[1]):
            better = estimate[:, k] < error
            best = np.where(better, following[:, k], best)
            error = np.where(better, estimate[:, k], error)
        table = following
    return Estimate(best, error)


def compare(predicted: np.ndarray, estimate: Estimate) -> np.ndarray:
    """For each draw +1 (agree), -1 (contradict) or 0 (can't tell), of predictions draws x ..."""
    flat = predicted.reshape(len(predicted), -1)
    value, error = (a.reshape(flat.shape) for a in (estimate.value, estimate.error))
    size = np.maximum(np.abs(flat), np.abs(value)).max(axis=1, keepdims=True)
    resolved = np.isfinite(value) & (error <= RESOLVED * size)
    apart = np.abs(flat - value)
    bad = resolved & ~(apart <= np.maximum(SAFETY * error, FLOOR * size))
    good = resolved & ~bad
    return np.where(bad.any(axis=1), -1, np.where(good.all(axis=1), 1, 0))


def steady(values: np.ndarray, h: np.ndarray, order: int) -> np.ndarray:
    """For each draw, whether the quotients come to a limit: to one that is known to some digits, or
    to nothing but rounding. Where a function swings within the smallest step they don't, however
    small they look beside what is predicted."""
    found = estimate(values, h, order)
    step = _steps(h, values.ndim)[:, -1:] ** order
    noise = (NOISE * _rounding(values) / step)[:, 0]
    size, error, rounding = (
        np.abs(np.asarray(a)).reshape(len(values), -1).max(axis=1, initial=0.0)
        for a in (found.value, found.error, noise)
    )
    return np.asarray((error <= RESOLVED * size) | (error <= rounding))


def taylor_slope(values: np.ndarray, predicted: np.ndarray, h: np.ndarray) -> float | None:
    """Slope in log-log of the remainder ||f(x + hV) - f(x) - L(hV)|| over h: 2 for the right L, 1
    for a wrong one.

    None where the remainder is rounding error only (f is linear along V).
    """
    K = len(STEPS)
    step = _steps(h, values.ndim)
    rest = values[:, :K] - values[:, 2 * K :] - step * predicted[:, None]
    norms = np.sqrt((rest.reshape(*rest.shape[:2], -1) ** 2).sum(axis=-1))
    size = np.abs(values).reshape(len(values), -1).max(axis=1, initial=0)
    clear = (norms[:, [0, 3]] > 1e5 * EPS * size[:, None]).all(axis=1) & np.isfinite(norms).all(
        axis=1
    )
    if not clear.any():
        return None
    return float(np.median(np.log2(norms[clear, 0] / norms[clear, 3]) / 3))


def _rounding(values: np.ndarray) -> np.ndarray:
    """Rounding error of each draw's values: an entry may be what is left of larger ones, as in X
    X^-1, and where a function has gone flat in float64 it says nothing at all."""
    own = np.abs(values).max(axis=tuple(range(1, values.ndim)), keepdims=True)
    finite = own[np.isfinite(own)]
    return EPS * (own + FLAT * finite.max(initial=0.0))


def _steps(h: np.ndarray, ndim: int) -> np.ndarray:
    return (h[:, None] * STEPS).reshape(len(h), len(STEPS), *(1,) * (ndim - 2))
