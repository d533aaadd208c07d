"""One edit at a time: the closed form with one constant, sign or operand changed. Which one is
right?"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jax.numpy as jnp
import numpy as np
from jax.extend.core import Literal

from closedform.verify.causes.expressions import Trace, evaluate, floating, read

SECONDS = 10.0
"""Time that the search may take."""
Values = dict[Any, Any]


@dataclass(frozen=True)
class Edit:
    """A change of one equation: what it says, and its outputs from the values known there."""

    words: str
    at: int
    outputs: Callable[[Trace, Values], list[Any]]


def search(trace: Trace, accept: Callable[[Edit], bool]) -> Edit | None:
    """The first edit that is accepted, small ones first; None where there is none, or time is
    out."""
    until = time.monotonic() + SECONDS
    for edit in edits(trace):
        if time.monotonic() > until:
            return None
        if accept(edit):
            return edit
    return None


def edits(trace: Trace) -> Iterator[Edit]:
    """Every edit of every equation: signs, constants, operations, operands, then factors."""
    for kind in (_signs, _constants, _operations, _operands, _dropped, _scaled):
        for k, eqn in enumerate(trace.eqns):
            if len(eqn.outvars) == 1 and floating(eqn.outvars[0]):
                yield from kind(trace, k, eqn)


def _operand_values(trace: Trace, values: Values, eqn: Any) -> list[Any]:
    return [read(values, v) for v in eqn.invars]


def _change(trace: Trace, k: int, words: str, f: Callable[..., Any]) -> Edit:
    """An edit that computes the output from the operands' values."""
    return Edit(
        words,
        k,
        lambda trace, values: [jnp.asarray(f(*_operand_values(trace, values, trace.eqns[k])))],
    )


def _text(trace: Trace, eqn: Any) -> str:
    return trace.words(eqn.outvars[0], 4)


def _signs(trace: Trace, k: int, eqn: Any) -> Iterator[Edit]:
    name, was = eqn.primitive.name, _text(trace, eqn)
    if name in ("add", "sub", "add_any"):
        a, b = (trace.words(v, 3) for v in eqn.invars)
        if name == "sub":
            yield _change(trace, k, f"write ({a} + {b}) for {was}", lambda x, y: x + y)
            yield _change(trace, k, f"write ({b} - {a}) for {was}", lambda x, y: y - x)
        else:
            yield _change(trace, k, f"write ({a} - {b}) for {was}", lambda x, y: x - y)
            yield _change(trace, k, f"write ({b} - {a}) for {was}", lambda x, y: y - x)
    if name == "neg":
        yield _change(trace, k, f"write {trace.words(eqn.invars[0], 3)} for {was}", lambda x: x)
    yield Edit(
        f"write -({was}) for {was}", k, lambda trace, values: [-values[trace.eqns[k].outvars[0]]]
    )


def _constants(trace: Trace, k: int, eqn: Any) -> Iterator[Edit]:
    for i, v in enumerate(eqn.invars):
        if not isinstance(v, Literal) or np.ndim(v.val) or not floating(v):
            continue
        c, was = float(v.val), _text(trace, eqn)
        for new in dict.fromkeys(
            (
                -c,
                2 * c,
                c / 2,
                c + 1,
                c - 1,
                1 / c if c else 1.0,
                c * c,
                4 * c,
                c / 4,
                3 * c,
                c / 3,
                1.0,
                0.0,
            )
        ):
            if new != c:
                yield _replaced(
                    k,
                    f"write {new:g} for {c:g} in {was}",
                    i,
                    lambda trace, values, new=new: np.asarray(new),
                )
    if eqn.primitive.name in ("integer_pow", "square"):
        y = eqn.params.get("y", 2)
        for new in (y + 1, y - 1, -y, 2 * y, 1):
            if new != y:
                yield _change(
                    trace,
                    k,
                    f"write the power {new} for {y} in {_text(trace, eqn)}",
                    lambda x, new=new: x ** float(new),
                )


SWAPS = {
    "mul": [
        ("{0} / {1}", lambda x, y: x / y),
        ("{1} / {0}", lambda x, y: y / x),
        ("{0} + {1}", lambda x, y: x + y),
    ],
    "div": [("{0} * {1}", lambda x, y: x * y), ("{1} / {0}", lambda x, y: y / x)],
    "max": [("min({0}, {1})", jnp.minimum)],
    "min": [("max({0}, {1})", jnp.maximum)],
    "sin": [("cos({0})", jnp.cos), ("-sin({0})", lambda x: -jnp.sin(x))],
    "cos": [("sin({0})", jnp.sin), ("-sin({0})", lambda x: -jnp.sin(x))],
    "exp": [
        ("exp(-{0})", lambda x: jnp.exp(-x)),
        ("{0}", lambda x: x),
        ("exp({0}) - 1", jnp.expm1),
    ],
    "log": [("log1p({0})", jnp.log1p), ("{0}", lambda x: x)],
    "log1p": [("log({0})", jnp.log)],
    "tanh": [
        ("logistic({0})", lambda x: 1 / (1 + jnp.exp(-x))),
        ("1 - tanh({0})**2", lambda x: 1 - jnp.tanh(x) ** 2),
    ],
    "logistic": [("1 - logistic({0})", lambda x: 1 / (1 + jnp.exp(x))), ("tanh({0})", jnp.tanh)],
    "sqrt": [
        ("{0}", lambda x: x),
        ("1/sqrt({0})", lambda x: 1 / jnp.sqrt(x)),
        ("{0} * sqrt({0})", lambda x: x * jnp.sqrt(x)),
    ],
    "rsqrt": [("sqrt({0})", jnp.sqrt), ("1/{0}", lambda x: 1 / x)],
    "square": [("{0}", lambda x: x), ("abs({0})", jnp.abs)],
    "abs": [("{0}", lambda x: x), ("sign({0})", jnp.sign)],
    "sign": [("abs({0})", jnp.abs), ("{0}", lambda x: x)],
}
"""Operations that are taken for one another."""


