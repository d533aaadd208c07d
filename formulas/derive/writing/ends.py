"""A matrix at the left or the right end of summands taken out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from closedform.formulas.derive.writing.common import Common, grouped, one_summand
from closedform.formulas.derive.writing.summands import Chain, Summand, tidy
from closedform.formulas.derive.writing.trees import weight
from closedform.formulas.notation.tree import Expression, Identity, all_ones


def at_ends(summands: Sequence[Summand], end: int) -> Iterator[Common]:
    """A B + A C = A (B + C), and from the right."""
    keys = [(s.chain[end], n) for n, s in enumerate(summands) if s.chain]
    for link, ns in grouped(keys).items():
        assert isinstance(link, Expression)
        bare = [n for n in ns if len(summands[n].chain) == 1]
        if bare and link.size.kind != "matrix":
            continue
        if all(len(summands[n].chain) == 1 for n in ns):
            continue
        rest = tuple(replace(summands[n], chain=_without(summands[n].chain, end)) for n in ns)
        if bare and any(all(map(all_ones, s.chain)) for s in rest):
            continue  # X - X 1 1^T / n stays
        gain = (len(ns) - 1) * weight(link) - (1.5 if bare else 0)
        yield Common(gain, tuple(ns), rest, _linked(link, end))


def _without(chain: Chain, end: int) -> Chain:
    rest = chain[1:] if end == 0 else chain[:-1]
    if rest:
        return rest
    size = chain[0].size
    return (Identity(size.columns if end == 0 else size.rows),)


def _linked(link: Expression, end: int) -> Callable[[list[Summand]], Summand]:
    def back(inner: list[Summand]) -> Summand:
        one = one_summand(inner)
        chain = (link, *one.chain) if end == 0 else (*one.chain, link)
        return replace(one, chain=tidy(chain))

    return back
