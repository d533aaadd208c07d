"""Functions of numbers applied to every entry of an expression.

Some are written out at once: log1p(x) = log(1 + x), |x| = x sign(x), max(x, 0) = x step(x).
"""

import math
from collections.abc import Callable
from fractions import Fraction

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.algebra import (
    add,
    as_factor,
    common,
    divided,
    leading,
    ones,
    scalar,
    scaled,
    spread,
    subtract,
    summed,
    times,
    without_idle_axes,
)
from closedform.formulas.derive.index.atoms import (
    Determinant,
    Elementwise,
    LogDeterminant,
    Softmax,
    elementwise,
    scalar_of,
)
from closedform.formulas.derive.index.form import Factor, Sum, Term
from closedform.formulas.derive.index.functions import named
from closedform.formulas.derive.index.keys import parts_of
from closedform.formulas.derive.index.normal import collected
from closedform.formulas.derive.index.numbers import value
from closedform.formulas.derive.index.powers import is_positive, positive, power


def apply(function: str, e: Sum) -> Sum:
    """A function of every entry."""
    e = collected(e)
    small, where = without_idle_axes(e)
    if small is not e:
        return spread(apply(function, small), e.sizes, where)
    if function in WRITTEN_OUT:
        return WRITTEN_OUT[function](e)
    if not e.terms:
        at_zero = named(function).at_zero
        if at_zero is None:
            raise CannotDerive(f"{function} of zero")
        return scaled(ones(e.sizes), at_zero)
    if function in KNOWN and (found := KNOWN[function](e)) is not None:
        return found
    parity = named(function).parity
    if parity and leading(e).coefficient < 0:
        return scaled(elementwise(function, scaled(e, -1)), parity)
    return elementwise(function, e)


def _absolute(e: Sum) -> Sum:
    return e if is_positive(e) else times(as_factor(e), apply("sign", e))


def _sign(e: Sum) -> Sum | None:
    if is_positive(e):
        return ones(e.sizes)
    bare = without_positive_number(e)
    return None if bare is e else apply("sign", bare)


def _step(e: Sum) -> Sum | None:
    bare = without_positive_number(e)
    return None if bare is e else apply("step", bare)


def without_positive_number(e: Sum) -> Sum:
    """An expression over the positive number that all of its terms have; itself where that is 1."""
    content, numbers = common(e)
    return e if content == 1 and not numbers else divided(e, content, numbers)


def _exp(e: Sum) -> Sum | None:
    """exp(a + c log b) = exp(a) b^c."""
    logs = [t for t in e.terms if _is_log(t)]
    if not logs:
        return None
    result = apply("exp", Sum(tuple(t for t in e.terms if t not in logs), e.sizes))
    for t in logs:
        (f,) = t.factors
        assert f.atom.inner is not None
        base = power(f.atom.inner, t.coefficient)
        where = [t.axes.index(axis) for axis in f.axes]
        result = times(result, spread(base, t.sizes, where))
    return result


def _is_log(t: Term) -> bool:
    """Whether a term is a multiple of a logarithm, perhaps along further axes."""
    match t.factors:
        case (Factor(atom=Elementwise(function="log"), axes=axes, power=p),):
            return p == 1 and all(axis in t.axes for axis in axes) and len(set(axes)) == len(axes)
        case _:
            return False


def _log(e: Sum) -> Sum | None:
    """The logarithm of a product whose factors, but for one, are known to be positive."""
    if len(e.terms) != 1:
        return None
    (t,) = e.terms
    parts = parts_of(t.factors, t.free)
    unsure = [part for part in parts if not all(positive(f.atom, f.power) for f in part)]
    if t.coefficient <= 0 or len(unsure) > 1 or (len(parts) < 2 and t.coefficient == 1):
        return _log_of_one(t, e)
    if parts == [] and t.coefficient == 1:
        return Sum((), e.sizes)
    logs = [_number_log(t.coefficient, e)] if t.coefficient != 1 else []
    for part in parts:
        axes = [a for a in t.axes if any(i in a for f in part for i in f.indices)]
        own = Term(Fraction(1), tuple(part), tuple(axes))
        where = [t.axes.index(axis) for axis in axes]
        logs.append(spread(apply("log", Sum((own,), own.sizes)), e.sizes, where))
    return add(*logs)


def _number_log(c: Fraction, e: Sum) -> Sum:
    return spread(scalar(value(math.log(c))), e.sizes, ())


def _log_of_one(t: Term, e: Sum) -> Sum | None:
    """The logarithm of a power of an exponential, a determinant or a softmax."""
    if t.coefficient != 1 or len(t.factors) != 1:
        return None
    (f,) = t.factors
    inner = f.atom.inner
    if inner is None or set(f.indices) != t.free:
        return None
    match f.atom:
        case Elementwise(function="exp"):
            found = inner
        case Determinant():
            found = scalar_of(LogDeterminant, inner)
        case Softmax(along=along):
            kept = [k for k in range(inner.rank) if k not in along]
            total = apply("log", summed(elementwise("exp", inner), along))
            found = subtract(inner, spread(total, inner.sizes, kept))
        case _ if f.power != 1 and (f.power.denominator != 1 or f.power % 2):
            base = Sum((Term(Fraction(1), (f._replace(power=Fraction(1)),), t.axes),), e.sizes)
            return scaled(apply("log", base), f.power)
        case _:
            return None
    order = tuple(f.axes.index(axis) for axis in t.axes)
    return scaled(found.transposed(order), f.power)


WRITTEN_OUT: dict[str, Callable[[Sum], Sum]] = {
    "log1p": lambda e: apply("log", add(ones(e.sizes), e)),
    "expm1": lambda e: subtract(apply("exp", e), ones(e.sizes)),
    "abs": _absolute,
    "relu": lambda e: times(as_factor(e), apply("step", e)),
    "square": lambda e: power(e, Fraction(2)),
    "sqrt": lambda e: power(e, Fraction(1, 2)),
    "erfc": lambda e: subtract(ones(e.sizes), apply("erf", e)),
    "rsqrt": lambda e: power(e, Fraction(-1, 2)),
    "softplus": lambda e: apply("log", add(ones(e.sizes), apply("exp", e))),
}
"""What is another expression of x."""
KNOWN: dict[str, Callable[[Sum], Sum | None]] = {
    "exp": _exp,
    "log": _log,
    "sign": _sign,
    "step": _step,
}
"""What is another expression of some x."""
