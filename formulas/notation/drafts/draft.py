"""An entry as trees: what both its object and its file are made from."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from closedform.formulas._kit.domains.domain import Domain
from closedform.formulas._kit.kinds import Kind
from closedform.formulas.notation import names
from closedform.formulas.notation.tree import (
    Dimension,
    Expression,
    Number,
    Size,
    dimensions,
    walk,
)
from closedform.formulas.notation.writing import python
from closedform.formulas.notation.writing.tex import tex

AS_MATRIX = {
    "matrix": "{}",
    "column": "{}[:, None]",
    "row": "{}[None, :]",
    "scalar": "jnp.reshape({}, (1, 1))",
}
"""Kind of size -> how an array of it becomes one of two axes."""

Domains = Mapping[str, type[Domain]]


@dataclass(frozen=True)
class Claimed:
    """A claim as a tree.

    Attributes:
        wrt: the variable; None where the kind names none.
        label: what the expression is called, where the kind asks for a name.
        doc: its TeX as it was typed; None to write the tree.
    """

    kind: Kind
    tree: Expression
    wrt: str | None = None
    label: str | None = None
    layout: str | None = None
    along: type[Domain] | None = None
    on: type[Domain] | None = None
    given: Domains = field(default_factory=dict)
    doc: str | None = None

    @property
    def code(self) -> ast.expr:
        """The closed form as code, of the shape that its kind asks for."""
        code = python.code(self.tree)
        if self.kind.result == "matrix":
            code = python.call(AS_MATRIX[self.tree.size.kind], code)
        return as_array(self.tree, code)

    @property
    def tex(self) -> str:
        """The closed form as TeX."""
        return self.doc or tex(self.tree)


@dataclass(frozen=True)
class Draft:
    """A formula with its claims, as trees.

    Attributes:
        variables: names with their sizes; domains: of those that lie in one.
        where: pairs of axes; the first must be no shorter than the second.
        doc: the function's TeX as it was typed; None to write the tree.
    """

    name: str
    function: Expression
    variables: Mapping[str, Size]
    claims: tuple[Claimed, ...] = ()
    domains: Domains = field(default_factory=dict)
    where: tuple[tuple[str, str], ...] = ()
    source: str | None = None
    doc: str | None = None

    @property
    def code(self) -> ast.expr:
        """The function as code."""
        return as_array(self.function, python.code(self.function))

    @property
    def tex(self) -> str:
        """The function as TeX."""
        return self.doc or tex(self.function)

    @property
    def static(self) -> list[str]:
        """Dimensions that no variable has, or that the function asks for: arguments of its own."""
        of_variables = {d for size in self.variables.values() for axis in size for d in axis}
        everywhere = dimensions(self.function, *(claim.tree for claim in self.claims))
        used = set(free_names(self.code))
        return [d for d in everywhere if d in used or d not in of_variables]

    def asked_by(self, claim: Claimed) -> list[str]:
        """What a claim's closed form asks for, in order."""
        used = set(free_names(claim.code))
        spelled = [names.python(v) for v in self.variables]
        moved = [f"d{v}" for v in spelled] + ["G"]
        known = [*spelled, *moved, *self.dimensions]
        return [name for name in dict.fromkeys(known) if name in used]

    @property
    def dimensions(self) -> list[str]:
        """All dimensions, in order."""
        of_variables = (d for size in self.variables.values() for axis in size for d in axis)
        found = dict.fromkeys(d for d in of_variables if not d.isdigit())
        trees = [self.function, *(claim.tree for claim in self.claims)]
        return list(found | dict.fromkeys(dimensions(*trees)))


def as_array(tree: Expression, code: ast.expr) -> ast.expr:
    """Code that is an array, whatever it is made of."""
    of_numbers = all(isinstance(e, Number | Dimension) or e.parts for e in walk(tree))
    return python.call("jnp.asarray({}, float)", code) if of_numbers else code


def free_names(code: ast.expr) -> Iterator[str]:
    """Names that code speaks of."""
    return (node.id for node in ast.walk(code) if isinstance(node, ast.Name))
