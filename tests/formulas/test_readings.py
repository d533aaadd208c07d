"""Layouts and readings of the catalogue's claims: the other one is refuted."""

from dataclasses import replace

import jax
import numpy as np
import pytest

from closedform.formulas import catalogue
from closedform.verify.checks import check_claim
from closedform.verify.draws.random import draw
from closedform.verify.draws.sizes import rounds

DRAWS = 8
OPPOSITE = {
    "denominator": "numerator",
    "numerator": "denominator",
    "block-by-output": "block-by-input",
    "block-by-input": "block-by-output",
}
JACOBIANS = [
    claim
    for claim in catalogue().claims.values()
    if claim.kind.name == "jacobian"
    and not claim.as_printed
    and claim.form is None
    and claim.on is None
]


def symmetric(claim):
    """Whether the matrix that the claim returns is symmetric, at draws of sizes all different."""
    with jax.enable_x64(True):
        plan = rounds(claim, DRAWS, 0)[0]
        args = draw(claim, plan.sizes, plan.seeds[0]).args
        J = np.asarray(claim.function(**{p: {**plan.sizes, **args}[p] for p in claim.parameters}))
    return J.shape == J.T.shape and bool(np.allclose(J, J.T, rtol=1e-12))


@pytest.mark.parametrize("claim", JACOBIANS, ids=lambda c: c.id)
def test_the_opposite_layout_is_refuted_unless_the_matrix_is_symmetric(claim):
    other = replace(claim, layout=OPPOSITE[claim.arrangement])
    assert check_claim(other, DRAWS).status == ("verified" if symmetric(claim) else "refuted")


def test_there_are_jacobians_of_both_sorts():
    assert len(JACOBIANS) > 10
    assert {symmetric(claim) for claim in JACOBIANS} == {True, False}


def test_the_hessian_of_log_det_lacks_k_but_along_symmetric_directions():
    along = check_claim(catalogue().claims["log_det.hessian.X.along-Symmetric"], 8)
    full = check_claim(catalogue().claims["log_det.hessian.X.given-X-Symmetric.as-printed"], 8)
    assert along.status == "verified"
    assert (full.status, full.cause) == ("refuted", "missing-commutation")


def test_the_trace_of_a_product_tells_its_orders_apart_but_for_symmetric_factors():
    [generic] = [
        c
        for c in catalogue().claims.values()
        if c.kind.name == "differs" and not c.as_printed and "S2-12" in str(c.source)
    ]
    [symmetric] = [
        c
        for c in catalogue().claims.values()
        if c.kind.name == "differs" and c.as_printed and "S2-12" in str(c.source)
    ]
    assert set(symmetric.given) == {"A", "B", "C"}
    assert check_claim(generic, 8).status == "verified"
    assert check_claim(symmetric, 8).status == "refuted"
