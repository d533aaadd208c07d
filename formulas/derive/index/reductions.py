"""Terms that are sums of other terms: sin^2 = 1 - cos^2, cosh^-2 = 1 - tanh^2,
e^x s = e^x - s for s = logistic(x), and the division of a polynomial by a sum."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from closedform.formulas.derive.index.algebra import add, leading, ones, subtract, times
from closedform.formulas.derive.index.atoms import Elementwise, Whole, elementwise
from closedform.formulas.derive.index.elementary import apply
from closedform.formulas.derive.index.form import Axis, Factor, Index, Sum, Term
from closedform.formulas.derive.index.matching import counts, occurrences
from closedform.formulas.derive.index.normal import normal, substituted
from closedform.formulas.derive.index.powers import power
from closedform.formulas.derive.index.splitting import split_exp


def reduced(e: Sum) -> Sum | None:
    """An expression with one term written as a sum; None where no term is one."""
    for n, t in enumerate(e.terms):
        made = next((found for reduce in REDUCTIONS if (found := reduce(t))), None)
        if made is not None:
            rest = Sum((*e.terms[:n], *e.terms[n + 1 :]), e.sizes)
            parts = [Sum((u,), u.sizes) for u in made]
            return add(rest, *parts) if rest.terms else add(*parts)
    return None


def _replaced(t: Term, n: int, f: Factor, other: Sum) -> list[Term]:
    """A term with one factor replaced by the terms of an expression of the factor's atom's axes."""
    others = (*t.factors[:n], *t.factors[n + 1 :])
    return [normal(substituted(t, others, f.axes, u)) for u in other.terms]


def _functions(t: Term, name: str) -> list[tuple[int, Factor]]:
    return [
        (n, f)
        for n, f in enumerate(t.factors)
        if isinstance(f.atom, Elementwise) and f.atom.function == name
    ]


def _squared_sine(t: Term) -> list[Term] | None:
    """sin^2 = 1 - cos^2."""
    for n, f in _functions(t, "sin"):
        if f.power >= 2 and f.power.denominator == 1 and f.atom.inner is not None:
            x = f.atom.inner
            square = subtract(ones(x.sizes), power(apply("cos", x), Fraction(2)))
            left = power(apply("sin", x), f.power - 2)
            return _replaced(t, n, f, times(square, left))
    return None


def _squared_cosh(t: Term) -> list[Term] | None:
    """cosh^-2 = 1 - tanh^2."""
    for n, f in _functions(t, "cosh"):
        if f.power <= -2 and f.power.denominator == 1 and f.atom.inner is not None:
            x = f.atom.inner
            square = subtract(ones(x.sizes), power(apply("tanh", x), Fraction(2)))
            left = power(elementwise("cosh", x), f.power + 2)
            return _replaced(t, n, f, times(square, left))
    return None


def _exp_times_logistic(t: Term) -> list[Term] | None:
    """e^x s = e^x - s and e^-x s = 1 - s, for s = logistic(x), where x is one term."""
    for n, s in _functions(t, "logistic"):
        inner = s.atom.inner
        if s.power < 1 or s.power.denominator != 1 or inner is None or len(inner.terms) != 1:
            continue
        (argument,) = inner.terms
        made = split_exp(inner)
        if len(made.terms) != 1 or len(made.terms[0].factors) != 1:
            continue
        (e,) = made.terms[0].factors
        for m, f in enumerate(t.factors):
            if f.atom.key != e.atom.key or f.axes != s.axes:
                continue
            ratio = f.power / argument.coefficient
            if ratio.denominator != 1:
                continue
            return _pulled(t, n, m, s, f, ratio, argument.coefficient)
    return None


def _pulled(
    t: Term, n: int, m: int, s: Factor, f: Factor, ratio: Fraction, unit: Fraction
) -> list[Term]:
    """One e^x (or e^-x) and one s of a term, as their sum of two."""
    rest = [g for k, g in enumerate(t.factors) if k not in (n, m)]
    one = Fraction(1)
    fewer_s = [s._replace(power=s.power - 1)] if s.power > 1 else []
    toward = unit if ratio > 0 else -unit
    fewer_e = [f._replace(power=f.power - toward)] if f.power != toward else []
    keep = [Factor(f.atom, f.axes, toward)] if ratio > 0 else []
    first = [*rest, *fewer_s, *fewer_e, *keep]
    second = [*rest, *fewer_s, *fewer_e, Factor(s.atom, s.axes, one)]
    return [_made(t, first, 1), _made(t, second, -1)]


def _made(t: Term, factors: Sequence[Factor], sign: int) -> Term:
    made = Term(t.coefficient * sign, tuple(factors), t.axes)
    return normal(made, t.summed)


# ── Division by a sum ───────────────────────────────────────────────────────────


def _divided(t: Term) -> list[Term] | None:
    """m B^p = (B^(p + 1) - r B^p) / c where B = c m + r and p is no power of a polynomial."""
    for n, f in enumerate(t.factors):
        whole = isinstance(f.atom, Whole) and f.atom.inner is not None
        if not whole or (f.power.denominator == 1 and f.power > 0):
            continue
        base: Sum = f.atom.inner  # pyright: ignore[reportAssignmentType]
        lead = leading(Sum(tuple(u for u in base.terms if u.factors), base.sizes))
        for factors, gone in _without(t, n, lead):
            c = 1 / lead.coefficient
            raised = [f._replace(power=f.power + 1)] if f.power != -1 else []
            summed = [i for i in t.summed if i not in gone]
            first = normal(Term(t.coefficient * c, (*factors, *raised), t.axes), summed)
            held = Term(-t.coefficient * c, (*factors, f), t.axes)
            rest = [u for u in base.terms if u is not lead]
            others = [substituted(held, held.factors, f.axes, u) for u in rest]
            return [first, *map(normal, others)]
    return None


def _without(t: Term, n: int, lead: Term) -> Iterator[tuple[list[Factor], set[Index]]]:
    """The factors of a term but factor n, a power of a sum, and those that make the sum's leading
    term; and the indices that were summed over in that."""
    places = dict(zip(indices(lead.axes), t.factors[n].indices, strict=True))
    if len(places) < len(indices(lead.axes)):
        return
    times_, free = counts(t.factors), t.free
    for found, used in occurrences(lead.factors, t.factors, places, higher=True):
        if n in used:
            continue
        inner = {i for g in lead.factors for i in g.indices} - set(places)
        own = counts(lead.factors)
        exact = all(_power_left(t, lead, used) == [] for _ in inner)
        private = all(times_[found[i]] == own[i] and found[i] not in free for i in inner)
        if private and exact and len({found[i] for i in inner}) == len(inner):
            rest = [g for k, g in enumerate(t.factors) if k not in used and k != n]
            yield [*rest, *_power_left(t, lead, used)], {found[i] for i in inner}


def _power_left(t: Term, lead: Term, used: set[int]) -> list[Factor]:
    """What is left of the factors that were used."""
    wanted = {f.atom.key: f.power for f in lead.factors}
    left = [t.factors[k] for k in sorted(used)]
    powers = [(f, f.power - wanted[f.atom.key]) for f in left]
    return [f._replace(power=p) for f, p in powers if p]


def indices(axes: Sequence[Axis]) -> list[Index]:
    """All indices of some axes."""
    return [i for axis in axes for i in axis]


REDUCTIONS = (_squared_sine, _exp_times_logistic, _squared_cosh, _divided)
"""A term as a sum of others, where it is one."""
