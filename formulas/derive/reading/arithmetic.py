"""Primitives that act on every entry."""

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.algebra import (
    add,
    as_factor,
    ones,
    scalar,
    scaled,
    spread,
    subtract,
    times,
    zero,
)
from closedform.formulas.derive.index.elementary import apply
from closedform.formulas.derive.index.form import Sizes, Sum
from closedform.formulas.derive.index.numbers import rational, value
from closedform.formulas.derive.index.powers import power
from closedform.formulas.derive.reading.reader import PRIMITIVES, Equation, Reader, reads

FUNCTIONS = {
    "exp": "exp",
    "log": "log",
    "tanh": "tanh",
    "logistic": "logistic",
    "sin": "sin",
    "cos": "cos",
    "tan": "tan",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "sinh": "sinh",
    "cosh": "cosh",
    "asinh": "arcsinh",
    "acosh": "arccosh",
    "atanh": "arctanh",
    "abs": "abs",
    "sign": "sign",
    "log1p": "log1p",
    "expm1": "expm1",
    "erf": "erf",
    "lgamma": "gammaln",
    "digamma": "digamma",
    "sqrt": "sqrt",
    "rsqrt": "rsqrt",
    "square": "square",
}
"""Primitive -> function of numbers."""


def _function(name: str) -> Callable[[Reader, Equation], Sum]:
    return lambda r, e: apply(name, r.operand(e, 0))


for primitive, function in FUNCTIONS.items():
    PRIMITIVES[primitive] = _function(function)


def operands(r: Reader, e: Equation) -> list[Sum]:
    """The operands, each of the shape of the output."""
    return [broad(r.operand(e, k), r.out_sizes(e)) for k in range(len(e.first.invars))]


def broad(x: Sum, sizes: Sizes) -> Sum:
    """An expression on axes of these sizes: a scalar on all, an axis of size 1 along a longer
    one."""
    if all(a or not b for a, b in zip(x.sizes, sizes, strict=False)) and x.rank == len(sizes):
        return x
    return spread(x, sizes, range(x.rank))


@reads("add", "add_any")
def _add(r: Reader, e: Equation) -> Sum:
    return add(*operands(r, e))


@reads("sub")
def _sub(r: Reader, e: Equation) -> Sum:
    return subtract(*operands(r, e))


@reads("neg")
def _neg(r: Reader, e: Equation) -> Sum:
    return scaled(r.operand(e, 0), -1)


@reads("mul")
def _mul(r: Reader, e: Equation) -> Sum:
    x, y = operands(r, e)
    if _is_number(x) or _is_number(y):
        return times(x, y)
    return times(as_factor(x), as_factor(y))


def _is_number(e: Sum) -> bool:
    """Whether an expression is one number, everywhere the same."""
    return len(e.terms) == 1 and not any(f.axes for f in e.terms[0].factors) and _plain(e)


def _plain(e: Sum) -> bool:
    indices = [i for axis in e.terms[0].axes for i in axis]
    return len(set(indices)) == len(indices)


@reads("div")
def _div(r: Reader, e: Equation) -> Sum:
    x = broad(r.operand(e, 0), r.out_sizes(e))
    below = broad(power(r.operand(e, 1), Fraction(-1)), r.out_sizes(e))
    if _is_number(below):
        return times(x, below)
    return times(as_factor(x), below)


@reads("integer_pow")
def _integer_pow(r: Reader, e: Equation) -> Sum:
    return power(r.operand(e, 0), Fraction(e.params["y"]))


@reads("pow")
def _pow(r: Reader, e: Equation) -> Sum:
    exponent = r.operand_numbers(e, 1)
    if exponent is not None:
        values = np.unique([*np.ravel(exponent[0]), *np.ravel(exponent[1])])
        p = rational(float(values[0])) if len(values) == 1 else None
        if p is not None:
            return power(r.operand(e, 0), p)
    base = r.operand_numbers(e, 0)
    x, y = operands(r, e)
    if base is not None and np.unique(base[0]).size == 1:
        logarithm = value(math.log(float(np.ravel(base[0])[0])))
        factors = spread(scalar(logarithm), y.sizes, ())
        return apply("exp", times(y, factors))
    return apply("exp", times(as_factor(y), as_factor(apply("log", x))))


