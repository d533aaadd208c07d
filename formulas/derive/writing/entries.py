"""Factors of products entry by entry taken out, in the same place of a chain."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from closedform.formulas.derive.writing.common import Common, grouped, one_summand
from closedform.formulas.derive.writing.summands import Chain, Summand, merged, tidy
from closedform.formulas.derive.writing.sums import as_link
from closedform.formulas.derive.writing.trees import (
    Part,
    entrywise,
    entrywise_parts,
    ones_like,
    weight,
)
from closedform.formulas.notation.tree import DiagonalMatrix, Expression, Transpose, all_ones

Slot = tuple[tuple[Part, ...], Chain, Chain, bool]
"""Where a link stands: the scalars, what is before and behind it, whether it is on a diagonal."""


def _slots(s: Summand) -> Iterator[tuple[Slot, Expression]]:
    """Every link of a summand as a product entry by entry, with where it stands."""
    for k, link in enumerate(s.chain):
        inside = link.of if isinstance(link, (DiagonalMatrix, Transpose)) else link
        turned = isinstance(link, Transpose) and link.of.size.kind == "column"
        on_diagonal = isinstance(link, DiagonalMatrix)
        if isinstance(link, Transpose) and not turned:
            inside = link
        yield (s.scalars, s.chain[:k], s.chain[k + 1 :], on_diagonal or turned), inside


def of_entries(summands: Sequence[Summand]) -> Iterator[Common]:
    """x .* a + x .* b = x .* (a + b), in the same place of a chain."""
    keys, where = [], {}
    for n, s in enumerate(summands):
        for slot, link in _slots(s):
            for part in dict.fromkeys(_units(link)):
                keys.append(((slot, part), n))
                where[slot, part, n] = link
    for key, ns in grouped(keys).items():
        assert isinstance(key, tuple)
        slot, part = key
        if len(set(ns)) < len(ns):
            continue
        rest = tuple(_left(summands[n], where[slot, part, n], part) for n in ns)
        around = sum(weight(x) for x, _ in slot[0]) + sum(map(weight, (*slot[1], *slot[2])))
        gain = (len(ns) - 1) * (weight(part[0]) + around) + 0.3
        if slot[1] == slot[2] == () and all(
            len(entrywise_parts(where[slot, part, n])) == 1 for n in ns
        ):
            continue
        yield Common(
            gain, tuple(ns), rest, _entered(slot, part, where[slot, part, ns[0]], summands[ns[0]])
        )


def _units(link: Expression) -> list[Part]:
    """The parts of a product entry by entry, a square as twice its base."""
    found = []
    for x, p in entrywise_parts(link):
        whole = p.denominator == 1 and 1 < p <= 4
        found += [(x, Fraction(1))] * int(p) if whole else [(x, p)]
    return found


def _left(s: Summand, link: Expression, part: Part) -> Summand:
    """A summand's link without one of its parts, alone."""
    units = _units(link)
    units.remove(part)
    return Summand(s.coefficient, (), _chain_of(entrywise(units, link)))


def _chain_of(e: Expression) -> Chain:
    """An expression as a chain: ones of a matrix as a column times a row."""
    ones = all_ones(e) and e.size.kind == "matrix"
    return (e.left, e.right) if ones else (e,)  # type: ignore[attr-defined]


def _entered(
    slot: Slot, part: Part, like: Expression, first: Summand
) -> Callable[[list[Summand]], Summand]:
    scalars, before, behind, wrapped = slot

    def back(inner: list[Summand]) -> Summand:
        one = one_summand(inner)
        rest = one.chain[0] if len(one.chain) == 1 else ones_like(like)
        plain = len(one.chain) == 1 or all_ones(as_link([replace(one, coefficient=Fraction(1))]))
        if not plain:
            rest = as_link([Summand(Fraction(1), (), one.chain)])
        made = entrywise([part, *entrywise_parts(rest)] if not all_ones(rest) else [part], like)
        if wrapped:
            old = first.chain[len(before)]
            made = DiagonalMatrix(made) if isinstance(old, DiagonalMatrix) else Transpose(made)
        return Summand(
            one.coefficient, merged((*scalars, *one.scalars)), tidy((*before, made, *behind))
        )

    return back
