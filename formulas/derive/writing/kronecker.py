"""Matrices whose rows or columns are pairs of indices: Kronecker products, commutation matrices,
outer products of vec, and diagonal matrices between them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from closedform.formulas.derive.errors import NoNotation
from closedform.formulas.derive.index.form import Axis, Index
from closedform.formulas.derive.writing.networks import Item, Network, identity
from closedform.formulas.derive.writing.summands import (
    Chain,
    column,
    product,
    tidy,
    turned,
)
from closedform.formulas.derive.writing.trees import Part, axis, weight
from closedform.formulas.notation.tree import (
    Commutation,
    DiagonalMatrix,
    Expression,
    Identity,
    Kronecker,
    Transpose,
    Vec,
)


@dataclass
class Pairs:
    """Items between pairs of indices, as rows and as columns."""

    items: list[Item]
    row: Axis
    column: Axis
    scalars: list[Part] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Take off the parts that touch no free index."""
        self.free = {*self.row, *self.column}
        self.parts: list[tuple[list[Item], set[Index]]] = []
        for items in components(self.items):
            touched = {i for item in items for i in item.ends if i in self.free}
            if touched:
                self.parts.append((items, touched))
            else:
                Network(items, (), self.scalars).reduced()
        self.items = [item for items, _ in self.parts for item in items]

    def chain(self) -> Chain:
        """The items as a product of matrices.

        Raises NoNotation where there is none."""
        for groups, made in self._products():
            if all(any(touched <= group for group in groups) for _, touched in self.parts):
                return made()
        return self._around_diagonal()

    # ── Products ────────────────────────────────────────────────────────────────

    def _products(self) -> Iterator[tuple[list[set[Index]], Callable[[], Chain]]]:
        """Ways to split the free indices, each with the product it makes."""
        match self.row, self.column:
            case (j, i), (l, k):
                yield [{j, l}, {i, k}], lambda: self._kron([j, l], [i, k])
                yield [{j, k}, {i, l}], lambda: self._commuted(j, i, l, k)
                yield [{j, i}, {l, k}], lambda: (self._vec(i, j), Transpose(self._vec(k, l)))
            case (j, i), (k,):
                yield [{j, k}, {i}], lambda: self._kron([j, k], [i])
                yield [{j}, {i, k}], lambda: self._kron([j], [i, k])
                yield [{j, i}, {k}], lambda: (self._vec(i, j), *turned(self._of([k])))
            case (i,), (l, k):
                yield [{i, l}, {k}], lambda: (_kron(self._of([i, l]), turned(self._of([k]))),)
                yield [{i, k}, {l}], lambda: (_kron(turned(self._of([l])), self._of([i, k])),)
                yield [{l, k}, {i}], lambda: (*self._of([i]), Transpose(self._vec(k, l)))
            case (j, i), ():
                yield [{j, i}], lambda: (self._vec(i, j),)
            case (), (l, k):
                yield [{l, k}], lambda: (Transpose(self._vec(k, l)),)
            case _:
                raise NoNotation("an axis of more than two indices")

    def _of(self, free: Sequence[Index]) -> Chain:
        """The items that touch these free indices alone, as a chain over them."""
        chosen = [item for items, touched in self.parts if touched <= set(free) for item in items]
        return Network(chosen, free, self.scalars).reduced()

    def _kron(self, a: Sequence[Index], b: Sequence[Index]) -> Chain:
        return (_kron(self._of(a), self._of(b)),)

    def _commuted(self, j: Index, i: Index, l: Index, k: Index) -> Chain:
        """(P (x) Q) K: P from j to k, Q from i to l."""
        K = Commutation(axis([k.size]), axis([l.size]))
        return tidy((*self._kron([j, k], [i, l]), K))

    def _vec(self, i: Index, j: Index) -> Expression:
        return Vec(product(self._of([i, j])))

    # ── A diagonal matrix between two factors ───────────────────────────────────

    def _around_diagonal(self) -> Chain:
        """L diag(v) R, the simplest there is: v is vec of a matrix, or a column."""
        found = [*self._around_matrices(), *self._around_columns()]
        if not found:
            raise NoNotation("no Kronecker form")
        chain, scalars = min(found, key=lambda c: sum(map(weight, c[0])))
        self.scalars += scalars
        return chain

    def _around_matrices(self) -> Iterator[tuple[Chain, list[Part]]]:
        pairs = dict.fromkeys(
            frozenset(item.ends) for item in self.items if len(set(item.ends)) == 2
        )
        for pair in pairs:
            for a, b in (tuple(pair), tuple(pair)[::-1]):
                inside = [o for o in self.items if {*o.ends} <= pair and not _is_identity(o)]
                if any(len({*o.ends}) == 2 for o in inside):
                    yield from self._around(inside, (a, b))

    def _around_columns(self) -> Iterator[tuple[Chain, list[Part]]]:
        for item in self.items:
            if item.is_column:
                yield from self._around([item], item.ends)

    def _around(
        self, inside: Sequence[Item], at: tuple[Index, ...]
    ) -> Iterator[tuple[Chain, list[Part]]]:
        """The items inside as a diagonal matrix over the indices `at`, with the rest around it."""
        sides = self._sides([o for o in self.items if all(o is not x for x in inside)], at)
        if sides is None:
            return
        scalars: list[Part] = []
        try:
            entries = Network([*inside], at, scalars).reduced()
            vector = Vec(product(entries)) if len(at) == 2 else column(entries)
            middle = at[::-1]
            left = self._side(sides[0], self.row, middle, scalars)
            right = self._side(sides[1], middle, self.column, scalars)
        except NoNotation:
            return
        yield tidy((*left, DiagonalMatrix(vector), *right)), scalars

    def _sides(
        self, rest: Sequence[Item], at: tuple[Index, ...]
    ) -> tuple[list[Item], list[Item]] | None:
        """The items that lead to the rows, and those that lead to the columns."""
        left: list[Item] = []
        right: list[Item] = []
        for items in components(rest, at):
            ends = {i for item in items for i in item.ends}
            rows, columns = (bool((ends - {*at}) & {*side}) for side in (self.row, self.column))
            if not rows and not columns:
                rows, columns = (bool(ends & {*side}) for side in (self.row, self.column))
            if rows == columns:
                return None
            (left if rows else right).extend(items)
        return left, right

    def _side(self, items: Sequence[Item], row: Axis, column: Axis, scalars: list[Part]) -> Chain:
        """A factor from one pair of indices to another; none where it is the identity."""
        if row == column and not items:
            return ()
        items, ends = [*items], []
        for i in column:
            if i in row:
                j = Index(i.size)
                items.append(identity(i, j))
                ends.append(j)
            else:
                ends.append(i)
        if len(row) == 1 and len(ends) == 1:
            made = Network(items, [row[0], ends[0]], scalars).reduced()
        else:
            made = Pairs(items, row, tuple(ends), scalars).chain()
        return () if len(made) == 1 and isinstance(made[0], Identity) else made


def _kron(a: Chain, b: Chain) -> Expression:
    if all(len(c) == 1 and isinstance(c[0], Identity) for c in (a, b)):
        return Identity(a[0].size.rows + b[0].size.rows)
    return Kronecker(product(a), product(b))


def _is_identity(item: Item) -> bool:
    return len(item.chain) == 1 and isinstance(item.chain[0], Identity)


def components(items: Sequence[Item], cut: Sequence[Index] = ()) -> list[list[Item]]:
    """Items grouped by the indices they share, but for those that are cut."""
    groups: list[tuple[list[Item], set[Index]]] = []
    for item in items:
        own = {i for i in item.ends if i not in cut}
        hit = [g for g in groups if g[1] & own]
        groups = [g for g in groups if not g[1] & own]
        groups.append(([x for g in hit for x in g[0]] + [item], own.union(*(g[1] for g in hit))))
    return [g[0] for g in groups]
