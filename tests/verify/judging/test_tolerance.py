"""An error of 1e-7 in one entry is refuted, also where matrices are badly conditioned, and what is
right stays verified."""

import jax.numpy as jnp
import pytest
from jaxtyping import Array, Float

from closedform.formulas import catalogue, formula
from tests.sampled import sampled
from tests.verify.sensitivity import sensitivity, why_not

DRAWS = 4
CONDITIONS = (10.0, 1e3)
CLAIMS = catalogue().claims
JUDGED = [id for id, claim in CLAIMS.items() if why_not(claim) is None]
ZERO = [
    id for id in JUDGED if CLAIMS[id].tex == "0" or ".zero" in id or "product_with_inverse" in id
]
"""Claims whose value is zero: there is no entry to make wrong."""
# by another name, so that pytest does not collect the claims here as tests of their own
new = formula


@pytest.mark.parametrize("id", sampled(JUDGED, 4))
def test_one_entry_off_by_1e_7_is_refuted_and_the_claim_verified(id):
    for cond in CONDITIONS:
        found = sensitivity(CLAIMS[id], cond, DRAWS)
        assert found.verified, found
        assert (found.wrong or (found.zero and id in ZERO)) and not found.missed, found


def test_what_is_left_out_is_a_misprint_or_says_that_things_differ():
    assert all(
        CLAIMS[id].as_printed or CLAIMS[id].kind.name == "differs"
        for id in set(CLAIMS) - set(JUDGED)
    )
    misprint = next(claim for claim in CLAIMS.values() if claim.as_printed)
    assert sensitivity(misprint, 10.0).skipped == "a misprint, refuted as it stands"


@new
def power(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac14 \sum_i x_i^4"""
    return jnp.sum(x**4) / 4


@power.gradient("x")
def _(x):
    r"""x^3"""
    return x**3 * (1 + 1e-7)


@power.minimum("x")
def _(n):
    r"""0"""
    return jnp.zeros(n)


def test_a_claim_that_is_off_itself_is_not_verified():
    found = sensitivity(power.claims["test_tolerance.power.gradient.x"], 10.0, DRAWS)
    assert not found.verified and found.share > 1


def test_a_claim_that_is_zero_has_no_entry_to_make_wrong():
    assert sensitivity(power.claims["test_tolerance.power.minimum.x"], 10.0, DRAWS).wrong == []
