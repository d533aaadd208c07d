"""Parts that make a matrix again: L L^T = S, V diag(lambda) V^T = S."""

from collections.abc import Sequence
from fractions import Fraction

from closedform.formulas.derive.index.atoms import (
    Decomposition,
    Inverse,
    Mask,
    Variable,
    of,
    whole,
)
from closedform.formulas.derive.index.form import Atom, Factor, Index, Sum, Term
from closedform.formulas.derive.index.matching import counts
from closedform.formulas.derive.index.rewriting import Rewriting, lone, made_equal, without


def cholesky(factors: Sequence[Factor], free: set[Index]) -> Rewriting | None:
    """sum_k L_ik L_jk = S_ij."""
    times = counts(factors)
    for n, f in enumerate(factors):
        if not (isinstance(f.atom, Decomposition) and f.atom.part == "cholesky" and f.power == 1):
            continue
        k = lone(f.axes[1])
        for m in range(n + 1, len(factors)):
            g = factors[m]
            same = g.atom.key == f.atom.key and g.power == 1 and lone(g.axes[1]) is k
            if same and k is not None and k not in free and times[k] == 2:
                assert f.atom.inner is not None
                made = whole(f.atom.inner).terms[0]
                names = dict(zip(made.axes, (f.axes[0], g.axes[0]), strict=True))
                axes = tuple(names[a] for a in made.factors[0].axes)
                return Rewriting(
                    [*without(factors, n, m), Factor(made.factors[0].atom, axes)],
                    coefficient=made.coefficient,
                )
    return None


def inverse_cholesky(factors: Sequence[Factor], free: set[Index]) -> Rewriting | None:
    """sum_k (L^-1)_ki (L^-1)_kj = (S^-1)_ij."""
    times = counts(factors)
    for n, f in enumerate(factors):
        root, along = _inverted_root(f)
        k = lone(f.axes[along]) if root is not None else None
        if root is None or k is None or k in free or times[k] != 2:
            continue
        for m in range(n + 1, len(factors)):
            g = factors[m]
            if g.atom.key == f.atom.key and g.power == 1 and lone(g.axes[along]) is k:
                (made,) = of(Inverse, root).terms
                names = dict(zip(made.axes, (f.axes[1 - along], g.axes[1 - along]), strict=True))
                axes = tuple(names[a] for a in made.factors[0].axes)
                return Rewriting([*without(factors, n, m), Factor(made.factors[0].atom, axes)])
    return None


def _inverted_root(f: Factor) -> tuple[Sum | None, int]:
    """S where a factor is the inverse of its Cholesky factor L, and which axis is that of the rows
    of L^-1."""
    match f:
        case Factor(atom=Inverse(inner=Sum(terms=(Term(factors=(root,), axes=axes),))), power=1):
            cholesky = isinstance(root.atom, Decomposition) and root.atom.part == "cholesky"
            return (root.atom.inner if cholesky else None), (0 if root.axes == axes else 1)
        case _:
            return None, 0


def triangular(factors: Sequence[Factor], free: set[Index]) -> Rewriting | None:
    """The lower triangle of a lower triangular matrix is the matrix; of its inverse's transpose
    it is the diagonal, 1 / l_ii."""
    for n, f in enumerate(factors):
        if not (isinstance(f.atom, Mask) and f.atom.name in ("lower", "upper")):
            continue
        row, column = f.axes if f.atom.name == "lower" else f.axes[::-1]
        for m, g in enumerate(factors):
            if _is_lower(g.atom) and g.axes == (row, column):
                return Rewriting(without(factors, n))
            match g.atom:
                case Inverse(inner=Sum(terms=(Term(factors=(L,), axes=axes),))) if g.power == 1:
                    turned = g.axes if L.axes == axes else g.axes[::-1]
                    i, j = lone(row), lone(column)
                    if _is_lower(L.atom) and turned == (column, row) and i and j:
                        entry = Factor(L.atom, (row, row), Fraction(-1))
                        return made_equal([*without(factors, n, m), entry], j, i)
                    if _is_lower(L.atom) and turned == (row, column):
                        return Rewriting(without(factors, n))
                case _:
                    pass
    return None


def _is_lower(a: Atom) -> bool:
    match a:
        case Decomposition(part="cholesky"):
            return True
        case Variable(facts=facts):
            return "lower triangular" in facts
        case _:
            return False


IDENTITIES = (cholesky, inverse_cholesky, triangular)
