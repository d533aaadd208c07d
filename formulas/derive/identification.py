"""From differentials to derivatives: what multiplies dX, on the axes that each kind asks for."""

from collections.abc import Sequence
from fractions import Fraction

from closedform.formulas.derive.differentiation import Differential
from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.algebra import (
    add,
    as_factor,
    contract,
    diagonal,
    diagonal_matrix,
    scaled,
    zero,
)
from closedform.formulas.derive.index.atoms import Variable, duplication, mask, variable
from closedform.formulas.derive.index.form import Sizes, Sum, Term
from closedform.formulas.derive.index.normal import collected, normal
from closedform.formulas.derive.index.sizes import ONE, Size

DIRECTION = "d "
"""What the direction that is taken off again is called: no variable's name has a space."""

ORDERS = {
    "denominator": (1, 0, 3, 2),
    "numerator": (3, 2, 1, 0),
    "block-by-output": (2, 0, 3, 1),
    "block-by-input": (0, 2, 1, 3),
}
"""Layout -> the axes of dF_kl / dX_ij as (row outer, row inner, column outer, column inner)."""


def differential(e: Sum, variables: Sequence[str]) -> Sum:
    """The differential, with dX for the direction of X."""
    return Differential({name: f"d{name}" for name in variables}).of(e)


def derivative(e: Sum, wrt: str, sizes: Sizes) -> Sum:
    """The derivative by a variable: its axes, then the expression's."""
    terms = [_without_direction(t) for t in Differential({wrt: DIRECTION}).of(e).terms]
    parts = [Sum((t,), t.sizes) for t in terms]
    return collected(add(*parts)) if parts else zero((*sizes, *e.sizes))


def _without_direction(t: Term) -> Term:
    """A term that is linear in the direction, without it, and on its axes as well."""
    found = [f for f in t.factors if isinstance(f.atom, Variable) and f.atom.name == DIRECTION]
    if len(found) != 1 or found[0].power != 1:
        raise CannotDerive("a differential that is not linear")
    rest = tuple(f for f in t.factors if f is not found[0])
    return normal(Term(t.coefficient, rest, (*found[0].axes, *t.axes)))


def pullback(e: Sum, wrt: str, sizes: Sizes, cotangent: str = "G") -> Sum:
    """What G, of the value's shape, becomes at a variable: the gradient of the inner product of G
    and the value."""
    T = derivative(e, wrt, sizes)
    G = variable(cotangent, e.sizes)
    n = len(sizes)
    pairs = [(n + k, k) for k in range(e.rank)]
    return contract(T, G, pairs, [(0, k) for k in range(n)])


def second(e: Sum, wrt: str, sizes: Sizes) -> Sum:
    """The second derivative of a scalar by a variable, on its axes twice."""
    return derivative(derivative(e, wrt, sizes), wrt, sizes)


def hessian_product(e: Sum, wrt: str, sizes: Sizes) -> Sum:
    """The Hessian applied to dX."""
    return differential(derivative(e, wrt, sizes), [wrt])


def matrix(T: Sum, rank: int, layout: str = "denominator") -> Sum:
    """A derivative, whose first axes are the variable's, as a matrix.

    A vector is one column, a scalar 1 x 1."""
    terms = tuple(t.with_axes(_folded(t.axes, rank, layout, ())) for t in T.terms)
    return Sum(terms, _folded(T.sizes, rank, layout, ()))


def _folded(axes: tuple, rank: int, layout: str, none: tuple) -> tuple:  # type: ignore[type-arg]
    if rank > 2 or len(axes) - rank > 2:
        raise CannotDerive("a Jacobian of more than two axes")
    rows = (*axes[:rank], none, none)[:2]
    columns = (*axes[rank:], none, none)[:2]
    four = (*rows, *columns)
    a, b, c, d = (four[k] for k in ORDERS[layout])
    return ((*a, *b), (*c, *d))


# ── In the free coordinates of a linear domain ──────────────────────────────────


def tied(G: Sum, domain: str) -> Sum:
    """The gradient by the free coordinates of a domain, each at the entries that it moves."""
    if domain == "Symmetric":
        return add(G, G.T, scaled(_on_diagonal(G), -1))
    if domain == "Skew":
        return add(G, scaled(G.T, -1))
    if domain == "Diagonal":
        return _on_diagonal(G)
    if domain == "LowerTriangular":
        n = G.sizes[0]
        return contract(mask("lower", (n, n)), as_factor(G), [(0, 0), (1, 1)], [(0, 0), (0, 1)])
    raise CannotDerive(f"the free coordinates of {domain}")


def _on_diagonal(G: Sum) -> Sum:
    """The matrix with all entries off the diagonal zero."""
    return diagonal_matrix(diagonal(G))


def duplicated(M: Sum, axes: Sequence[int]) -> Sum:
    """A matrix with some of its vec axes in the coordinates of vech."""
    for axis in axes:
        n: Size = M.sizes[axis][0]
        free = Size.number(Fraction(1, 2)) * n * (n + ONE)
        D = duplication((n,), free)
        places = [(1, 1) if k == axis else (0, k) for k in range(M.rank)]
        M = contract(as_factor(M), D, [(axis, 0)], places)
    return M
