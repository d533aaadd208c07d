"""Factors: whether there is one, and what it equals."""

import numpy as np
import pytest

from closedform.verify.causes import factors
from closedform.verify.causes.factors import Named, Seen


@pytest.mark.parametrize(
    ("c", "words"),
    [
        (2.0, "2"),
        (-0.5, "-1/2"),
        (1 / 3, "1/3"),
        (3.141592653589793, "1 * pi"),
        (2**0.5, "1 * sqrt(2)"),
        (0.123456789, "0.1234568"),
    ],
)
def test_a_number_in_words(c, words):
    assert factors.number(c) == words


@pytest.mark.parametrize(
    ("f", "named"),
    [
        (lambda n, t: 2.0, Named("2")),
        (lambda n, t: 3.0 / n, Named("3 * 1/N")),
        (lambda n, t: -n, Named("-N")),
        (lambda n, t: (n - 1) / n, Named("(N - 1)/N")),
        (lambda n, t: t * t, Named("t^2", of_arguments=True)),
        (lambda n, t: 2 * t / n, Named("2 * t / N", of_arguments=True)),
        (lambda n, t: np.sin(t), None),
    ],
)
def test_a_factor_by_sizes_and_arguments(f, named):
    draws = [(4, 1.3), (4, -0.4), (7, 2.1)]
    seen = [Seen({"N": n}, float(f(n, t)), {"t": t}) for n, t in draws]
    assert factors.name(seen) == named


def test_draws_that_tell_no_factor_are_passed_over():
    nan = float("nan")
    assert factors.name([Seen({}, nan, {}), Seen({}, 2.0, {}), Seen({}, 2.0, {})]) == Named("2")


@pytest.mark.parametrize(
    ("got", "want", "factor"),
    [
        ([1.0, 2.0], [3.0, 6.0], [3.0]),
        ([1.0, 2.0], [3.0, 6.1], None),
        ([0.0, 0.0], [1.0, 0.0], None),
        ([1.0, np.inf], [1.0, 2.0], None),
    ],
)
def test_a_factor_between_two_arrays(got, want, factor):
    assert factors.between([(np.array(got), np.array(want))]) == factor
