"""Sizes: polynomials in the names of dimensions, and which one two integers stand for.

A function is traced at two assignments of sizes to dimensions. The number 10 beside 16 is then
n - 1 for n of 11 and 17, while 10 beside 10 is ten.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce

Monomial = tuple[str, ...]
"""Names of dimensions, sorted, each as often as its power."""


@dataclass(frozen=True)
class Size:
    """A polynomial in dimensions: ``n``, ``4``, ``m n``, ``n - 1``."""

    terms: tuple[tuple[Monomial, Fraction], ...]

    @staticmethod
    def of(terms: Mapping[Monomial, Fraction]) -> "Size":
        """The polynomial with these coefficients."""
        return Size(tuple(sorted((m, c) for m, c in terms.items() if c)))

    @staticmethod
    def number(k: int | Fraction) -> "Size":
        """A constant."""
        return Size.of({(): Fraction(k)})

    @staticmethod
    def named(name: str) -> "Size":
        """A dimension."""
        return Size((((name,), Fraction(1)),))

    def __mul__(self, other: "Size") -> "Size":
        """The product of polynomials."""
        product: dict[Monomial, Fraction] = {}
        for (m, a), (n, b) in itertools.product(self.terms, other.terms):
            key = tuple(sorted(m + n))
            product[key] = product.get(key, Fraction(0)) + a * b
        return Size.of(product)

    def __add__(self, other: "Size") -> "Size":
        """The sum of polynomials."""
        total = dict(self.terms)
        for m, c in other.terms:
            total[m] = total.get(m, Fraction(0)) + c
        return Size.of(total)

    @cached_property
    def constant(self) -> int | None:
        """The integer it is; None where it depends on dimensions."""
        if not self.terms:
            return 0
        ((m, c),) = self.terms if len(self.terms) == 1 else ((("",), Fraction(0)),)
        return int(c) if m == () and c.denominator == 1 else None

    @cached_property
    def factors(self) -> tuple["Size", ...]:
        """The dimensions whose product it is; itself where it is no product."""
        if len(self.terms) != 1 or self.constant is not None:
            return () if self.constant == 1 else (self,)
        ((names, c),) = self.terms
        if c.denominator != 1:
            return (self,)
        lead = () if c == 1 else (Size.number(c),)
        return (*lead, *(Size.named(name) for name in names))

    def over(self, other: "Size") -> "Size | None":
        """The quotient of two products; None where it is no size."""
        if len(self.terms) != 1 or len(other.terms) != 1:
            return Size.number(1) if self == other else None
        ((m, a),), ((n, b),) = self.terms, other.terms
        rest = list(m)
        for name in n:
            if name not in rest:
                return None
            rest.remove(name)
        return Size(((tuple(rest), a / b),)) if (a / b).denominator == 1 else None

    def at(self, sizes: Mapping[str, int]) -> int:
        """Its value."""
        total = sum(c * reduce(lambda k, name: k * sizes[name], m, 1) for m, c in self.terms)
        return int(total)

    def __str__(self) -> str:
        """``m * n``, ``n - 1``."""
        shown = ""
        for m, c in reversed(self.terms):
            sign = ("-" if c < 0 else "") if not shown else (" - " if c < 0 else " + ")
            body = " * ".join([*([str(abs(c))] if abs(c) != 1 or not m else []), *m])
            shown += sign + body
        return shown or "0"


ONE = Size.number(1)


def product(sizes: Iterable[Size]) -> Size:
    """The product of sizes."""
    return reduce(Size.__mul__, sizes, ONE)


@dataclass(frozen=True)
class Pair:
    """Two assignments of sizes to dimensions."""

    first: Mapping[str, int]
    second: Mapping[str, int]

    @cached_property
    def known(self) -> dict[tuple[int, int], Size]:
        """What two integers stand for: the simplest size with these values."""
        names = [Size.named(name) for name in self.first]
        near = [n + Size.number(k) for n in names for k in (-1, 1, -2, 2)]
        products = [product(c) for c in itertools.combinations_with_replacement(names, 2)]
        sums = [a + b for a, b in itertools.combinations(names, 2)]
        half = Size.number(Fraction(1, 2))
        triangles = [half * n * (n + Size.number(k)) for n in names for k in (1, -1)]
        triples = [product(c) for c in itertools.combinations_with_replacement(names, 3)]
        quads = [product(c) for c in itertools.combinations_with_replacement(names, 4)]
        multiples = [Size.number(k) * n for n in names for k in (2, 3, 4)]
        found: dict[tuple[int, int], Size] = {}
        every = (names, near, products, multiples, triangles, sums, triples, quads)
        for size in itertools.chain(*every):
            found.setdefault((size.at(self.first), size.at(self.second)), size)
        return found

    def size(self, a: int, b: int) -> Size | None:
        """The size that is `a` at the first assignment and `b` at the second; None for no known."""
        return Size.number(a) if a == b else self.known.get((a, b))
