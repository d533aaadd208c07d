"""Sums of summands as trees."""

import math
from collections.abc import Sequence
from fractions import Fraction

from closedform.formulas.derive.writing.summands import Chain, Summand
from closedform.formulas.derive.writing.trees import number, raised
from closedform.formulas.notation.tree import (
    SCALAR,
    Difference,
    Elementwise,
    ElementwisePower,
    Expression,
    Negative,
    Norm,
    Number,
    Power,
    Product,
    Quotient,
    Size,
    Sum,
    Total,
    Transpose,
    Zeros,
)


def total(summands: Sequence[Summand], size: Size) -> Expression:
    """The sum as a tree; zeros of a size for none. What is added comes before what is taken off."""
    if not summands:
        return Number(0) if size == SCALAR else Zeros(size)
    first, *rest = sorted(summands, key=lambda s: s.coefficient < 0)
    made = magnitude(first)
    made = Negative(made) if first.coefficient < 0 else made
    for s in rest:
        made = (Difference if s.coefficient < 0 else Sum)(made, magnitude(s))
    return made


def magnitude(s: Summand) -> Expression:
    """A summand without its sign."""
    c = abs(s.coefficient)
    above = [_power(x, p) for x, p in s.scalars if p > 0]
    below = [_power(x, -p) for x, p in s.scalars if p < 0]
    if c.numerator != 1:
        above.insert(0, Number(c.numerator))
    if c.denominator != 1:
        below.insert(0, Number(c.denominator))
    made = _product([*above, *s.chain]) if above or s.chain else Number(1)
    return Quotient(made, _product(below)) if below else made


def _product(parts: Sequence[Expression]) -> Expression:
    made = parts[0]
    for part in parts[1:]:
        made = Product(made, part)
    return made


def _power(x: Expression, p: Fraction) -> Expression:
    """A scalar to a positive power: of a sum of squares by the norm."""
    of = squared_norm(x)
    if of is not None and (2 * p).denominator == 1 and (p != 1 or isinstance(x, Total)):
        norm = Norm(of)
        return norm if p == Fraction(1, 2) else Power(norm, number(2 * p))
    if p == 1:
        return x
    if p == Fraction(1, 2):
        return Elementwise(x, "sqrt")
    return Power(x, number(p)) if x.size == SCALAR else raised(x, p)


def squared_norm(x: Expression) -> Expression | None:
    """What a scalar is the squared norm of; None where it is not seen to be one."""
    match x:
        case Product(left=Transpose(of=a), right=b) if a == b and a.size.kind == "column":
            return a
        case Power(left=Norm(of=a, p=2), right=Number(value=2)):
            return a
        case Total(of=ElementwisePower(left=a, right=Number(value=2))):
            return a
        case _:
            return None


def content(summands: Sequence[Summand]) -> tuple[Fraction, list[Summand]]:
    """The rational that all summands have, with the sign of all, and what is left of them."""
    cs = [s.coefficient for s in summands]
    g = Fraction(math.gcd(*(c.numerator for c in cs)), math.lcm(*(c.denominator for c in cs)))
    g = -g if all(c < 0 for c in cs) else g
    return g, [s.times(1 / g) for s in summands]


def as_link(summands: Sequence[Summand]) -> Expression:
    """A sum of chains as one matrix."""
    chain: Chain = summands[0].chain
    size = Size(chain[0].size.rows, chain[-1].size.columns)
    return total(summands, size)
