"""Matrices in the coordinates of vech: ``D.T @ H @ D`` with the duplication matrix D."""

from closedform.formulas.derive.writing.definitions import TAKEN, Definition
from closedform.formulas.derive.writing.matrix_notation import Written
from closedform.formulas.notation.tree import (
    Commutation,
    Dimension,
    Expression,
    Name,
    Negative,
    Product,
    Size,
    Transpose,
)

FREE = ("n (n + 1) / 2",)
"""The axis of vech, as a size that nothing else has."""


def in_vech(way: Written, sides: tuple[bool, bool], taken: set[str]) -> Written | None:
    """A matrix over vec of a symmetric matrix, over its vech instead.

    Args:
        sides: which of its axes are over vec; taken: names that something else has.

    Returns None where the axis is not over vec of a square matrix of n x n.
    """
    axis = way.tree.size.rows if sides[0] else way.tree.size.columns
    if len(axis) != 2 or axis[0] != axis[1] or axis[0].isdigit():
        return None
    bound = taken | TAKEN | {name for d in way.definitions for name in d.names}
    called = next(name for name in ("D", "D1", "D2", "D3") if name not in bound)
    line = Definition((called,), "duplication({})", Dimension(axis[0]))
    D, tree = Name(called, Size(axis, FREE)), _commuted(way.tree) if sides[1] else way.tree
    tree = Product(Transpose(D), tree) if sides[0] else tree
    tree = Product(tree, D) if sides[1] else tree
    return Written(tree, (*way.definitions, line))


def _commuted(tree: Expression) -> Expression:
    """A matrix that is multiplied by D from the right, without what that makes idle: K D = D."""
    match tree:
        case Product(left=M, right=Commutation()):
            return M
        case Negative(of=M):
            return Negative(_commuted(M))
        case _:
            return tree
