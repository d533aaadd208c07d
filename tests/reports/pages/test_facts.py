"""What a verdict says, in words."""

import math

import pytest

from closedform.reports.notation.advice import advice
from closedform.reports.pages.facts import judged


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ((3.25e-15, 0.0325, 1e-13), "3.2e-15, 3.2% of the tolerance of 1e-13"),
        ((2e-13, 2.0, 1e-13), "2e-13, 2 times the tolerance of 1e-13"),
        ((math.inf, math.inf, 1e-13), "not finite; the tolerance is 1e-13"),
        ((math.inf, math.nan, 1e-13), "not finite; the tolerance is 1e-13"),
        ((2e-13, None, 0.0), "2e-13; the tolerance is 0"),
        ((None, None, None), "none"),
    ],
)
def test_an_error_is_said_with_its_share_where_there_is_one(verdict, figures, said):
    row = verdict() | dict(zip(("max_error", "share", "tolerance"), figures, strict=True))
    assert dict(judged(row, "verified").facts)["worst error"] == said


def test_advice_is_not_cut_within_its_tex():
    found = advice(r"transposed: write X^{\top} \; A; sign: write -x")
    assert found.count("<math") == 1
    assert r"X^{\top} \; A" in found  # one formula, whole
    assert found.endswith("; sign: write -x")
