"""Sides of Kronecker products taken out, in the same place of a chain."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from fractions import Fraction

from closedform.formulas.derive.writing.common import Common, grouped, one_summand
from closedform.formulas.derive.writing.summands import Chain, Summand, merged
from closedform.formulas.derive.writing.sums import as_link
from closedform.formulas.derive.writing.trees import Part, weight
from closedform.formulas.notation.tree import (
    Expression,
    Kronecker,
)


def of_sides(summands: Sequence[Summand]) -> Iterator[Common]:
    """A (x) B + A (x) C = A (x) (B + C), in the same place of a chain."""
    keys: list[tuple[Hashable, int]] = []
    where: dict[tuple[Hashable, int], Kronecker] = {}
    for n, s in enumerate(summands):
        for k, link in enumerate(s.chain):
            if isinstance(link, Kronecker):
                for side, part in enumerate((link.left, link.right)):
                    key = (s.scalars, s.chain[:k], s.chain[k + 1 :], side, part)
                    keys.append((key, n))
                    where[key, n] = link
    for key, ns in grouped(keys).items():
        assert isinstance(key, tuple)
        scalars, before, behind, side, part = key
        others = [where[key, n].right if side == 0 else where[key, n].left for n in ns]
        if len({o.size for o in others}) > 1:
            continue
        rest = tuple(
            Summand(summands[n].coefficient, (), (o,)) for n, o in zip(ns, others, strict=True)
        )
        around = sum(weight(x) for x, _ in scalars) + sum(map(weight, (*before, *behind)))
        gain = (len(ns) - 1) * (weight(part) + around + 1) + 0.25
        yield Common(gain, tuple(ns), rest, _beside(scalars, before, behind, side, part))


def _beside(
    scalars: tuple[Part, ...],
    before: Chain,
    behind: Chain,
    side: int,
    part: Expression,
) -> Callable[[list[Summand]], Summand]:
    def back(inner: list[Summand]) -> Summand:
        one = one_summand(inner)
        other = as_link([Summand(Fraction(1), (), one.chain)])
        made = Kronecker(part, other) if side == 0 else Kronecker(other, part)
        return Summand(one.coefficient, merged((*scalars, *one.scalars)), (*before, made, *behind))

    return back
