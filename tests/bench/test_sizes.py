"""Ladders: legal, short, deterministic."""

import pytest

import closedform.bench.sizes as ladders
from closedform.bench import plan
from closedform.bench.kinds import entries
from closedform.bench.sizes import ladder
from closedform.formulas import Claim, InputError, gather

CLAIMS = {claim.stem: claim for claim in gather()[0] if plan.why_not(claim) is None}
SPECS = ("small", "full", "16,64,256", "5")


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("claim", CLAIMS.values(), ids=list(CLAIMS))
def test_every_rung_is_legal_and_comes_again(claim: Claim, spec: str) -> None:
    found = ladder(claim, spec)
    assert found
    assert all(
        claim.formula.allows(sizes) and tuple(sizes) == claim.formula.dimensions for sizes in found
    )
    assert found == ladder(claim, spec)
    assert len({tuple(sizes.items()) for sizes in found}) == len(found)


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=list(CLAIMS))
def test_the_small_ladder_has_two_modest_rungs_at_most(claim: Claim) -> None:
    found = ladder(claim, "small")
    assert 1 <= len(found) <= 2
    assert max(entries(claim, sizes) for sizes in found) <= ladders.ENTRIES


def test_sizes_are_taken_smallest_first() -> None:
    assert ladder(CLAIMS["log_det.gradient.X"], "512,16,64") == [{"n": 16}, {"n": 64}, {"n": 512}]


def test_second_derivatives_by_matrices_stay_small_and_gradients_grow() -> None:
    assert ladder(CLAIMS["log_det.hessian.X"], "small") == [{"n": 16}, {"n": 32}]
    assert ladder(CLAIMS["log_det.gradient.X"], "small") == [{"n": 64}, {"n": 256}]


def test_the_full_ladder_grows_to_its_bound() -> None:
    assert ladder(CLAIMS["log_det.gradient.X"], "full")[-1] == {"n": 2048}
    assert [sizes["n"] for sizes in ladder(CLAIMS["log_det.hessian.X"], "full")] == [
        4,
        8,
        16,
        24,
        32,
        48,
    ]


def test_a_condition_on_sizes_is_met_nearby() -> None:
    sizes = ladder(CLAIMS["gaussian_mle.gradient.Sigma"], "64")[0]
    assert sizes == {"m": 64, "N": 65}


def test_one_shape_is_taken_as_it_is() -> None:
    claim = CLAIMS["least_squares.gradient.x"]
    assert ladder(claim, "n=3,m=7") == [{"m": 7, "n": 3}]


@pytest.mark.parametrize(
    "spec", ["medium", "16,", "0", "-3", "m=0,n=3", "m=x", "1.5", "m=3", "m=3,n=4,k=5"]
)
def test_what_is_no_size_is_refused_with_what_to_write(spec: str) -> None:
    with pytest.raises(InputError, match="write"):
        ladder(CLAIMS["least_squares.gradient.x"], spec)


def test_a_forbidden_shape_is_refused() -> None:
    with pytest.raises(InputError, match="forbids"):
        ladder(CLAIMS["gaussian_mle.gradient.Sigma"], "m=9,N=4")
