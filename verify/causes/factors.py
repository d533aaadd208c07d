"""Factors between what is claimed and what is right, and what they equal."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np

from closedform.verify.causes.cause import CLOSE

MOST = 12
"""Largest numerator or denominator of a factor that is said as a fraction."""


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


def name(
    rounds: Sequence[tuple[Mapping[str, int], Sequence[float], Sequence[Mapping[str, float]]]],
) -> str | None:
    """What the factors equal.

    Args:
        rounds: for each round its sizes, the factor of each draw, and for each draw the numbers it
            could be made of.

    Returns:
        ``2``, ``1/N``, ``2/N``, ``det-like names times them``, or None where no one expression
        gives them all.
    """
    seen = [
        (sizes, f, numbers)
        for sizes, factors, known in rounds
        for f, numbers in zip(factors, known, strict=True)
        if f == f
    ]
    first = seen[0][1]
    if all(_same(f, first) for _, f, _ in seen):
        return number(first)
    for words, value in _candidates(seen[0][0], seen[0][2]):
        at = [value(sizes, numbers) for sizes, _, numbers in seen]
        ratios = [f / v if v else float("nan") for (_, f, _), v in zip(seen, at, strict=True)]
        if (
            ratios[0] == ratios[0]
            and all(_same(r, ratios[0]) for r in ratios)
            and _simple(ratios[0])
        ):
            c = number(ratios[0])
            return words if c == "1" else f"-{words}" if c == "-1" else f"{c} * {words}"
    return None


def number(c: float) -> str:
    """A number as a person writes it: a fraction, a multiple of pi or a root, else seven digits."""
    for words, unit in (
        ("", 1.0),
        (" * pi", np.pi),
        (" * sqrt(2)", np.sqrt(2)),
        (" * sqrt(2 pi)", np.sqrt(2 * np.pi)),
        (" * log(2)", np.log(2)),
    ):
        f = Fraction(c / unit).limit_denominator(MOST)
        if f and abs(f.numerator) <= MOST * MOST and _same(float(f) * unit, c):
            return f"{f}{words}"
    return f"{c:.7g}"


def _simple(c: float) -> bool:
    f = Fraction(c).limit_denominator(MOST)
    return f != 0 and _same(float(f), c)


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= CLOSE * max(abs(a), abs(b))


def _candidates(
    sizes: Mapping[str, int], numbers: Mapping[str, float]
) -> Iterator[tuple[str, Callable[[Mapping[str, int], Mapping[str, float]], float]]]:
    dims = list(sizes)
    for d in dims:
        yield d, lambda s, n, d=d: s[d]
        yield f"1/{d}", lambda s, n, d=d: 1 / s[d]
        yield f"({d} - 1)", lambda s, n, d=d: s[d] - 1
        yield f"1/({d} - 1)", lambda s, n, d=d: 1 / (s[d] - 1) if s[d] > 1 else 0.0
        yield f"({d} - 1)/{d}", lambda s, n, d=d: (s[d] - 1) / s[d]
        yield f"{d}/({d} - 1)", lambda s, n, d=d: s[d] / (s[d] - 1) if s[d] > 1 else 0.0
        yield f"({d} + 1)", lambda s, n, d=d: s[d] + 1
        yield f"{d}^2", lambda s, n, d=d: s[d] ** 2
        yield f"1/{d}^2", lambda s, n, d=d: 1 / s[d] ** 2
        yield f"sqrt({d})", lambda s, n, d=d: s[d] ** 0.5
        yield f"1/sqrt({d})", lambda s, n, d=d: s[d] ** -0.5
    for a, b in itertools.combinations(dims, 2):
        yield f"{a} {b}", lambda s, n, a=a, b=b: s[a] * s[b]
        yield f"1/({a} {b})", lambda s, n, a=a, b=b: 1 / (s[a] * s[b])
    for a, b in itertools.permutations(dims, 2):
        yield f"{a}/{b}", lambda s, n, a=a, b=b: s[a] / s[b]
    for x in numbers:
        for words, power in (("{}", 1.0), ("1/{}", -1.0), ("{}^2", 2.0), ("1/{}^2", -2.0)):
            yield words.format(x), lambda s, n, x=x, p=power: n[x] ** p if n[x] else 0.0
            for d in dims:
                yield (
                    f"{words.format(x)} / {d}",
                    lambda s, n, x=x, p=power, d=d: n[x] ** p / s[d] if n[x] else 0.0,
                )
        yield f"sqrt({x})", lambda s, n, x=x: n[x] ** 0.5 if n[x] > 0 else 0.0
        yield f"1/sqrt({x})", lambda s, n, x=x: n[x] ** -0.5 if n[x] > 0 else 0.0
