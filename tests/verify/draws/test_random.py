"""Arguments: the same for the same seed, and of the condition number asked for."""

import numpy as np
import pytest

from closedform.formulas import catalogue
from closedform.verify.draws.random import draw

CLAIMS = catalogue().claims


def test_the_same_seed_gives_the_same_draw():
    claim = CLAIMS["log_det.hvp.X"]
    a, b, c = (draw(claim, {"n": 3}, seed) for seed in (1, 1, 2))
    assert (a.args["X"] == b.args["X"]).all()
    assert (a.tangents["dX"] == b.tangents["dX"]).all()
    assert not (a.args["X"] == c.args["X"]).any()


def test_condition_numbers_reach_the_arguments():
    X = draw(CLAIMS["log_det.gradient.X"], {"n": 5}, 0, cond=1e3).args["X"]
    assert np.linalg.cond(X) == pytest.approx(1e3)
