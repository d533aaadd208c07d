import math
from fractions import Fraction

import pytest

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.numbers import of_sizes, value
from closedform.formulas.derive.index.sizes import Pair, Size

PAIR = Pair({"m": 7, "n": 11}, {"m": 11, "n": 17})
N = Size.named("n")
HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("v", "rational", "bases"),
    [
        (0.1, Fraction(1, 10), ()),
        (1 / 3, Fraction(1, 3), ()),
        (0.044715, Fraction(44715, 10**6), ()),
        (1e-12, Fraction(1, 10**12), ()),
        (-2.0, Fraction(-2), ()),
        (math.sqrt(8), Fraction(2), ((2, HALF),)),
        (math.sqrt(2 / math.pi), Fraction(1), ((2, HALF), ("pi", -HALF))),
        (3 * math.pi, Fraction(3), (("pi", Fraction(1)),)),
        (math.log(7), Fraction(1), ((math.log(7), Fraction(1)),)),
    ],
)
def test_numbers_are_read_off_floating_point(v, rational, bases):
    found = value(v)
    assert found.rational == rational
    assert found.bases == bases


def test_numbers_that_depend_on_sizes():
    assert of_sizes(1 / 10, 1 / 16, PAIR).sizes == ((N + Size.number(-1), Fraction(-1)),)
    assert of_sizes(math.sqrt(11), math.sqrt(17), PAIR).sizes == ((N, HALF),)
    assert of_sizes(10.0, 10.0, PAIR).sizes == ()
    with pytest.raises(CannotDerive):
        of_sizes(2.0**11, 2.0**17, PAIR)