def _operations(trace: Trace, k: int, eqn: Any) -> Iterator[Edit]:
    for template, f in SWAPS.get(eqn.primitive.name, ()):
        operands = [trace.words(v, 3) for v in eqn.invars]
        yield _change(trace, k, f"write {template.format(*operands)} for {_text(trace, eqn)}", f)


def _operands(trace: Trace, k: int, eqn: Any) -> Iterator[Edit]:
    """Another value of the same shape for an operand, or its transpose."""
    for i, v in enumerate(eqn.invars):
        if isinstance(v, Literal) or not floating(v):
            continue
        shape, was, of = v.aval.shape, trace.words(v, 3), _text(trace, eqn)
        for j, u in enumerate(_live(trace, k)):
            if u.aval.dtype != v.aval.dtype:
                continue
            if u is not v and u.aval.shape == shape:
                yield _replaced(
                    k, f"write {trace.words(u, 3)} for {was} in {of}", i, _earlier(k, j)
                )
            if len(shape) == 2 and u.aval.shape == shape[::-1] and (u is v or shape[0] != shape[1]):
                yield _replaced(
                    k,
                    f"write {trace.words(u, 3)}.T for {was} in {of}",
                    i,
                    _earlier(k, j, transposed=True),
                )


def _earlier(k: int, j: int, transposed: bool = False) -> Callable[[Trace, Values], Any]:
    """The j-th value known before equation k, in whichever trace."""

    def value(trace: Trace, values: Values) -> Any:
        found = jnp.asarray(values[_live(trace, k)[j]])
        return found.T if transposed else found

    return value


def _dropped(trace: Trace, k: int, eqn: Any) -> Iterator[Edit]:
    """An operation left out: one of its operands in its place."""
    out = eqn.outvars[0].aval
    for i, v in enumerate(eqn.invars):
        if v.aval.shape == out.shape and v.aval.dtype == out.dtype:
            words = f"write {trace.words(v, 3)} for {_text(trace, eqn)}"
            yield Edit(
                words,
                k,
                lambda trace, values, i=i: [jnp.asarray(read(values, trace.eqns[k].invars[i]))],
            )


def _scaled(trace: Trace, k: int, eqn: Any) -> Iterator[Edit]:
    """An operation's value times or over a number, a size, or another value of its shape."""
    out, was = eqn.outvars[0], _text(trace, eqn)
    numbers = {"2": 2.0, "1/2": 0.5, "3": 3.0, "1/3": 1 / 3, "4": 4.0, "1/4": 0.25}
    for words, c in numbers.items():
        yield Edit(
            f"write {words} {was} for {was}",
            k,
            lambda trace, values, c=c: [c * values[trace.eqns[k].outvars[0]]],
        )
    for j, u in enumerate(_live(trace, k)):
        if u.aval.shape in ((), out.aval.shape) and u.aval.dtype == out.aval.dtype:
            x, at = trace.words(u, 3), _earlier(k, j)
            yield Edit(
                f"write {x} * {was} for {was}",
                k,
                lambda trace, values, at=at: [at(trace, values) * values[trace.eqns[k].outvars[0]]],
            )
            yield Edit(
                f"write {was} / {x} for {was}",
                k,
                lambda trace, values, at=at: [values[trace.eqns[k].outvars[0]] / at(trace, values)],
            )


def _live(trace: Trace, k: int) -> list[Any]:
    """Variables that are known before equation k."""
    jaxpr = trace.program.jaxpr
    return [*jaxpr.invars, *(v for eqn in trace.eqns[:k] for v in eqn.outvars)]


def _replaced(k: int, words: str, i: int, value: Callable[[Trace, Values], Any]) -> Edit:
    """An edit that gives operand i another value."""

    def outputs(trace: Trace, values: Values) -> list[Any]:
        operands: Sequence[Any] = _operand_values(trace, values, trace.eqns[k])
        return evaluate(
            trace.eqns[k], [value(trace, values) if j == i else x for j, x in enumerate(operands)]
        )

    return Edit(words, k, outputs)
