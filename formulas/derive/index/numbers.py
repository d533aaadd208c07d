"""Numbers: a rational times powers of pi, of integers and of sizes, read off floating point."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.sizes import Pair, Size

ULPS = 8e-16
"""Relative difference at which two floating-point numbers are one."""
DIGITS = 12
"""A decimal of at most so many digits is what was typed."""
DENOMINATOR = 10_000
"""Largest denominator of a fraction that a floating-point number is taken for."""

Base = int | str | float
"""What is raised to a power: an integer, ``pi``, or a number that is none of these."""


@dataclass(frozen=True)
class Value:
    """A rational, times bases and sizes to powers."""

    rational: Fraction
    bases: tuple[tuple[Base, Fraction], ...] = ()
    sizes: tuple[tuple[Size, Fraction], ...] = ()


def rational(v: float) -> Fraction | None:
    """The fraction or the decimal that a floating-point number stands for."""
    if not math.isfinite(v):
        raise CannotDerive("a number that is not finite")
    near = Fraction(v).limit_denominator(DENOMINATOR)
    if abs(float(near) - v) <= ULPS * abs(v):
        return near
    exact = Fraction(repr(float(v)))
    digits = repr(float(v)).partition("e")[0].replace(".", "").strip("-0")
    return exact if len(digits) <= DIGITS else None


def value(v: float) -> Value:
    """A number, as a rational times powers of pi and of integers where it is that."""
    if (plain := rational(v)) is not None:
        return Value(plain)
    for k in (Fraction(0), Fraction(1), Fraction(-1), Fraction(1, 2), Fraction(-1, 2)):
        rest = v / math.pi ** float(k)
        pi = (("pi", k),) if k else ()
        if k and (plain := rational(rest)) is not None:
            return Value(plain, pi)
        if (square := rational(rest**2)) is not None and square.denominator <= DENOMINATOR:
            outside, inside = root(square)
            sign = -1 if v < 0 else 1
            return Value(sign * outside, ((inside, Fraction(1, 2)), *pi) if inside != 1 else pi)
    return Value(Fraction(1 if v > 0 else -1), ((abs(v), Fraction(1)),))


def root(square: Fraction) -> tuple[Fraction, int]:
    """(a, b) with a^2 b the square of what is sought, and b an integer that no square divides."""
    outside, inside = Fraction(1, square.denominator), square.numerator * square.denominator
    k = 2
    while k * k <= inside:
        while inside % (k * k) == 0:
            outside, inside = outside * k, inside // (k * k)
        k += 1
    return outside, inside


def of_sizes(a: float, b: float, pair: Pair) -> Value:
    """The number that is `a` at the first sizes and `b` at the second.

    Raises CannotDerive where it is no rational times a power of a size."""
    if a == b:
        return value(a)
    for size, power in _powers(pair):
        p, q = size.at(pair.first), size.at(pair.second)
        if p <= 0 or q <= 0:
            continue
        first, second = a / p ** float(power), b / q ** float(power)
        if abs(first - second) <= ULPS * abs(first):
            found = value(first)
            return Value(found.rational, found.bases, ((size, power),))
    raise CannotDerive("a number that depends on sizes in no known way")


def _powers(pair: Pair) -> Iterator[tuple[Size, Fraction]]:
    exponents = (Fraction(1), Fraction(-1), Fraction(1, 2), Fraction(-1, 2), Fraction(2))
    for power in (*exponents, Fraction(-2), Fraction(3), Fraction(-3)):
        for size in pair.known.values():
            yield size, power
