"""Rounds: sizes that differ first, odd and even; then equal ones, ones, long ones; all legal."""

import pytest
from jaxtyping import Array, Float

from closedform import catalogue, formula
from closedform.verify.draws.sizes import ENTRIES, rounds, sorts

CLAIMS = catalogue().claims


@pytest.mark.parametrize("seed", range(3))
def test_draws_are_shared_out(seed):
    for id, claim in CLAIMS.items():
        plan = rounds(claim, 20, seed)
        assert [s for r in plan for s in r.seeds] == list(range(seed, seed + 20)), id
        assert all(claim.formula.allows(r.sizes) for r in plan), id
        first = plan[0].sizes
        assert len(set(first.values())) == len(first), id
        assert min(first.values(), default=2) >= 2, id
        assert sum(len(r.seeds) for r in plan if r.sort == "main") >= 14, id


@pytest.mark.parametrize("seed", range(3))
def test_every_dimension_is_one_odd_and_even(seed):
    for id, claim in CLAIMS.items():
        if claim.formula.where is not None:
            continue
        met = [sizes for _, sizes, _ in sorts(claim, seed)]
        for d in claim.formula.dimensions:
            sizes = [s[d] for s in met]
            assert 1 in sizes, (id, d, sizes)
            assert any(n > 1 and n % 2 for n in sizes), (id, d, sizes)
            assert any(n % 2 == 0 for n in sizes), (id, d, sizes)


@pytest.mark.parametrize("dimensions", ["n", "m n", "k m n"])
def test_one_size_is_near_17_and_one_near_40(dimensions):
    @formula
    def total(X: Float[Array, dimensions]) -> Float[Array, ""]:
        r"""\sum X"""
        return X.sum()

    claim = gradient(total)
    long = [n for _, sizes, sort in sorts(claim, 0) if sort == "long" for n in sizes.values()]
    assert any(16 <= n <= 18 for n in long)
    assert any(39 <= n <= 41 for n in long)


def test_long_sizes_are_shorter_where_the_arrays_would_be_large():
    claim = CLAIMS["log_det.hessian.X"]
    long = [sizes["n"] for _, sizes, sort in sorts(claim, 0) if sort == "long"]
    assert long
    assert max(long) ** 4 <= ENTRIES


def test_a_condition_on_sizes_is_kept():
    @formula(where=lambda n: n % 2 == 0)
    def total(x: Float[Array, " n"]) -> Float[Array, ""]:
        r"""\sum x"""
        return x.sum()

    assert all(sizes["n"] % 2 == 0 for _, sizes, _ in sorts(gradient(total), 0))


def test_few_draws_are_the_first_rounds():
    claim = CLAIMS["two_layer_batch.gradient.W1-b1-W2-b2"]
    assert [r.sort for r in rounds(claim, 1, 0)] == ["main"]
    assert len(rounds(claim, 3, 0)) == 3


def test_sizes_vary_with_the_seed():
    claim = CLAIMS["multinomial_logistic.gradient.W"]
    assert len({tuple(rounds(claim, 20, seed)[0].sizes.values()) for seed in range(10)}) > 3


def gradient(f):
    f.gradient(*f.variables)(lambda: None)
    [claim] = f.claims.values()
    return claim
