"""Unknown numbers of rows and columns, and what ties them.

An axis is a product of dimensions, as in the tree: of names that are given, of digits, and of
unknowns, ``?1``, each of which may come to be another axis."""

import math
from collections import Counter
from collections.abc import Iterable

from closedform.formulas.notation.tree import Axis


class Unknowns:
    """Unknowns, and what each has come to be."""

    def __init__(self) -> None:
        self.known: dict[str, Axis] = {}
        self.named: dict[str, Axis] = {}
        self.given: set[str] = set()
        self.count = 0

    def new(self) -> Axis:
        """An axis of which nothing is known."""
        self.count += 1
        return (f"?{self.count}",)

    def named_axis(self, name: str) -> Axis:
        """The axis that a text calls by this name: digits and given names are themselves."""
        if name.isdigit() or name in self.given:
            return (name,)
        return self.named.setdefault(name, self.new())

    def found(self, axis: Axis) -> Axis:
        """The axis by what its unknowns have come to be."""
        result: list[str] = []
        for part in axis:
            result += self.found(self.known[part]) if part in self.known else (part,)
        return tuple(result)

    def same(self, a: Axis, b: Axis) -> bool:
        """Whether two axes are one number already."""
        return Counter(self.found(a)) == Counter(self.found(b))

    def unify(self, a: Axis, b: Axis) -> bool:
        """Make two axes one number; False where they can't be.

        What both are products of cancels. What is left is paired in order: of ``K_mn vec(X)`` the
        n goes with the columns of X.
        """
        a, b = _number(self.found(a)), _number(self.found(b))
        common = Counter(a) & Counter(b)
        a, b = _without(a, common), _without(b, common)
        if not a or not b:
            return not a and not b
        for one, other in ((a, b), (b, a)):
            if len(one) == 1 and one[0].startswith("?"):
                if one[0] in other:
                    return False
                self.known[one[0]] = other
                return True
        if len(a) != len(b) or len(a) == 1:
            return False
        return all(self.unify((x,), (y,)) for x, y in zip(a, b, strict=True))

    def copy(self) -> "Unknowns":
        """The same, to try something on."""
        copied = Unknowns()
        copied.known, copied.named = dict(self.known), dict(self.named)
        copied.given, copied.count = self.given, self.count
        return copied

    def free(self, axes: Iterable[Axis]) -> list[str]:
        """Unknowns that are left in the axes, in order of appearance."""
        parts = (part for axis in axes for part in self.found(axis))
        return list(dict.fromkeys(part for part in parts if part.startswith("?")))


def _number(axis: Axis) -> Axis:
    """The axis with its digits as one number."""
    number = math.prod(int(part) for part in axis if part.isdigit())
    return (*(part for part in axis if not part.isdigit()), *([str(number)] if number > 1 else ()))


def _without(axis: Axis, common: Counter[str]) -> Axis:
    left, kept = Counter(common), []
    for part in axis:
        if left[part]:
            left[part] -= 1
        else:
            kept.append(part)
    return tuple(kept)
