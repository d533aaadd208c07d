"""Slips of the pen, as edits of a closed form: one constant, sign, operation or operand for
another."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import jax.numpy as jnp
import numpy as np
from jax.extend.core import Literal

from closedform.verify.causes.clock import Clock
from closedform.verify.causes.edit import Edit, earlier, given, known, output, recomputed
from closedform.verify.causes.expressions import Trace, floating, read

NEARBY: tuple[Callable[[float], float], ...] = (
    lambda c: -c,
    lambda c: 2 * c,
    lambda c: c / 2,
    lambda c: c + 1,
    lambda c: c - 1,
    lambda c: 1 / c if c else 1.0,
    lambda c: c * c,
    lambda c: 4 * c,
    lambda c: c / 4,
    lambda c: 3 * c,
    lambda c: c / 3,
    lambda c: 1.0,
    lambda c: 0.0,
)
"""Constants that stand for one another."""
SWAPS: dict[str, list[tuple[str, Callable[..., Any]]]] = {
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


def within(trace: Trace, clock: Clock) -> Iterator[Edit]:
    """Every edit of a program, small ones first, as long as there is time."""
    return itertools.takewhile(lambda _: not clock.over, edits(trace))


def edits(trace: Trace) -> Iterator[Edit]:
    """Every edit of every equation: signs, constants, operations, operands, then factors."""
    for slip in (_signs, _constants, _powers, _operations, _operands, _dropped, _scaled):
        for k, eqn in enumerate(trace.eqns):
            if len(eqn.outvars) == 1 and floating(eqn.outvars[0]):
                yield from slip(trace, k, eqn)


def _text(trace: Trace, eqn: Any) -> str:
    return trace.words(eqn.outvars[0], 4)


def _signs(trace: Trace, k: int, eqn: Any) -> Iterator[Edit]:
    name, was = eqn.primitive.name, _text(trace, eqn)
    if name in ("add", "sub", "add_any"):
        a, b = (trace.words(v, 3) for v in eqn.invars)
        if name == "sub":
            yield recomputed(k, f"write ({a} + {b}) for {was}", lambda x, y: x + y)
        else:
            yield recomputed(k, f"write ({a} - {b}) for {was}", lambda x, y: x - y)
        yield recomputed(k, f"write ({b} - {a}) for {was}", lambda x, y: y - x)
    if name == "neg":
        yield recomputed(k, f"write {trace.words(eqn.invars[0], 3)} for {was}", lambda x: x)
    yield Edit(f"write -({was}) for {was}", k, lambda trace, values: [-output(trace, values, k)])


def _constants(trace: Trace, k: int, eqn: Any) -> Iterator[Edit]:
    for i, v in enumerate(eqn.invars):
        if not isinstance(v, Literal) or np.ndim(v.val) or not floating(v):
            continue
        c, was = float(v.val), _text(trace, eqn)
        for new in dict.fromkeys(change(c) for change in NEARBY):
            if new != c:
                words = f"write {new:g} for {c:g} in {was}"
                yield given(k, words, i, lambda trace, values, new=new: np.asarray(new))


def _powers(trace: Trace, k: int, eqn: Any) -> Iterator[Edit]:
    if eqn.primitive.name not in ("integer_pow", "square"):
        return
    y = eqn.params.get("y", 2)
    for new in (y + 1, y - 1, -y, 2 * y, 1):
        if new != y:
            words = f"write the power {new} for {y} in {_text(trace, eqn)}"
            yield recomputed(k, words, lambda x, new=new: x ** float(new))


def _operations(trace: Trace, k: int, eqn: Any) -> Iterator[Edit]:
    for template, f in SWAPS.get(eqn.primitive.name, ()):
        written = template.format(*(trace.words(v, 3) for v in eqn.invars))
        yield recomputed(k, f"write {written} for {_text(trace, eqn)}", f)


def _operands(trace: Trace, k: int, eqn: Any) -> Iterator[Edit]:
    """Another value of the same shape for an operand, or its transpose."""
    for i, v in enumerate(eqn.invars):
        if isinstance(v, Literal) or not floating(v):
            continue
        shape, was, of = v.aval.shape, trace.words(v, 3), _text(trace, eqn)
        for j, u in enumerate(known(trace, k)):
            if u.aval.dtype != v.aval.dtype:
                continue
            if u is not v and u.aval.shape == shape:
                words = f"write {trace.words(u, 3)} for {was} in {of}"
                yield given(k, words, i, earlier(k, j))
            if len(shape) == 2 and u.aval.shape == shape[::-1] and (u is v or shape[0] != shape[1]):
                words = f"write {trace.words(u, 3)}.T for {was} in {of}"
                yield given(k, words, i, earlier(k, j, transposed=True))


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
    for written, c in numbers.items():
        yield Edit(
            f"write {written} {was} for {was}",
            k,
            lambda trace, values, c=c: [c * output(trace, values, k)],
        )
    for j, u in enumerate(known(trace, k)):
        if u.aval.shape in ((), out.aval.shape) and u.aval.dtype == out.aval.dtype:
            x, at = trace.words(u, 3), earlier(k, j)
            yield Edit(
                f"write {x} * {was} for {was}",
                k,
                lambda trace, values, at=at: [at(trace, values) * output(trace, values, k)],
            )
            yield Edit(
                f"write {was} / {x} for {was}",
                k,
                lambda trace, values, at=at: [output(trace, values, k) / at(trace, values)],
            )
