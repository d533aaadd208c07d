"""Ratios of paired samples: medians with exact order-statistic intervals.

The samples of a block were taken side by side, so noise that lasts longer than a block cancels in
their ratio."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

CONFIDENCE = 0.95
"""Probability that an interval is to have at least."""


@dataclass(frozen=True)
class Ratio:
    """How many times faster a method is than its reference.

    ratio: median over blocks of reference time / method time; low, high: ends of its interval;
    coverage: exact probability that the interval holds the median, for independent blocks.
    """

    ratio: float
    low: float
    high: float
    coverage: float


def median_interval(
    x: Sequence[float], confidence: float = CONFIDENCE
) -> tuple[float, float, float]:
    """The narrowest interval between order statistics, equally far from both ends, that holds the
    median.

    With x sorted, ``P(x[k] <= median <= x[n-1-k]) = 1 - 2 P(Binomial(n, 1/2) <= k)`` for any
    continuous distribution.

    Args:
        x: independent samples, in any order.
        confidence: the least coverage wanted.

    Returns:
        lower end, upper end, exact coverage.

    Raises:
        ValueError: too few samples for that confidence.
    """
    x, n = sorted(x), len(x)
    outside = [
        2 * math.fsum(math.comb(n, i) for i in range(k + 1)) / 2**n for k in range((n + 1) // 2)
    ]
    fitting = [k for k, p in enumerate(outside) if 1 - p >= confidence]
    if not fitting:
        least = math.ceil(1 - math.log2(1 - confidence))
        raise ValueError(f"{n} samples give no interval of {confidence:.0%}; take at least {least}")
    k = fitting[-1]
    return x[k], x[n - 1 - k], 1 - outside[k]


def ratio(reference: Sequence[float], samples: Sequence[float]) -> Ratio:
    """The median of within-block ratios reference / samples, on the logarithm's scale, with its 95%
    interval.

    Both hold seconds a call in block order. Raises ValueError for fewer than 6 blocks or unequal
    lengths."""
    logs = log_ratios(reference, samples)
    low, high, coverage = median_interval(logs)
    return Ratio(math.exp(median(logs)), math.exp(low), math.exp(high), coverage)


def log_ratios(reference: Sequence[float], samples: Sequence[float]) -> list[float]:
    """log(reference / sample), block by block."""
    return [math.log(r / s) for r, s in zip(reference, samples, strict=True)]


def proportion(k: int, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The exact (Clopper and Pearson) interval of a proportion of which k in n were seen.

    Its ends are the proportions at which k or more, and k or fewer, have a probability of half what
    may be missed."""
    missed = (1 - confidence) / 2
    low = 0.0 if k == 0 else _root(lambda p: _at_most(n - k, n, 1 - p) - missed)
    high = 1.0 if k == n else _root(lambda p: missed - _at_most(k, n, p))
    return low, high


def _at_most(k: int, n: int, p: float) -> float:
    """P(Binomial(n, p) <= k), by logarithms: of many samples the coefficients are beyond a
    float."""
    if p in (0, 1):
        return float(p == 0 or k >= n)
    ways = (math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) for i in range(k + 1))
    return math.fsum(
        math.exp(way + i * math.log(p) + (n - i) * math.log1p(-p)) for i, way in enumerate(ways)
    )


def _root(f: Callable[[float], float]) -> float:
    """Where an increasing function on [0, 1] crosses 0, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if f(middle) > 0 else (middle, high)
    return (low + high) / 2


def verdict(low: float, high: float) -> str:
    """``wins``, ``loses``, or ``ties`` where the interval holds 1."""
    return "wins" if low > 1 else "loses" if high < 1 else "ties"


def spread(x: Sequence[float]) -> float:
    """Standard deviation of the bulk of x: 1.4826 times the median distance from the median."""
    middle = median(x)
    return 1.4826 * median(abs(v - middle) for v in x)


def odd(n: float) -> int:
    """The odd number at or just below n: its median is a sample."""
    return int(n) - (int(n) + 1) % 2
