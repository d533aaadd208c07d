"""Scalars and whole chains that summands have in common taken out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from closedform.formulas.derive.writing.common import Common, grouped, one_summand
from closedform.formulas.derive.writing.summands import Chain, Summand, merged
from closedform.formulas.derive.writing.sums import content, total
from closedform.formulas.derive.writing.trees import Part, weight
from closedform.formulas.notation.tree import SCALAR


def of_scalars(summands: Sequence[Summand]) -> Iterator[Common]:
    """s A + s B = s (A + B)."""
    keys = [(part, n) for n, s in enumerate(summands) for part in s.scalars]
    for part, ns in grouped(keys).items():
        assert isinstance(part, tuple)
        rest = tuple(
            replace(summands[n], scalars=tuple(p for p in summands[n].scalars if p != part))
            for n in ns
        )
        gain = (len(ns) - 1) * weight(part[0]) + 0.1
        yield Common(gain, tuple(ns), rest, _scaled(part))


def _scaled(part: Part) -> Callable[[list[Summand]], Summand]:
    def back(inner: list[Summand]) -> Summand:
        if len(inner) > 1 and not inner[0].chain:
            c, rest = content(inner)
            return Summand(c, merged((part, (total(rest, SCALAR), Fraction(1)))))
        one = one_summand(inner)
        return replace(one, scalars=merged((part, *one.scalars)))

    return back


def of_chains(summands: Sequence[Summand]) -> Iterator[Common]:
    """s A + t A = (s + t) A."""
    keys = [(s.chain, n) for n, s in enumerate(summands) if s.chain]
    for chain, ns in grouped(keys).items():
        assert isinstance(chain, tuple)
        rest = tuple(replace(summands[n], chain=()) for n in ns)
        gain = (len(ns) - 1) * sum(map(weight, chain)) + 0.2
        yield Common(gain, tuple(ns), rest, _chained(chain))


def _chained(chain: Chain) -> Callable[[list[Summand]], Summand]:
    def back(inner: list[Summand]) -> Summand:
        if len(inner) == 1:
            return replace(inner[0], chain=chain)
        c, rest = content(inner)
        return Summand(c, ((total(rest, SCALAR), Fraction(1)),), chain)

    return back
