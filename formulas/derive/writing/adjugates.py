"""``adj X`` for ``det(X) X^-1``: the same where X is invertible, and right where it is not."""

from closedform.formulas.notation.tree import (
    Adjugate,
    Determinant,
    Expression,
    Inverse,
    Product,
    walk,
)


def with_adjugates(tree: Expression) -> Expression:
    """A tree with determinants times inverses as adjugates; itself where there are none."""
    match tree:
        case Product(left=Determinant(of=A), right=R) if [*walk(R)].count(Inverse(A)) == 1:
            return _replaced(R, Inverse(A), Adjugate(A))
        case _:
            return tree.rebuilt(with_adjugates)


def _replaced(tree: Expression, old: Expression, new: Expression) -> Expression:
    return new if tree == old else tree.rebuilt(lambda part: _replaced(part, old, new))
