"""Names for what the tree of matrix expressions has no words for: parts of decompositions,
triangles, unit vectors; each with the line of Python that makes it."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

from closedform.formulas.notation.tree import Expression, Name, Size

TAKEN = frozenset({"jnp", "jax", "inv", "kron", "vec", "lax", "e"})


@dataclass(frozen=True)
class Definition:
    """A line of code that gives names to values.

    Attributes:
        names: what it binds.
        template: its right-hand side, ``{}`` for the argument's code.
        argument: what is filled in; None for nothing.
    """

    names: tuple[str, ...]
    template: str
    argument: Expression | None = None


@dataclass
class Definitions:
    """The definitions that an expression needs, in order."""

    taken: set[str]
    made: dict[tuple[str, Expression | None], Definition] = field(default_factory=dict)

    def name(
        self,
        which: int,
        names: Iterable[str],
        template: str,
        argument: Expression | None,
        size: Size,
    ) -> Name:
        """The name of one of the values that a line binds; the line is made once."""
        key = (template, argument)
        if key not in self.made:
            bound = tuple(self._free(name) for name in names)
            self.made[key] = Definition(bound, template, argument)
        return Name(self.made[key].names[which], size)

    def _free(self, name: str) -> str:
        """The name, or one like it that nothing else has."""
        numbered = (f"{name}{k}" for k in itertools.count(1))
        free = (n for n in (name, *itertools.islice(numbered, 99)) if n not in self.taken | TAKEN)
        found = next(free)
        self.taken.add(found)
        return found

    @property
    def lines(self) -> list[Definition]:
        """All of them."""
        return [*self.made.values()]
