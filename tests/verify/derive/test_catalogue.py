"""A sample of the catalogue's derivatives, derived: all of them by
``python -m tests.verify.derive.catalogue``."""

import pytest

from tests.verify.derive.catalogue import derivatives, own_length, tried

EVERY, FIRST = 47, 6
SAMPLE = derivatives()[FIRST::EVERY]


@pytest.mark.parametrize("claim", SAMPLE, ids=lambda c: c.id)
def test_a_derivative_of_the_catalogue_is_derived_and_verified(claim):
    (one,) = tried([claim])
    assert one.found is not None, one.why
    assert one.found.verdict.status == "verified"


def test_own_code_is_measured_without_its_docstring():
    (claim,) = [c for c in derivatives() if c.id == "least_squares.hessian.x"]
    assert own_length(claim) == 4
