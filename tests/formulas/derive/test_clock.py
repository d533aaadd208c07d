"""Derivations end."""

import pytest

from closedform.formulas.derive.clock import limited, tick
from closedform.formulas.derive.errors import CannotDerive
from tests.formulas.derive.helpers import expression


def test_what_takes_too_long_says_so_and_leaves_what_follows_alone():
    with pytest.raises(CannotDerive, match="too long"), limited(0.0):
        expression(lambda x, A: x @ A @ x)
    assert expression(lambda x, A: x @ A @ x).terms


def test_an_earlier_end_stands():
    with limited(0.0), limited(60.0), pytest.raises(CannotDerive):
        tick()
