"""A claim at one draw, judged by programs that are compiled already."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from closedform.formulas import Claim, Kronecker, gather
from closedform.verify.draws.random import Draw, draw, even
from closedform.verify.judging.tolerance import COPIES
from closedform.verify.kinds import of
from closedform.verify.oracles.closed import closed
from closedform.verify.site import Site, arrays, site

CLAIMS = {claim.id: claim for claim in gather()[0]}
SIZES = {"n": 5}


@pytest.fixture(autouse=True)
def double() -> Any:
    with jax.enable_x64(True):
        yield


def drawn(claim: Claim, sizes: Mapping[str, int] = SIZES, seed: int = 3) -> Draw:
    return draw(claim, sizes, seed, even(sizes))


def at(id: str, sizes: Mapping[str, int] = SIZES) -> tuple[Site, Callable[..., Any], str, list]:
    """The site of a claim, its program, and an autodiff mode with what it returns everywhere."""
    claim = CLAIMS[id]
    where = site(claim, sizes, drawn(claim, sizes), 3)
    mode, method = next(iter(of(claim).modes(sizes).items()))
    return where, closed(claim, sizes, factors=True), mode, where.everywhere(jax.jit(method))


@pytest.mark.parametrize(
    "id",
    [
        "log_det.gradient.X",
        "log_det.hessian.X.form-factors",
        "log_det.hvp.X.along-Symmetric",
        "log_det.gradient.X.on-Symmetric",
        "log_det.hessian.X.along-Symmetric",
    ],
)
def test_a_right_claim_is_verified_in_every_sense(id: str) -> None:
    where, program, mode, want = at(id)
    verdict = where.verdict(CLAIMS[id], where.everywhere(program), mode, want)
    assert (verdict.status, verdict.id) == ("verified", id)
    assert 0 <= (verdict.share or 0) <= 1


def test_a_wrong_one_is_refuted_and_nobody_looks_for_its_cause() -> None:
    where, program, mode, want = at("log_det.gradient.X")
    got = [2 * leaf for leaf in where.everywhere(program)]
    verdict = where.verdict(where.claim, got, mode, want)
    assert (verdict.status, verdict.cause, verdict.causes) == ("refuted", None, [])
    assert (verdict.share or 0) > 1


def test_one_of_another_shape_is_refuted_by_its_shape() -> None:
    where, program, mode, want = at("log_det.gradient.X")
    got = [leaf[..., 0] for leaf in where.everywhere(program)]
    verdict = where.verdict(where.claim, got, mode, want)
    assert (verdict.status, verdict.cause) == ("refuted", "wrong-shape")
    assert verdict.detail == "it returns arrays of shapes ((5,),); wanted ((5, 5),)"


def test_it_holds_the_draw_and_its_copies_with_tangents_as_the_claim_gets_them() -> None:
    claim = CLAIMS["log_det.hvp.X.along-Symmetric"]
    first = drawn(claim)
    where = site(claim, SIZES, first, 3)
    assert len(where.draws) == 1 + COPIES
    assert (where.draws[0].args["X"] == first.args["X"]).all()
    assert not (first.tangents["dX"] == first.tangents["dX"].T).all()
    for d in where.draws:
        assert d.tangents["dX"] == pytest.approx(d.tangents["dX"].T, abs=1e-12)
    apart = [np.abs(d.args["X"] - first.args["X"]).max() for d in where.draws[1:]]
    assert 0 < max(apart) < 1e-7
    assert where.value.shape == (1,)
    assert where.frame.along[0].shape == (1 + COPIES, 15, 5, 5)


def single(program: Callable[..., Any], d: Draw) -> list[np.ndarray]:
    """What a program returns in float32."""
    with jax.enable_x64(False):
        parts = ({k: jnp.asarray(a, "float32") for k, a in p.items()} for p in (d.args, d.tangents))
        return arrays(jax.jit(program)(*parts))


def test_what_is_computed_in_float32_is_held_against_float64_where_float32_can_be() -> None:
    where, program, mode, want = at("log_det.gradient.X")
    method = of(where.claim).modes(SIZES)[mode]
    truth = where.truth(jax.jit(method), want, "float32")
    exact = np.asarray(truth.draw.args["X"], "float32")
    assert (truth.draw.args["X"] == exact).all()
    right, rival = single(program, truth.draw), single(method, truth.draw)
    assert 0 < truth.share(right, rival) <= 1
    for wrong in ([0 * right[0]], [1.01 * right[0]], [right[0].T]):
        assert truth.share(wrong, rival) > 1
    assert math.isinf(truth.share([right[0] * np.nan], rival))
    assert math.isinf(truth.share([right[0] + np.inf], rival))


def test_a_rival_that_is_far_off_buys_no_tolerance_for_what_is_wrong() -> None:
    where, program, mode, want = at("log_det.gradient.X")
    truth = where.truth(jax.jit(of(where.claim).modes(SIZES)[mode]), want, "float32")
    right = single(program, truth.draw)
    for rival in ([0 * right[0]], [np.nan * right[0]], [1e9 * right[0]]):
        assert truth.share([0 * right[0]], rival) > 1
        assert truth.share(right, rival) <= 1


def test_in_float64_the_truth_is_at_the_draw_itself() -> None:
    where, program, mode, want = at("log_det.gradient.X")
    truth = where.truth(jax.jit(of(where.claim).modes(SIZES)[mode]), want, "float64")
    assert truth.draw is where.draws[0]
    right = arrays(jax.jit(program)(truth.draw.args, truth.draw.tangents))
    rival = [leaf[0] for leaf in want]
    assert truth.share(right, rival) <= 1
    assert truth.share([right[0] * (1 + 1e-9)], rival) > 1


def test_factors_are_multiplied_out_in_float64() -> None:
    A, B = (np.arange(4.0).reshape(2, 2).astype("float32") for _ in range(2))
    (found,) = arrays((Kronecker(jnp.asarray(A), jnp.asarray(B)),))
    assert found.dtype == np.float64
    assert (found == np.kron(A, B)).all()
