"""Common parts of summands taken out: the largest first, until none pays.

A part is a matrix at the left or the right end, a scalar, a whole chain, a factor of a product
entry by entry, or a side of a Kronecker product.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from closedform.formulas.derive.writing.summands import Chain, Summand, merged, tidy
from closedform.formulas.derive.writing.sums import as_link, content, total
from closedform.formulas.derive.writing.trees import (
    entrywise,
    entrywise_parts,
    ones_like,
    weight,
)
from closedform.formulas.notation.tree import (
    SCALAR,
    DiagonalMatrix,
    Expression,
    Identity,
    Kronecker,
    Transpose,
    all_ones,
)

DEEPEST = 6
"""So often a common part is taken out of what another was taken out of."""


@dataclass(frozen=True)
class Common:
    """A part that some summands have in common.

    Attributes:
        gain: how much less there is to read without its repetitions.
        members: which summands have it; rest: each of them without it.
        back: the summand that has the part, from the sum of what was left as a list.
    """

    gain: float
    members: tuple[int, ...]
    rest: tuple[Summand, ...]
    back: Callable[[list[Summand]], Summand]


def factorised(summands: Sequence[Summand], depth: int = 0) -> list[Summand]:
    """The same sum with common parts taken out."""
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
    yield from _links(summands, 0)
    yield from _links(summands, -1)
    yield from _scalars(summands)
    yield from _chains(summands)
    yield from _entries(summands)
    yield from _sides(summands)


def _grouped(keys: Sequence[tuple[Hashable, int]]) -> dict[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = {}
    for key, n in keys:
        groups.setdefault(key, []).append(n)
    return {key: ns for key, ns in groups.items() if len(set(ns)) > 1}


# ── A matrix at an end ──────────────────────────────────────────────────────────


def _links(summands: Sequence[Summand], end: int) -> Iterator[Common]:
    """A B + A C = A (B + C), and from the right."""
    keys = [(s.chain[end], n) for n, s in enumerate(summands) if s.chain]
    for link, ns in _grouped(keys).items():
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
        one = _one(inner)
        chain = (link, *one.chain) if end == 0 else (*one.chain, link)
        return replace(one, chain=tidy(chain))

    return back


def _one(inner: list[Summand]) -> Summand:
    """A sum of chains as one summand."""
    if len(inner) == 1:
        return inner[0]
    c, rest = content(inner)
    return Summand(c, (), (as_link(rest),))


# ── Scalars ─────────────────────────────────────────────────────────────────────


def _scalars(summands: Sequence[Summand]) -> Iterator[Common]:
    """s A + s B = s (A + B)."""
    keys = [(part, n) for n, s in enumerate(summands) for part in s.scalars]
    for part, ns in _grouped(keys).items():
        assert isinstance(part, tuple)
        rest = tuple(
            replace(summands[n], scalars=tuple(p for p in summands[n].scalars if p != part))
            for n in ns
        )
        gain = (len(ns) - 1) * weight(part[0]) + 0.1
        yield Common(gain, tuple(ns), rest, _scaled(part))


def _scaled(part: tuple) -> Callable[[list[Summand]], Summand]:  # type: ignore[type-arg]
    def back(inner: list[Summand]) -> Summand:
        if len(inner) > 1 and not inner[0].chain:
            c, rest = content(inner)
            return Summand(c, merged((part, (total(rest, SCALAR), Fraction(1)))))
        one = _one(inner)
        return replace(one, scalars=merged((part, *one.scalars)))

    return back


def _chains(summands: Sequence[Summand]) -> Iterator[Common]:
    """s A + t A = (s + t) A."""
    keys = [(s.chain, n) for n, s in enumerate(summands) if s.chain]
    for chain, ns in _grouped(keys).items():
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


# ── Entry by entry ──────────────────────────────────────────────────────────────

Slot = tuple[tuple, Chain, Chain, bool]  # type: ignore[type-arg]
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


def _entries(summands: Sequence[Summand]) -> Iterator[Common]:
    """x .* a + x .* b = x .* (a + b), in the same place of a chain."""
    keys, where = [], {}
    for n, s in enumerate(summands):
        for slot, link in _slots(s):
            for part in dict.fromkeys(_units(link)):
                keys.append(((slot, part), n))
                where[slot, part, n] = link
    for key, ns in _grouped(keys).items():
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


def _units(link: Expression) -> list[tuple[Expression, Fraction]]:
    """The parts of a product entry by entry, a square as twice its base."""
    found = []
    for x, p in entrywise_parts(link):
        whole = p.denominator == 1 and 1 < p <= 4
        found += [(x, Fraction(1))] * int(p) if whole else [(x, p)]
    return found


def _left(s: Summand, link: Expression, part: tuple[Expression, Fraction]) -> Summand:
    """A summand's link without one of its parts, alone."""
    units = _units(link)
    units.remove(part)
    return Summand(s.coefficient, (), _chain_of(entrywise(units, link)))


def _chain_of(e: Expression) -> Chain:
    """An expression as a chain: ones of a matrix as a column times a row."""
    ones = all_ones(e) and e.size.kind == "matrix"
    return (e.left, e.right) if ones else (e,)  # type: ignore[attr-defined]


def _entered(
    slot: Slot, part: tuple[Expression, Fraction], like: Expression, first: Summand
) -> Callable[[list[Summand]], Summand]:
    scalars, before, behind, wrapped = slot

    def back(inner: list[Summand]) -> Summand:
        one = _one(inner)
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


# ── Sides of Kronecker products ─────────────────────────────────────────────────


def _sides(summands: Sequence[Summand]) -> Iterator[Common]:
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
    for key, ns in _grouped(keys).items():
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
    scalars: tuple,
    before: Chain,
    behind: Chain,
    side: int,
    part: Expression,  # type: ignore[type-arg]
) -> Callable[[list[Summand]], Summand]:
    def back(inner: list[Summand]) -> Summand:
        one = _one(inner)
        other = as_link([Summand(Fraction(1), (), one.chain)])
        made = Kronecker(part, other) if side == 0 else Kronecker(other, part)
        return Summand(one.coefficient, merged((*scalars, *one.scalars)), (*before, made, *behind))

    return back
