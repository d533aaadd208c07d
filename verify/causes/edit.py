"""One change of one equation of a closed form's program."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jax.numpy as jnp

from closedform.verify.causes.expressions import Trace, evaluate, read

UNFIT = (TypeError, ValueError, ZeroDivisionError, IndexError, KeyError)
"""What evaluating a changed program raises where shapes or types don't fit each other."""
Values = dict[Any, Any]
"""Variable -> value."""


@dataclass(frozen=True)
class Edit:
    """A change of the equation number `at`: what it says, and its outputs from the values known
    there."""

    words: str
    at: int
    outputs: Callable[[Trace, Values], list[Any]]


def operands(trace: Trace, values: Values, k: int) -> list[Any]:
    """What equation k is given."""
    return [read(values, v) for v in trace.eqns[k].invars]


def output(trace: Trace, values: Values, k: int) -> Any:
    """What equation k gives as it stands."""
    return values[trace.eqns[k].outvars[0]]


def recomputed(k: int, words: str, f: Callable[..., Any]) -> Edit:
    """Equation k computing f of its operands instead."""
    return Edit(words, k, lambda trace, values: [jnp.asarray(f(*operands(trace, values, k)))])


def given(k: int, words: str, i: int, value: Callable[[Trace, Values], Any]) -> Edit:
    """Equation k with another value for its operand i."""

    def outputs(trace: Trace, values: Values) -> list[Any]:
        changed = operands(trace, values, k)
        changed[i] = value(trace, values)
        return evaluate(trace.eqns[k], changed)

    return Edit(words, k, outputs)


def known(trace: Trace, k: int) -> list[Any]:
    """Variables whose values are known before equation k."""
    return [*trace.program.jaxpr.invars, *(v for eqn in trace.eqns[:k] for v in eqn.outvars)]


def earlier(k: int, j: int, transposed: bool = False) -> Callable[[Trace, Values], Any]:
    """The j-th value known before equation k, in whichever trace."""

    def value(trace: Trace, values: Values) -> Any:
        found = jnp.asarray(values[known(trace, k)[j]])
        return found.T if transposed else found

    return value
