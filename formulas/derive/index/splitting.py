"""Functions of sums, written by functions of their terms: exp(a + b) = exp(a) exp(b)."""

import math
from fractions import Fraction

from closedform.formulas.derive.index.algebra import (
    add,
    as_factor,
    leading,
    ones,
    scalar,
    scaled,
    spread,
    subtract,
    times,
    without_idle_axes,
)
from closedform.formulas.derive.index.atoms import Elementwise, elementwise
from closedform.formulas.derive.index.elementary import apply
from closedform.formulas.derive.index.form import Atom, Factor, Sum, Term
from closedform.formulas.derive.index.numbers import value
from closedform.formulas.derive.index.powers import power


def split_exp(e: Sum) -> Sum:
    """exp(a + b) = exp(a) exp(b), and exp(c x) = exp(x)^c."""
    result = ones(e.sizes)
    for t in e.terms:
        small, where = without_idle_axes(Sum((t.times(1 / t.coefficient),), e.sizes))
        made = apply("exp", small)
        result = times(result, spread(power(made, t.coefficient), e.sizes, where))
    return result


def _logistic(e: Sum) -> Sum:
    """logistic(-x) = 1 - logistic(x)."""
    if e.terms and leading(e).coefficient < 0:
        return subtract(ones(e.sizes), elementwise("logistic", scaled(e, -1)))
    return apply("logistic", e)


def _step(e: Sum) -> Sum:
    """step(-x) = 1 - step(x), but at zero; a positive factor changes nothing."""
    if not e.terms:
        return apply("step", e)
    lead = leading(e).coefficient
    bare = scaled(e, 1 / abs(lead))
    if lead < 0:
        return subtract(ones(e.sizes), elementwise("step", scaled(bare, -1)))
    return elementwise("step", bare)


def _log(e: Sum) -> Sum:
    """log(1 + e^-x) = log(1 + e^x) - x."""
    found = one_plus_exponentials(e)
    if found is not None:
        x = found
        if x.terms and leading(x).coefficient < 0:
            return add(_softplus(scaled(x, -1)), x)
        return _softplus(x)
    return apply("log", e)


def _softplus(x: Sum) -> Sum:
    return elementwise("log", add(ones(x.sizes), split_exp(x)))


def _sign(e: Sum) -> Sum:
    """sign(x) = 2 step(x) - 1, but at zero."""
    return subtract(scaled(_step(e), 2), ones(e.sizes)) if e.terms else e


def _mills(e: Sum) -> Sum:
    """The normal density over the distribution function."""
    below = apply("log_ndtr", e)
    c = spread(scalar(value(1 / math.sqrt(2 * math.pi))), e.sizes, ())
    square = scaled(power(as_factor(e), Fraction(2)), Fraction(-1, 2))
    return times(c, split_exp(subtract(square, below)))


SPLIT = {
    "mills": _mills,
    "exp": split_exp,
    "logistic": _logistic,
    "step": _step,
    "sign": _sign,
    "log": _log,
}


def one_plus_exponentials(e: Sum) -> Sum | None:
    """x where the expression is 1 + e^x, with e^x as a product of exponentials."""
    if len(e.terms) != 2 or any(t.coefficient != 1 for t in e.terms):
        return None
    plain = [t for t in e.terms if not t.factors]
    others = [t for t in e.terms if t.factors]
    if len(plain) != 1 or not all(_is_exp(f.atom) for f in others[0].factors):
        return None
    (t,) = others
    parts = [_argument(f, t, e) for f in t.factors]
    return None if any(p is None for p in parts) else add(*(p for p in parts if p is not None))


def _argument(f: Factor, t: Term, e: Sum) -> Sum | None:
    if f.atom.inner is None or not all(axis in t.axes for axis in f.axes):
        return None
    where = [t.axes.index(axis) for axis in f.axes]
    return scaled(spread(f.atom.inner, e.sizes, where), f.power)


def _is_exp(a: Atom) -> bool:
    return isinstance(a, Elementwise) and a.function == "exp"
