"""Sums and products of expressions in index form."""

import itertools
import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

from closedform.formulas.derive.index.atoms import ORIENTED, number, size_of, whole
from closedform.formulas.derive.index.form import Factor, Sizes, Sum, Term
from closedform.formulas.derive.index.keys import term_key
from closedform.formulas.derive.index.normal import collected, normal
from closedform.formulas.derive.index.numbers import Value
from closedform.formulas.derive.index.sizes import ONE, Size
from closedform.formulas.derive.index.wiring import finer, joined, new_axes, split_as, unified

Place = tuple[int, int]
"""(0 or 1, k): axis k of the first or of the second operand."""


def zero(sizes: Sizes) -> Sum:
    """0 on axes of these sizes."""
    return Sum((), sizes)


def scalar(value: Value) -> Sum:
    """A number."""
    factors = [Factor(number(base), (), power) for base, power in value.bases]
    factors += [Factor(size_of(size), (), power) for size, power in value.sizes]
    term = normal(Term(value.rational, tuple(factors), ()))
    return Sum((term,) if term.coefficient else (), ())


def one(rational: int | Fraction = 1) -> Sum:
    """A rational number."""
    return scalar(Value(Fraction(rational)))


def split(shape: Iterable[Size]) -> Sizes:
    """Axes of one index each, of none where the size is 1."""
    return tuple((size,) if size != ONE else () for size in shape)


def ones(sizes: Sizes) -> Sum:
    """1 everywhere."""
    return spread(one(), sizes, ())


def identity(axis: tuple[Size, ...]) -> Sum:
    """The identity matrix."""
    (i,) = new_axes((axis,))
    return Sum((Term(Fraction(1), (), (i, i)),), (axis, axis))


def spread(e: Sum, sizes: Sizes, where: Sequence[int]) -> Sum:
    """Broadcast: axis k of the expression is axis where[k] of the result, the others are new.

    An axis of size 1 may be spread along a longer one."""
    known = dict(zip(where, range(e.rank), strict=True))
    kept = [w in known and (e.sizes[known[w]] != () or axis == ()) for w, axis in enumerate(sizes)]
    terms = []
    for t in e.terms:
        new = new_axes(sizes)
        axes = tuple(t.axes[known[w]] if kept[w] else new[w] for w in range(len(sizes)))
        terms.append(t.with_axes(axes))
    own = tuple(e.sizes[known[w]] if kept[w] else axis for w, axis in enumerate(sizes))
    return Sum(tuple(terms), own)


def add(*parts: Sum) -> Sum:
    """The sum of expressions of one shape."""
    sizes = parts[0].sizes
    for e in parts[1:]:
        sizes = tuple(finer(a, b) for a, b in zip(sizes, e.sizes, strict=True))
    same = [split_as(e, sizes) for e in parts]
    return collected(Sum(tuple(t for e in same for t in e.terms), sizes))


def scaled(e: Sum, c: int | Fraction) -> Sum:
    """A rational multiple."""
    return Sum(tuple(t.times(Fraction(c)) for t in e.terms), e.sizes) if c else zero(e.sizes)


def subtract(a: Sum, b: Sum) -> Sum:
    """a - b."""
    return add(a, scaled(b, -1))


def contract(a: Sum, b: Sum, pairs: Sequence[tuple[int, int]], result: Sequence[Place]) -> Sum:
    """The product of two expressions, some axes of which are one.

    Args:
        pairs: (axis of a, axis of b) that are one axis; result: the axes of the product, in order.
            Axes that are not in the result are summed over.
    """
    sizes = tuple((a, b)[w].sizes[k] for w, k in result)
    terms: list[Sum] = []
    for s in a.terms:
        for t in b.terms:
            x, y = s.copied(), t.copied()
            x, y = joined(x, y, [(x.axes[i], y.axes[j]) for i, j in pairs])
            axes = tuple((x, y)[w].axes[k] for w, k in result)
            product = Term(x.coefficient * y.coefficient, (*x.factors, *y.factors), axes)
            free = product.free
            summed = [i for axis in (*x.axes, *y.axes) for i in axis if i not in free]
            product = normal(product, summed)
            terms.append(Sum((product,), product.sizes))
    return add(*terms) if terms else zero(sizes)


def times(a: Sum, b: Sum) -> Sum:
    """Entry by entry, sums multiplied out."""
    axes = range(a.rank)
    return contract(a, b, [(k, k) for k in axes], [(0, k) for k in axes])


def matmul(a: Sum, b: Sum) -> Sum:
    """The product of two matrices, sums multiplied out."""
    return contract(a, b, [(1, 0)], [(0, 0), (1, 1)])


def summed(e: Sum, axes: Iterable[int]) -> Sum:
    """Summed along axes."""
    gone = set(axes)
    kept = [k for k in range(e.rank) if k not in gone]
    terms = []
    for t in e.terms:
        left = t.with_axes(tuple(t.axes[k] for k in kept))
        free = left.free
        lost = [i for k in gone for i in t.axes[k] if i not in free]
        terms.append(normal(left, lost))
    return collected(Sum(tuple(terms), tuple(e.sizes[k] for k in kept)))


