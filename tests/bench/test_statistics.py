"""Intervals against known binomial numbers, and by simulation."""

import math
import random

import pytest

from closedform.bench.statistics import (
    log_ratios,
    median_interval,
    odd,
    ratio,
    verdict,
)


@pytest.mark.parametrize(
    ("n", "k", "coverage"),
    [
        (6, 0, 0.9688),
        (7, 0, 0.9844),
        (9, 1, 0.9609),
        (10, 1, 0.9785),
        (15, 3, 0.9648),
        (20, 5, 0.9586),
        (30, 9, 0.9572),
    ],
)
def test_the_ends_are_the_order_statistics_of_the_tables(n: int, k: int, coverage: float) -> None:
    values = random.Random(0).sample(range(n), n)
    low, high, exact = median_interval(values)
    assert (low, high) == (k, n - 1 - k)
    assert exact == pytest.approx(coverage, abs=5e-5)


def test_coverage_is_at_least_what_was_asked_and_one_step_further_is_not() -> None:
    for n in range(6, 60):
        low, _, exact = median_interval(range(n))
        inside = 1 - 2 * sum(math.comb(n, i) for i in range(int(low) + 2)) / 2**n
        assert exact >= 0.95 > inside


@pytest.mark.parametrize("n", [0, 1, 5])
def test_too_few_samples_are_refused(n: int) -> None:
    with pytest.raises(ValueError, match="take at least 6"):
        median_interval([1.0] * n)


def test_simulated_coverage_is_the_stated_one() -> None:
    rng, true = random.Random(7), 1.7
    held, stated = 0, 0.0
    for _ in range(2000):
        reference = [rng.lognormvariate(0, 1) for _ in range(11)]
        samples = [r / true * rng.lognormvariate(0, 0.3) for r in reference]
        found = ratio(reference, samples)
        held += found.low <= true <= found.high
        stated = found.coverage
    assert held / 2000 == pytest.approx(stated, abs=0.01)


def test_noise_that_blocks_share_cancels() -> None:
    rng = random.Random(1)
    slow = [rng.lognormvariate(0, 2) for _ in range(11)]
    found = ratio([3 * s for s in slow], slow)
    assert (found.ratio, found.low, found.high) == pytest.approx((3, 3, 3))


def test_a_ratio_above_one_is_a_faster_method() -> None:
    assert log_ratios([2.0], [1.0]) == [math.log(2)]


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (1.01, 2, "wins"),
        (0.5, 0.99, "loses"),
        (0.9, 1.1, "ties"),
        (1.0, 1.2, "ties"),
        (0.8, 1.0, "ties"),
    ],
)
def test_an_interval_that_holds_one_is_a_tie(low: float, high: float, word: str) -> None:
    assert verdict(low, high) == word


@pytest.mark.parametrize(("n", "expected"), [(11, 11), (12, 11), (12.9, 11), (41, 41), (7.0, 7)])
def test_odd(n: float, expected: int) -> None:
    assert odd(n) == expected
