"""Ratios of paired samples: medians with exact order-statistic intervals.

The samples of a block were taken side by side, so noise that lasts longer than a block cancels in
their ratio."""

import math
from collections.abc import Sequence
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


def verdict(low: float, high: float) -> str:
    """``wins``, ``loses``, or ``ties`` where the interval holds 1."""
    return "wins" if low > 1 else "loses" if high < 1 else "ties"


def odd(n: float) -> int:
    """The odd number at or just below n: its median is a sample."""
    return int(n) - (int(n) + 1) % 2