@reads("max")
def _max(r: Reader, e: Equation) -> Sum:
    """max(x, y) = y + (x - y) step(x - y); max(x, -inf) = x."""
    for k in (0, 1):
        bound = r.operand_numbers(e, k)
        if bound is not None and np.all(np.isneginf(bound[0])):
            return r.operand(e, 1 - k)
    x, y = operands(r, e)
    if not x.terms:
        x, y = y, x
    return add(y, apply("relu", subtract(x, y)))


@reads("min")
def _min(r: Reader, e: Equation) -> Sum:
    """min(x, y) = y - (y - x) step(y - x)."""
    x, y = operands(r, e)
    if not x.terms:
        x, y = y, x
    return subtract(y, apply("relu", subtract(y, x)))


@reads("clamp")
def _clamp(r: Reader, e: Equation) -> Sum:
    low, x, high = operands(r, e)
    x = add(low, apply("relu", subtract(x, low)))
    return subtract(high, apply("relu", subtract(high, x)))


# ── Predicates: 1 where they hold, 0 elsewhere; equality holds nowhere ──────────


@reads("gt", "ge")
def _greater(r: Reader, e: Equation) -> Sum:
    x, y = operands(r, e)
    return apply("step", subtract(x, y))


@reads("lt", "le")
def _less(r: Reader, e: Equation) -> Sum:
    x, y = operands(r, e)
    return apply("step", subtract(y, x))


@reads("eq")
def _equal(r: Reader, e: Equation) -> Sum:
    return zero(r.out_sizes(e))


@reads("ne", "is_finite")
def _always(r: Reader, e: Equation) -> Sum:
    return ones(r.out_sizes(e))


@reads("not")
def _not(r: Reader, e: Equation) -> Sum:
    return subtract(ones(r.out_sizes(e)), r.operand(e, 0))


@reads("and")
def _and(r: Reader, e: Equation) -> Sum:
    x, y = operands(r, e)
    return times(as_factor(x), as_factor(y))


@reads("or")
def _or(r: Reader, e: Equation) -> Sum:
    x, y = operands(r, e)
    return subtract(add(x, y), times(as_factor(x), as_factor(y)))


@reads("select_n")
def _select(r: Reader, e: Equation) -> Sum:
    """x where the predicate is 0, y where it is 1: x + (y - x) times the predicate."""
    if len(e.first.invars) != 3:
        raise CannotDerive("a choice of more than two")
    which = r.operand_numbers(e, 0)
    if which is not None and all(v.all() for v in which):
        return r.operand(e, 2)
    if which is not None and not any(v.any() for v in which):
        return r.operand(e, 1)
    if (maker := r.maker(e.first.invars[0])) is not None and maker.primitive.name in ALMOST:
        return r.operand(e, ALMOST[maker.primitive.name])
    chosen, x, y = (r.operand(e, k) for k in range(3))
    chosen, x, y = (
        spread(a, r.out_sizes(e), ()) if a.rank < len(e.first.outvars[0].aval.shape) else a
        for a in (chosen, x, y)
    )
    if not x.terms:
        return times(as_factor(y), as_factor(chosen))
    return add(x, times(as_factor(subtract(y, x)), as_factor(chosen)))


ALMOST = {"eq": 1, "ne": 2, "is_finite": 2}
"""Predicates that hold almost nowhere or almost everywhere -> the operand that is chosen."""


@reads("stop_gradient")
def _stopped(r: Reader, e: Equation) -> Sum:
    """The largest entry, which log-sum-exp and softmax subtract and which changes neither, as 0."""
    if not _is_peak(r, e.first.invars[0]):
        raise CannotDerive("stop_gradient")
    return zero(r.out_sizes(e))


def _is_peak(r: Reader, v: object) -> bool:
    maker = r.maker(v)
    if maker is None:
        return False
    name = maker.primitive.name
    if name == "reduce_max":
        return True
    through = ("max", "select_n", "broadcast_in_dim", "reshape", "squeeze", "copy", "expand_dims")
    return name in through and any(_is_peak(r, u) for u in maker.invars)


@reads("copy", "copy_p", "convert_element_type", "optimization_barrier", "real", "reduce_precision")
def _same(r: Reader, e: Equation) -> Sum:
    return r.operand(e, e.output)
