"""Walks over expressions."""

from collections.abc import Iterator, Mapping

from closedform.formulas.notation.tree.expression import Expression
from closedform.formulas.notation.tree.leaves import Dimension, Name, Ones
from closedform.formulas.notation.tree.operations import Product
from closedform.formulas.notation.tree.transforms import Transpose


def walk(e: Expression) -> Iterator[Expression]:
    """The expression and all within it, each before its parts."""
    yield e
    for part in e.parts:
        yield from walk(part)


def names(*expressions: Expression) -> tuple[Name, ...]:
    """The variables, in order of appearance."""
    found = (e for tree in expressions for e in walk(tree) if isinstance(e, Name))
    return tuple(dict.fromkeys(found))


def dimensions(*expressions: Expression) -> tuple[str, ...]:
    """The dimensions that leaves and their sizes speak of, in order of appearance."""
    leaves = [e for tree in expressions for e in walk(tree) if not e.parts]
    found = dict.fromkeys(d for e in leaves for d in _dimensions_of(e))
    return tuple(d for d in found if not d.isdigit())


def _dimensions_of(leaf: Expression) -> tuple[str, ...]:
    return (leaf.dimension,) if isinstance(leaf, Dimension) else sum(leaf.size, ())


def substituted(e: Expression, values: Mapping[str, Expression]) -> Expression:
    """The expression with others in place of names."""
    if isinstance(e, Name):
        return values.get(e.name, e)
    return e.rebuilt(lambda part: substituted(part, values))


def all_ones(e: Expression) -> bool:
    """Whether it is written as ones: a column, a row, or a column times a row."""
    match e:
        case Ones():
            return True
        case Transpose(of=Ones()):
            return True
        case Product(left=Ones(), right=Transpose(of=Ones())):
            return True
        case _:
            return False
