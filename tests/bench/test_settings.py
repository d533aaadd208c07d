"""How a budget is shared out."""

import math

import pytest

from closedform.bench import plan
from closedform.bench.settings import settings
from closedform.formulas import gather


@pytest.mark.parametrize(
    ("budget", "cells", "seconds", "limit", "patience"),
    [
        (540, 500, 1.08, 54, 4.32),
        (3600, 100, 2.0, 120, 144),
        (10, 1000, 0.25, 30, 4),
        (math.inf, 0, 2.0, 120, math.inf),
    ],
)
def test_a_budget_is_shared_out(
    budget: float, cells: int, seconds: float, limit: float, patience: float
) -> None:
    (cell,) = plan.plan(gather(["least_squares.gradient.x"])[0], "4")[0]
    found = settings([cell] * cells, budget)
    assert (found.seconds, found.time_limit, found.budget) == (seconds, limit, budget)
    assert found.patience == pytest.approx(patience)


def test_seconds_that_are_asked_for_are_given() -> None:
    assert settings([], 1.0, seconds=7.0, seed=3).seconds == 7.0
