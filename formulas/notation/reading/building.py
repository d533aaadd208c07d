"""From the parser's reductions to what is written."""

import math
from collections.abc import Callable
from typing import Any

from lark import Token, Transformer

from closedform.formulas.notation.reading.calling import applied, called
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.reading.written import Written

DIGITS = 15
"""Digits of a whole number that float64 holds too."""
CROSSES = ("\\times", "×")
"""Signs of a product that may be a cross product."""
TRACES = ("tr",)
"""Functions that take a whole product without brackets."""


def _number(text: str) -> int | float:
    whole = len(text) <= DIGITS and not any(c in text for c in ".eE")
    return int(text) if whole else float(text)


def _at(token: Token) -> int:
    """The column of a token."""
    return token.start_pos or 0


def _two(rule: str) -> Callable[..., Written]:
    """Two parts with a sign between them."""

    def build(self: Any, c: list[Any]) -> Written:
        return Written(rule, (c[0], c[2]), None, _at(c[1]))

    return build


def _of(rule: str, part: int = 1, at: int = 0) -> Callable[..., Written]:
    """One part among signs."""

    def build(self: Any, c: list[Any]) -> Written:
        return Written(rule, (c[part],), None, c[at].start_pos)

    return build


def builder() -> Transformer[Token, Written]:
    """What builds: a method for each rule of either grammar."""
    return _Build()


class _Build(Transformer[Token, Written]):
    """What each rule of either grammar builds."""

    def start(self, c: list[Any]) -> Written:
        return c[0]

    add, subtract = _two("sum"), _two("difference")
    hadamard, oslash = _two("hadamard"), _two("oslash")
    inner, slash = _two("inner"), _two("slash")
    negative, bracket, bars = _of("negative"), _of("bracket"), _of("bars")

    def positive(self, c: list[Any]) -> Written:
        return c[1]

    def kronecker(self, c: list[Any]) -> Written:
        if c[0].rule in ("hadamard", "oslash"):
            raise Unread("order", r"\odot and \otimes side by side: put brackets", _at(c[1]))
        return Written("kronecker", (c[0], c[2]), None, _at(c[1]))

    # ── Products ────────────────────────────────────────────────────────────────

    def juxtaposed(self, c: list[Any]) -> Written:
        a, b = (_ones(part) for part in c)
        if a.rule == "slash" and not _clear_below(a):
            told = r"is this factor above or below the slash? write \frac{}{} or brackets"
            raise Unread("reach", told, _start(b))
        if b.rule == "number":
            raise Unread("grammar", "a number stands before what it multiplies", b.at)
        return Written("product", (a, b), "juxtaposed", _start(b))

    def dotted(self, c: list[Any]) -> Written:
        return Written("product", (c[0], c[2]), "dot", _at(c[1]))

    def times(self, c: list[Any]) -> Written:
        sign = "cross" if str(c[1]) in CROSSES else "times"
        return Written("product", (c[0], c[2]), sign, _at(c[1]))

    def fraction(self, c: list[Any]) -> Written:
        return Written("fraction", (c[2], c[5]), None, _at(c[0]))

    # ── Powers and what stands behind ───────────────────────────────────────────

    def postfix(self, c: list[Any]) -> Token:
        return c[0]

    def postfixed(self, c: list[Any]) -> Written:
        x, sign = c
        at = _at(sign)
        if sign.type == "TRANSPOSE":
            return Written("transpose", (_ones(x),), None, at)
        if sign.type == "INVERSETRANSPOSE":
            return Written("transpose", (Written("inverse", (x,), None, at),), None, at)
        if sign.type == "POWER":
            return Written("power", (x, Written("number", (), int(sign), at)), None, at)
        return Written(sign.type.lower(), (x,), None, at)

    def transposed(self, c: list[Any]) -> Written:
        return Written("transpose", (_ones(c[0]),), None, _at(c[1]))

    def power(self, c: list[Any]) -> Written:
        return Written("power", (c[0], _folded(c[3] if len(c) > 3 else c[2])), None, _at(c[1]))

    def entrywise_power(self, c: list[Any]) -> Written:
        raised = _folded(c[3] if len(c) > 3 else c[2])
        return Written("entrywise power", (c[0], raised), None, _at(c[1]))

    # ── Leaves ──────────────────────────────────────────────────────────────────

    def number(self, c: list[Any]) -> Written:
        value = _number(str(c[0]))
        if not math.isfinite(value):
            raise Unread("length", "this number is too large", _at(c[0]))
        return Written("number", (), value, _at(c[0]))

    def name(self, c: list[Any]) -> Written:
        return Written("name", (), str(c[0]), _at(c[0]))

    def identity(self, c: list[Any]) -> Written:
        return Written("identity", (), str(c[0]), _at(c[0]))

    def ones(self, c: list[Any]) -> Written:
        return Written("ones", (), str(c[0]), _at(c[0]))

    def commutation(self, c: list[Any]) -> Written:
        m, n = str(c[0])
        return Written("commutation", (), f"{m},{n}", _at(c[0]))

    # ── Functions ───────────────────────────────────────────────────────────────

    def norm(self, c: list[Any]) -> Written:
        return Written("norm", (c[1],), str(c[2]), _at(c[0]))

    def angles(self, c: list[Any]) -> Written:
        return Written("inner", (c[1], c[3]), None, _at(c[0]))

    def euler(self, c: list[Any]) -> Written:
        return Written("call", (c[2],), "exp", _at(c[0]))

    def function(self, c: list[Any]) -> tuple[Token, Token | None]:
        return c[0], c[1] if len(c) > 1 else None

    def call(self, c: list[Any]) -> Written:
        return applied(c[0][0], c[0][1], c[1])

    def bare(self, c: list[Any]) -> Written:
        (function, more), argument = c
        product = argument.rule == "product" and not _coefficient(argument)
        if argument.rule == "slash" or (product and str(function) not in TRACES):
            told = f"how far does {function} reach? write {function}(...) with brackets"
            raise Unread("reach", told, _at(function))
        return applied(function, more, argument)

    def called(self, c: list[Any]) -> Written:
        function, arguments = c[0], c[2:-1:2]
        return called(str(function), arguments, _at(function))

    def called_bars(self, c: list[Any]) -> Written:
        rule = "norm" if c[1].type == "OPENNORM" else "bars"
        value = str(c[3]) if rule == "norm" else None
        return called(str(c[0]), [Written(rule, (c[2],), value, _at(c[1]))], _at(c[0]))


def _start(written: Written) -> int:
    return min((_start(part) for part in written.parts), default=written.at)


def _ones(part: Written) -> Written:
    """1 beside a factor, or transposed, is a column of ones."""
    return Written("ones", (), "", part.at) if part.rule == "number" and part.value == 1 else part


def _clear_below(slash: Written) -> bool:
    """Whether nothing more can stand below: both are numbers, or the denominator has brackets."""
    above, below = slash.parts
    return above.rule == "number" and below.rule in ("number", "bracket", "norm", "bars")


def _coefficient(product: Written) -> bool:
    """Whether it is a number times one name: ``2x``."""
    a, b = product.parts
    return a.rule == "number" and b.rule == "name"


def _folded(raised: Written) -> Written:
    """A sign before a number is part of it."""
    raised = raised.inside()
    if raised.rule == "negative" and raised.parts[0].inside().rule == "number":
        number = raised.parts[0].inside()
        assert isinstance(number.value, int | float)
        return Written("number", (), -number.value, raised.at)
    return raised
