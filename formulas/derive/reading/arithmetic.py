"""Primitives that act on every entry."""

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.algebra import (
    add,
    as_factor,
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
    "erfc": "erfc",
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