def diagonal(e: Sum) -> Sum:
    """The diagonal of a matrix."""
    terms = []
    for t in e.terms:
        t = t.copied()
        t = t.renamed(unified([(t.axes[0], t.axes[1])]))
        terms.append(normal(t.with_axes(t.axes[:1])))
    made = [Sum((t,), t.sizes) for t in terms]
    return add(*made) if made else zero((e.sizes[0],))


def trace(e: Sum) -> Sum:
    """The trace of a matrix."""
    return summed(diagonal(e), [0])


def diagonal_matrix(e: Sum) -> Sum:
    """The matrix with these entries on its diagonal."""
    terms = tuple(t.with_axes((t.axes[0], t.axes[0])) for t in e.terms)
    return Sum(terms, (e.sizes[0], e.sizes[0]))


def without_idle_axes(e: Sum) -> tuple[Sum, list[int]]:
    """The expression on the axes it depends on, and where those are; itself if on all."""
    idle = [k for k in range(e.rank) if all(_idle(t, k) for t in e.terms)]
    if not idle or not e.terms:
        return e, [*range(e.rank)]
    kept = [k for k in range(e.rank) if k not in idle]
    terms = tuple(t.with_axes(tuple(t.axes[k] for k in kept)) for t in e.terms)
    return Sum(terms, tuple(e.sizes[k] for k in kept)), kept


def _idle(t: Term, k: int) -> bool:
    """Whether an axis is of size 1, or the term is the same all along it."""
    others = {i for f in t.factors for i in f.indices}
    others |= {i for a, axis in enumerate(t.axes) if a != k for i in axis}
    return others.isdisjoint(t.axes[k])


def as_factor(e: Sum) -> Sum:
    """One term: a sum of several is kept whole, its common numbers before it."""
    e = collected(e)
    return e if len(e.terms) <= 1 else kept_whole(e)


def kept_whole(e: Sum, power: Fraction = Fraction(1)) -> Sum:
    """A sum of several terms to a power, as one factor, its common numbers before it."""
    small, where = without_idle_axes(e)
    if small is not e:
        return spread(kept_whole(small, power), e.sizes, where)
    content, sizes = common(e)
    lead = leading(e)
    sign = -1 if lead.coefficient < 0 else 1
    if power.denominator == 1:
        inner = divided(scaled(e, Fraction(sign)), content, sizes)
        return with_numbers(whole(inner, power, sign), content, sizes, power, sign)
    return with_numbers(whole(divided(e, content, sizes), power), content, sizes, power)


def common(e: Sum) -> tuple[Fraction, list[Factor]]:
    """The positive rational and the powers of sizes and numbers that all terms have."""
    cs = [t.coefficient for t in e.terms]
    content = Fraction(math.gcd(*(c.numerator for c in cs)), math.lcm(*(c.denominator for c in cs)))
    shared = [f for f in e.terms[0].factors if not f.axes and _is_number(f)]
    for t in e.terms[1:]:
        own = {(f.atom.key, f.power) for f in t.factors}
        shared = [f for f in shared if (f.atom.key, f.power) in own]
    return content, shared


def _is_number(f: Factor) -> bool:
    return f.atom.inner is None and f.atom.key.startswith(("size ", "number "))


def divided(e: Sum, content: Fraction, sizes: Sequence[Factor]) -> Sum:
    """An expression over numbers that all of its terms have."""
    below = tuple(f._replace(power=-f.power) for f in sizes)
    terms = (normal(Term(t.coefficient / content, (*t.factors, *below), t.axes)) for t in e.terms)
    return Sum(tuple(terms), e.sizes)


def with_numbers(
    e: Sum, content: Fraction, sizes: Sequence[Factor], power: Fraction, sign: int = 1
) -> Sum:
    """One term times numbers to a power."""
    (t,) = e.terms
    outside = scalar(raised(content, power)).terms[0]
    above = tuple(f._replace(power=f.power * power) for f in sizes)
    c = outside.coefficient * (sign if power.numerator % 2 else 1)
    factors = (*t.factors, *outside.factors, *above)
    return Sum((normal(Term(t.coefficient * c, factors, t.axes)),), e.sizes)


def raised(c: Fraction, power: Fraction) -> Value:
    """A positive rational to a power."""
    whole_part = power.numerator // power.denominator
    rest = power - whole_part
    rational = c**whole_part
    bases = ((c.numerator, rest), (c.denominator, -rest))
    return Value(rational, tuple((b, p) for b, p in bases if p and b != 1))


def leading(e: Sum) -> Term:
    """The term whose sign is the sign of a sum: chosen by its key, the same for a transpose."""

    def rank(t: Term) -> tuple[bool, bool, int, str, str]:
        orders = itertools.permutations(range(e.rank)) if e.rank <= ORIENTED else ()
        turned = (t.with_axes(tuple(t.axes[k] for k in order)) for order in orders)
        key = term_key(t)
        even = all(f.power % 2 == 0 for f in t.factors if f.axes)
        least = min(map(term_key, turned), default=key)
        return not any(f.axes for f in t.factors), even, len(t.factors), least, key

    return max(e.terms, key=rank)
