"""Sizes: all different first, then all equal, then ones; legal, and the same for the same seed."""

import numpy as np
import pytest

from closedform.formulas import catalogue
from closedform.verify.draws.random import draw, rounds

CLAIMS = catalogue().claims


@pytest.mark.parametrize("seed", range(5))
def test_rounds(seed):
    for id, claim in CLAIMS.items():
        plan = rounds(claim, 20, seed)
        assert sum(len(r.seeds) for r in plan) == 20, id
        assert [s for r in plan for s in r.seeds] == list(range(seed, seed + 20)), id
        assert all(claim.formula.allows(r.sizes) for r in plan), id
        first = plan[0].sizes
        assert len(set(first.values())) == len(first), id
        assert min(first.values(), default=2) >= 2, id
        assert (
            sum(len(r.seeds) for r in plan if r.name.startswith(("all sizes different", "scalars")))
            >= 15
        ), id
        if len(first) > 1 and claim.formula.where is None:
            assert any(len(set(r.sizes.values())) == 1 for r in plan), id
        if claim.formula.where is None and first:
            assert any(1 in r.sizes.values() for r in plan), id


def test_the_same_seed_gives_the_same_draw():
    claim = CLAIMS["log_det.hvp.X"]
    a, b, c = (draw(claim, {"n": 3}, seed) for seed in (1, 1, 2))
    assert (a.args["X"] == b.args["X"]).all()
    assert (a.tangents["dX"] == b.tangents["dX"]).all()
    assert not (a.args["X"] == c.args["X"]).any()


def test_few_draws_are_enough_for_few_rounds():
    assert len(rounds(CLAIMS["two_layer_batch.gradient.W1-b1-W2-b2"], 1, 0)) == 1


def test_shapes_vary_with_the_seed():
    claim = CLAIMS["multinomial_logistic.gradient.W"]
    assert len({tuple(rounds(claim, 20, seed)[0].sizes.values()) for seed in range(10)}) > 3


def test_condition_numbers_reach_the_arguments():
    X = draw(CLAIMS["log_det.gradient.X"], {"n": 5}, 0, cond=1e3).args["X"]
    assert np.linalg.cond(X) == pytest.approx(1e3)
