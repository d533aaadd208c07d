"""A term's factors, joined at their indices until one chain of matrices is left."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from closedform.formulas.derive.errors import NoNotation
from closedform.formulas.derive.index.form import Index
from closedform.formulas.derive.writing.summands import (
    Chain,
    column,
    columns,
    product,
    simpler,
    tidy,
    turned,
)
from closedform.formulas.derive.writing.trees import (
    Part,
    axis,
    entrywise,
    entrywise_parts,
)
from closedform.formulas.notation.tree import (
    Diagonal,
    DiagonalMatrix,
    Expression,
    Identity,
    Ones,
    Total,
    Trace,
    Transpose,
)


@dataclass(frozen=True)
class Item:
    """A chain of matrices between two indices, or a column at one."""

    chain: Chain
    ends: tuple[Index, ...]

    def start(self, i: Index) -> "Item":
        """The same, from an index on."""
        return self if self.ends[0] is i else Item(turned(self.chain), self.ends[::-1])

    @property
    def is_column(self) -> bool:
        """Whether it has one index."""
        return len(self.ends) == 1


def identity(i: Index, j: Index) -> Item:
    """The identity matrix between two indices."""
    return Item((Identity(axis([i.size])),), (i, j))


@dataclass
class Network:
    """Items, and the indices that are left free; scalars that come off."""

    items: list[Item]
    free: Sequence[Index]
    scalars: list[Part] = field(default_factory=list)

    def reduced(self) -> Chain:
        """The chain over the free indices; for none the empty one.

        Raises NoNotation where an index is of three matrices."""
        steps: tuple[Callable[[], bool], ...] = (
            self._loops,
            self._identities,
            self._columns_at_one_index,
            self._lone_indices,
            self._joints,
            self._parallels,
            self._scalings,
        )
        while any(step() for step in steps):
            pass
        return self._finished()

    # ── Counting ────────────────────────────────────────────────────────────────

    def _at(self, i: Index) -> list[Item]:
        return [item for item in self.items if i in item.ends]

    def _summed(self) -> list[Index]:
        ends = (i for item in self.items for i in item.ends)
        return [i for i in dict.fromkeys(ends) if i not in self.free]

    def _replace(self, old: Sequence[Item], *new: Item) -> bool:
        self.items = [item for item in self.items if all(item is not o for o in old)]
        self.items += new
        return True

    def _scalar(self, e: Expression) -> None:
        from fractions import Fraction

        self.scalars.append((e, Fraction(1)))

    # ── Steps ───────────────────────────────────────────────────────────────────

    def _loops(self) -> bool:
        """A matrix from an index to itself: its diagonal, or its trace."""
        for item in self.items:
            if len(item.ends) == 2 and item.ends[0] is item.ends[1]:
                i = item.ends[0]
                if len(self._at(i)) > 1 or i in self.free:
                    return self._replace([item], Item((_diagonal(item.chain),), (i,)))
                self._scalar(_trace(item.chain))
                return self._replace([item])
        return False

    def _identities(self) -> bool:
        """An identity matrix makes two indices one."""
        for item in self.items:
            if len(item.chain) == 1 and isinstance(item.chain[0], Identity):
                for a, b in (item.ends, item.ends[::-1]):
                    if b not in self.free:
                        self._replace([item])
                        self.items = [
                            Item(o.chain, tuple(a if i is b else i for i in o.ends))
                            for o in self.items
                        ]
                        return True
        return False

    def _columns_at_one_index(self) -> bool:
        """Two columns at an index are one, entry by entry; but for an inner product of two."""
        for a, b in itertools.combinations(self.items, 2):
            if a.is_column and b.is_column and a.ends == b.ends:
                (i,) = a.ends
                if i not in self.free and len(self._at(i)) == 2:
                    continue
                return self._replace([a, b], Item((_entrywise(a.chain, b.chain),), a.ends))
        return False

    def _lone_indices(self) -> bool:
        """A sum over an index of one item: a product with ones."""
        for i in self._summed():
            if len(here := self._at(i)) == 1:
                (item,) = here
                if item.is_column:
                    self._scalar(_total(item.chain))
                    return self._replace([item])
                item = item.start(item.ends[0] if item.ends[1] is i else item.ends[1])
                ones = Ones(columns(item.chain))
                return self._replace(here, Item((*item.chain, ones), item.ends[:1]))
        return False

    def _joints(self) -> bool:
        """A sum over an index of two items: their product."""
        indices = sorted(self._summed(), key=lambda i: -sum(o.is_column for o in self._at(i)))
        return any(len(self._at(i)) == 2 and self._joint(i, *self._at(i)) for i in indices)

    def _joint(self, i: Index, a: Item, b: Item) -> bool:
        x, y = a.start(i), b.start(i)
        if len(x.ends) == 2 and len(y.ends) == 2 and x.ends[1] is y.ends[1]:
            j = x.ends[1]
            if j not in self.free and len(self._at(j)) == 2:
                self._scalar(_trace((*turned(x.chain), *y.chain)))
                return self._replace([a, b])
            return self._replace([a, b], Item((_entrywise(x.chain, y.chain),), x.ends))
        if x.is_column and y.is_column:
            self._scalar(_inner(x.chain, y.chain))
            return self._replace([a, b])
        if x.is_column:
            x, y = y, x
        joined = tidy((*turned(x.chain), *y.chain))
        return self._replace([a, b], Item(joined, (x.ends[1], *y.ends[1:])))

    def _parallels(self) -> bool:
        """Two matrices between the same indices: their product entry by entry."""
        for a, b in itertools.combinations(self.items, 2):
            if len(a.ends) == 2 and set(a.ends) == set(b.ends) and len(b.ends) == 2:
                other = b.start(a.ends[0])
                return self._replace([a, b], Item((_entrywise(a.chain, other.chain),), a.ends))
        return False

    def _scalings(self) -> bool:
        """A column at an end of a matrix scales its rows."""
        for item in self.items:
            if item.is_column:
                (i,) = item.ends
                for other in self._at(i):
                    if not other.is_column:
                        scaled = other.start(i)
                        diagonal = DiagonalMatrix(column(item.chain))
                        chain = tidy((diagonal, *scaled.chain))
                        return self._replace([item, other], Item(chain, scaled.ends))
        return False

    def _finished(self) -> Chain:
        if any(i not in self.free for item in self.items for i in item.ends):
            raise NoNotation("an index of three matrices")
        if not self.free:
            return ()
        if len(self.free) == 1:
            return self._column(self.free[0])
        i, j = self.free
        if len(self.items) == 1 and len(self.items[0].ends) == 2:
            return tidy(self.items[0].start(i).chain)
        if any(len(item.ends) == 2 for item in self.items):
            raise NoNotation("two matrices on one pair of indices")
        return (*self._column(i), *turned(self._column(j)))

    def _column(self, i: Index) -> Chain:
        here = self._at(i)
        return tidy(here[0].chain) if here else (Ones(axis([i.size])),)


def _diagonal(chain: Chain) -> Expression:
    if len(chain) == 1 and isinstance(chain[0], DiagonalMatrix):
        return chain[0].of
    return Diagonal(product(tidy(chain)))


def _entrywise(a: Chain, b: Chain) -> Expression:
    x, y = product(tidy(a)), product(tidy(b))
    return entrywise([*entrywise_parts(x), *entrywise_parts(y)], x)


def _trace(chain: Chain) -> Expression:
    """The trace of a chain, from the link on where it is easiest to read."""
    starts = [tidy(chain[k:] + chain[:k]) for k in range(len(chain))]
    best = starts[0]
    for other in [*starts[1:], *map(turned, starts)]:
        best = simpler(best, other)
    return Trace(product(best))


def _inner(a: Chain, b: Chain) -> Expression:
    """a^T b, or b^T a."""
    return product(simpler(tidy((*turned(a), *b)), tidy((*turned(b), *a))))


def _total(chain: Chain) -> Expression:
    """The sum of a column's entries."""
    chain = tidy(chain)
    if len(chain) == 1:
        return Total(chain[0])
    if isinstance(chain[-1], Ones):
        return Total(product(chain[:-1]))
    return product((Transpose(Ones(chain[0].size.rows)), *chain))
