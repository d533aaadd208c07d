"""Parts that an expression repeats, named: ``p - y`` with ``p = softmax(W x)``."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from closedform.formulas.derive.writing.lengths import length_of
from closedform.formulas.notation.tree import (
    Elementwise,
    Expression,
    Inverse,
    Kronecker,
    Name,
    Softmax,
    Transpose,
    substituted,
    walk,
)

Named = tuple[Name, Expression]
"""A name and what it stands for."""

CALLED: dict[type[Expression], tuple[str, ...]] = {
    Softmax: ("p", "q", "P", "Q"),
    Elementwise: ("h", "s", "H", "S"),
    Inverse: ("P", "Q", "R"),
}
"""Kind of expression -> what people call it."""
BY_SIZE = {
    "scalar": ("s", "t", "k", "r"),
    "column": ("u", "v", "w", "z", "r"),
    "row": ("u", "v", "w", "z"),
    "matrix": ("Y", "Z", "U", "V", "M", "R"),
}
"""The same of others, by their size."""
LEAST = 2
"""How much shorter code must become."""


def named(
    trees: Sequence[Expression], taken: Iterable[str]
) -> tuple[list[Expression], list[Named]]:
    """Trees with their repeated parts named, the part that saves most first; and those parts, each
    of names that stand before it."""
    trees, free, found = list(trees), _Free(set(taken)), list[Named]()
    while (part := _best([*trees, *(said for _, said in found)])) is not None:
        name = Name(free.name(part), part.size)
        trees = [_replaced(tree, part, name) for tree in trees]
        found = [(n, _replaced(said, part, name)) for n, said in found]
        found.append((name, part))
    return trees, _in_order(found)


def expanded(tree: Expression, parts: Sequence[Named]) -> Expression:
    """A tree with what names stand for in their places."""
    for name, said in reversed(parts):
        tree = substituted(tree, {name.name: said})
    return tree


def _best(trees: Sequence[Expression]) -> Expression | None:
    """The part whose name saves most; None where none saves enough."""
    counts = Counter(part for tree in trees for part in walk(tree))
    saved = {part: _saved(part, n) for part, n in counts.items() if n > 1 and _may_be(part)}
    best = max(saved, key=lambda part: (saved[part], length_of(part)), default=None)
    return best if best is not None and saved[best] >= LEAST else None


def _saved(part: Expression, count: int) -> int:
    return (count - 1) * (length_of(part) - 1) - 2


def _may_be(part: Expression) -> bool:
    """Whether a part may have a name: no transpose, which is a part's own, and no Kronecker
    product."""
    return bool(part.parts) and not isinstance(part, (Transpose, Kronecker))


def _replaced(tree: Expression, part: Expression, name: Name) -> Expression:
    return name if tree == part else tree.rebuilt(lambda e: _replaced(e, part, name))


def _in_order(found: Sequence[Named]) -> list[Named]:
    """Each after those that it speaks of."""
    made: list[Named] = []
    waiting = list(found)
    names = {name.name for name, _ in found}
    while waiting:
        known = {name.name for name, _ in made}
        ready = next(one for one in waiting if {e.name for e in _names(one[1])} & names <= known)
        waiting.remove(ready)
        made.append(ready)
    return made


def _names(tree: Expression) -> Iterator[Name]:
    return (e for e in walk(tree) if isinstance(e, Name))


class _Free:
    """Names that nothing else has."""

    def __init__(self, taken: set[str]) -> None:
        self.taken = taken

    def name(self, part: Expression) -> str:
        """One for a part."""
        upper = part.size.kind == "matrix"
        liked = [n for n in CALLED.get(type(part), ()) if n.isupper() == upper]
        tried = [*liked, *BY_SIZE[part.size.kind], *(f"u_{k}" for k in range(1, 99))]
        found = next(n for n in tried if n not in self.taken)
        self.taken.add(found)
        return found
