"""Factors between what is claimed and what is right, and what they equal."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from closedform.verify.causes.cause import CLOSE
from closedform.verify.causes.clock import LARGE
from closedform.verify.judging.sides import Sides

MOST = 12
"""Largest numerator or denominator of a factor that is said as a fraction."""
UNITS = {
    "": 1.0,
    " * pi": np.pi,
    " * sqrt(2)": np.sqrt(2),
    " * sqrt(2 pi)": np.sqrt(2 * np.pi),
    " * log(2)": np.log(2),
}
"""What a constant factor may be a fraction of."""
Sizes = Mapping[str, int]
Numbers = Mapping[str, float]


@dataclass(frozen=True)
class Seen:
    """A factor seen at a draw (nan: none can be told there), the draw's sizes, and the numbers that
    the factor could be made of."""

    sizes: Sizes
    factor: float
    numbers: Numbers


@dataclass(frozen=True)
class Named:
    """What a factor equals, in words, and whether it is made of the arguments."""

    words: str
    of_arguments: bool = False


def between(pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> list[float] | None:
    """The factor c of each draw with wanted = c * claimed, entry by entry; None where there is
    none.

    Draws in which both are zero are passed over (nan).
    """
    factors = []
    for got, want in pairs:
        size = np.abs(want).max(initial=0.0)
        if not (np.isfinite(got).all() and np.isfinite(want).all()):
            return None
        if size == 0 and np.abs(got).max(initial=0.0) == 0:
            factors.append(float("nan"))
            continue
        square = float(got @ got)
        if square == 0 or size == 0:
            return None
        c = float(got @ want) / square
        if np.abs(c * got - want).max() > CLOSE * size:
            return None
        factors.append(c)
    return factors if any(f == f for f in factors) else None


def numbers_of(sides: Sides, d: int) -> dict[str, float]:
    """Numbers of a draw that a factor may be made of: its scalars, its value, norms."""
    draw = sides.draws[d]
    numbers = {name: float(a) for name, a in draw.args.items() if a.ndim == 0}
    if sides.value[d].ndim == 0:
        numbers["the formula's value"] = float(sides.value[d])
    for name, a in draw.args.items():
        if a.ndim:
            numbers[f"||{name}||"] = float(np.sqrt((a**2).sum()))
            numbers[f"sum({name})"] = float(a.sum())
        if a.ndim == 2 and a.shape[0] == a.shape[1] <= LARGE:
            numbers[f"det({name})"] = float(np.linalg.det(a))
            numbers[f"tr({name})"] = float(np.trace(a))
    return numbers


def name(seen: Sequence[Seen]) -> Named | None:
    """What the factors equal: ``2``, ``1/N``, ``2/N``, ``det(X)``; None where no one expression
    gives them all."""
    told = [s for s in seen if s.factor == s.factor]
    first = told[0].factor
    if all(_same(s.factor, first) for s in told):
        return Named(number(first))
    for words, value, of_arguments in _candidates(told[0]):
        at = [value(s.sizes, s.numbers) for s in told]
        if not all(at):
            continue
        ratios = [s.factor / v for s, v in zip(told, at, strict=True)]
        if all(_same(r, ratios[0]) for r in ratios) and _simple(ratios[0]):
            c = number(ratios[0])
            times = {"1": words, "-1": f"-{words}"}.get(c, f"{c} * {words}")
            return Named(times, of_arguments)
    return None


def number(c: float) -> str:
    """A number as a person writes it: a fraction, a multiple of pi or a root, else seven digits."""
    for words, unit in UNITS.items():
        f = Fraction(c / unit).limit_denominator(MOST)
        if f and abs(f.numerator) <= MOST * MOST and _same(float(f) * unit, c):
            return f"{f}{words}"
    return f"{c:.7g}"


def _simple(c: float) -> bool:
    f = Fraction(c).limit_denominator(MOST)
    return f != 0 and _same(float(f), c)


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= CLOSE * max(abs(a), abs(b))


Value = Callable[[Sizes, Numbers], float]
OF_SIZE: dict[str, Callable[[int], float]] = {
    "{}": lambda n: n,
    "1/{}": lambda n: 1 / n,
    "({} - 1)": lambda n: n - 1,
    "1/({} - 1)": lambda n: 1 / (n - 1) if n > 1 else 0.0,
    "({0} - 1)/{0}": lambda n: (n - 1) / n,
    "{0}/({0} - 1)": lambda n: n / (n - 1) if n > 1 else 0.0,
    "({} + 1)": lambda n: n + 1,
    "{}^2": lambda n: n**2,
    "1/{}^2": lambda n: 1 / n**2,
    "sqrt({})": lambda n: n**0.5,
    "1/sqrt({})": lambda n: n**-0.5,
}
"""Factors made of one size; 0 where there is none."""
OF_NUMBER: dict[str, Callable[[float], float]] = {
    "{}": lambda x: x,
    "1/{}": lambda x: 1 / x if x else 0.0,
    "{}^2": lambda x: x**2,
    "1/{}^2": lambda x: x**-2 if x else 0.0,
}
"""Factors made of one number, alone or over a size."""
ROOTS: dict[str, Callable[[float], float]] = {
    "sqrt({})": lambda x: x**0.5 if x > 0 else 0.0,
    "1/sqrt({})": lambda x: x**-0.5 if x > 0 else 0.0,
}


def _candidates(first: Seen) -> Iterator[tuple[str, Value, bool]]:
    """Factors in words, their values, and whether they are made of the arguments."""
    for words, value in _of_sizes(list(first.sizes)):
        yield words, lambda s, n, value=value: value(s), False
    for x in first.numbers:
        for words, f in OF_NUMBER.items():
            yield words.format(x), lambda s, n, x=x, f=f: f(n[x]), True
            for d in first.sizes:
                over = f"{words.format(x)} / {d}"
                yield over, lambda s, n, x=x, f=f, d=d: f(n[x]) / s[d], True
        for words, f in ROOTS.items():
            yield words.format(x), lambda s, n, x=x, f=f: f(n[x]), True


def _of_sizes(dims: Sequence[str]) -> Iterator[tuple[str, Callable[[Sizes], float]]]:
    for d in dims:
        for words, f in OF_SIZE.items():
            yield words.format(d), lambda s, d=d, f=f: f(s[d])
    for a, b in itertools.combinations(dims, 2):
        yield f"{a} {b}", lambda s, a=a, b=b: s[a] * s[b]
        yield f"1/({a} {b})", lambda s, a=a, b=b: 1 / (s[a] * s[b])
    for a, b in itertools.permutations(dims, 2):
        yield f"{a}/{b}", lambda s, a=a, b=b: s[a] / s[b]
