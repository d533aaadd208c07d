"""Common parts of summands taken out: the largest first, until none pays.

A part is a matrix at the left or the right end, a scalar, a whole chain, a factor of a product
entry by entry, or a side of a Kronecker product.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace

from closedform.formulas.derive.clock import tick
from closedform.formulas.derive.writing.common import Common
from closedform.formulas.derive.writing.ends import at_ends
from closedform.formulas.derive.writing.entries import of_entries
from closedform.formulas.derive.writing.multiples import of_chains, of_scalars
from closedform.formulas.derive.writing.sides import of_sides
from closedform.formulas.derive.writing.summands import Summand

DEEPEST = 6
"""So often a common part is taken out of what another was taken out of."""


def factorised(summands: Sequence[Summand], depth: int = 0) -> list[Summand]:
    """The same sum with common parts taken out."""
    tick()
    known = _added(summands)
    if len(known) < 2 or depth > DEEPEST:
        return known
    best = max(_candidates(known), key=lambda c: c.gain, default=None)
    if best is None or best.gain <= 0:
        return known
    others = [s for n, s in enumerate(known) if n not in best.members]
    inner = factorised(best.rest, depth + 1)
    new = [best.back(inner)] if inner else []
    return factorised([*others, *new], depth + 1)


def _added(summands: Sequence[Summand]) -> list[Summand]:
    """Multiples of one thing added."""
    found: dict[Hashable, Summand] = {}
    for s in summands:
        key = (s.scalars, s.chain)
        found[key] = (
            replace(s, coefficient=found[key].coefficient + s.coefficient) if key in found else s
        )
    return [s for s in found.values() if s.coefficient]


def _candidates(summands: Sequence[Summand]) -> Iterator[Common]:
    yield from at_ends(summands, 0)
    yield from at_ends(summands, -1)
    yield from of_scalars(summands)
    yield from of_chains(summands)
    yield from of_entries(summands)
    yield from of_sides(summands)
