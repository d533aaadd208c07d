"""Predicates, 1 where they hold and 0 elsewhere, and the choices they make; equality holds
nowhere."""

from fractions import Fraction

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.algebra import (
    add,
    as_factor,
    ones,
    scaled,
    subtract,
    times,
    zero,
)
from closedform.formulas.derive.index.atoms import Elementwise
from closedform.formulas.derive.index.canonical import same
from closedform.formulas.derive.index.elementary import apply
from closedform.formulas.derive.index.form import Atom, Factor, Sum, Term, within
from closedform.formulas.derive.index.keys import sum_key
from closedform.formulas.derive.index.remaking import Remaker
from closedform.formulas.derive.reading.arithmetic import operands
from closedform.formulas.derive.reading.reader import Equation, Reader, reads


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
    chosen, x, y = operands(r, e)
    x, y = assuming(x, chosen, Fraction(0)), assuming(y, chosen, Fraction(1))
    if same(x, y):
        return x
    if not x.terms:
        return times(as_factor(y), as_factor(chosen))
    return add(x, times(as_factor(subtract(y, x)), as_factor(chosen)))


ALMOST = {"eq": 1, "ne": 2, "is_finite": 2}
"""Predicates that hold almost nowhere or almost everywhere -> the operand that is chosen."""


def assuming(e: Sum, predicate: Sum, value: Fraction) -> Sum:
    """An expression where a predicate is 0 or 1: what is chosen by step(x) knows the sign of x."""
    match predicate.terms:
        case (Term(coefficient=1, factors=(Factor(atom=Elementwise() as step, power=1),)),):
            pass
        case _:
            return e
    if step.function != "step" or not any(a.key == step.key or _is_sign(a) for a in within(e)):
        return e
    return Assuming(step, value).sum(e)


class Assuming(Remaker):
    """Makes expressions again where a step function, and with it a sign, has one value."""

    def __init__(self, step: Elementwise, value: Fraction) -> None:
        super().__init__()
        assert step.inner is not None
        self.argument, self.value = sum_key(step.inner), value

    def made(self, a: Atom) -> Sum:
        """The value of the step, or of the sign, of the same argument; other atoms made again."""
        if isinstance(a, Elementwise) and a.inner is not None and a.function in ("sign", "step"):
            known = {sum_key(a.inner): 1, sum_key(scaled(a.inner, -1)): -1}
            sign = known.get(self.argument)
            if sign is not None:
                signed = sign * (2 * self.value - 1)
                made = signed if a.function == "sign" else (1 + signed) / 2
                return scaled(ones(a.sizes), made)
        return super().made(a)


def _is_sign(a: Atom) -> bool:
    return isinstance(a, Elementwise) and a.function == "sign"
