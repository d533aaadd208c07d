"""Powers of every entry of an expression."""

from collections.abc import Sequence
from fractions import Fraction

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.algebra import kept_whole, ones, raised, scalar, scaled
from closedform.formulas.derive.index.atoms import (
    Determinant,
    Elementwise,
    Number,
    SizeOf,
    Softmax,
    Variable,
    Whole,
    elementwise,
    entry,
    whole,
)
from closedform.formulas.derive.index.form import Atom, Axis, Factor, Sum, Term
from closedform.formulas.derive.index.functions import named
from closedform.formulas.derive.index.keys import parts_of
from closedform.formulas.derive.index.normal import collected, normal
from closedform.formulas.derive.index.wiring import unified

HALF = Fraction(1, 2)


def power(e: Sum, p: Fraction) -> Sum:
    """Every entry to a rational power.

    Raises CannotDerive for a negative power of zero."""
    e = collected(e)
    if p == 1:
        return e
    if not p:
        return ones(e.sizes)
    if not e.terms:
        if p < 0:
            raise CannotDerive("a division by zero")
        return e
    if len(e.terms) == 1:
        return _of_term(e, p)
    if p.denominator == 1 and p < 0 and (x := _of_one_plus_exp(e)) is not None:
        return power(elementwise("logistic", scaled(x, -1)), -p)
    return kept_whole(e, p)


def square_root(e: Sum) -> Sum:
    """Every entry's root."""
    return power(e, HALF)


def is_positive(e: Sum) -> bool:
    """Whether no entry can be negative, as far as is known."""
    return bool(e.terms) and all(
        t.coefficient > 0 and all(positive(f.atom, f.power) for f in t.factors) for t in e.terms
    )


def positive(atom: Atom, power: Fraction = Fraction(1)) -> bool:
    """Whether no entry of an atom's power can be negative, as far as is known."""
    if power.denominator != 1 or power % 2 == 0:
        return True
    match atom:
        case Number() | SizeOf() | Softmax():
            return True
        case Elementwise(function=name):
            return named(name).positive
        case Variable(facts=facts):
            return not facts.isdisjoint(("positive", "simplex", "simplex columns"))
        case Whole(inner=Sum() as inner):
            return is_positive(inner)
        case Determinant(inner=Sum(terms=(Term(factors=(Factor(atom=Variable(facts=facts)),)),))):
            return "positive definite" in facts
        case _:
            return False


def _of_one_plus_exp(e: Sum) -> Sum | None:
    """x where the expression is 1 + exp(x)."""
    ones_, exps = [], []
    for t in e.terms:
        if t.coefficient != 1:
            return None
        match t.factors:
            case ():
                ones_.append(t)
            case (Factor(atom=Elementwise(function="exp") as atom, axes=axes, power=p),):
                exps.append((t, atom, axes, p))
    if len(ones_) != 1 or len(exps) != 1 or len(e.terms) != 2:
        return None
    t, atom, axes, p = exps[0]
    if sorted(map(id, axes)) != sorted(map(id, t.axes)) or atom.inner is None:
        return None
    return scaled(atom.inner.transposed(tuple(axes.index(axis) for axis in t.axes)), p)


def _of_term(e: Sum, p: Fraction) -> Sum:
    """A power of one term: of its number, and of each part that shares no summed index."""
    (t,) = e.terms
    certain, unsure = parts_of(t.factors, t.free), []
    if p.denominator != 1:
        unsure = [part for part in certain if not all(positive(f.atom, f.power) for f in part)]
        if t.coefficient > 0 and len(unsure) == 1 and _is_bare(unsure[0], t):
            unsure = []  # where the root is real, this part is positive
        certain = [part for part in certain if part not in unsure]
    sign = 1 if t.coefficient > 0 else -1
    if sign < 0 and p.denominator != 1 and not unsure:
        raise CannotDerive("a root of a negative number")
    factors = [f for part in certain for f in _part_power(part, p, t)]
    if unsure:
        factors += _kept([f for part in unsure for f in part], p, t, sign)
    (number,) = scalar(raised(abs(t.coefficient), p)).terms
    odd = p.denominator == 1 and p.numerator % 2
    c = number.coefficient * (sign if odd else 1)
    made = Term(c, (*factors, *number.factors), t.axes)
    return Sum((normal(made.copied()),), e.sizes)


def _is_bare(part: Sequence[Factor], t: Term) -> bool:
    """Whether a part is one factor without summed indices."""
    return len(part) == 1 and set(part[0].indices) <= t.free


def _part_power(part: Sequence[Factor], p: Fraction, t: Term) -> list[Factor]:
    """A power of factors that share summed indices, or of one factor that has none."""
    if not _is_bare(part, t):
        return _kept(part, p, t)
    (f,) = part
    after = f.power * p
    even = f.power.denominator == 1 and f.power % 2 == 0
    if p.denominator == 1 or not even or positive(f.atom):
        return [f._replace(power=after)]
    if after.denominator != 1:
        return _kept(part, p, t)
    return [f._replace(power=after), *([_sign(f)] if after % 2 else [])]


def _sign(f: Factor) -> Factor:
    """The sign of a factor's atom, on the same axes."""
    (t,) = elementwise("sign", entry(f.atom)).terms
    (made,) = t.factors
    return Factor(made.atom, tuple(f.axes[t.axes.index(axis)] for axis in made.axes))


def _kept(part: Sequence[Factor], p: Fraction, t: Term, sign: int = 1) -> list[Factor]:
    """A product kept whole, to a power."""
    free: Axis = tuple(dict.fromkeys(i for f in part for i in f.indices if i in t.free))
    axes = tuple((i,) for i in free)
    base = Sum((Term(Fraction(sign), tuple(part), axes),), tuple((i.size,) for i in free))
    (made,) = whole(base, p).terms
    return [f.renamed(unified(zip(made.axes, axes, strict=True))) for f in made.factors]
