"""Columns and rows of norm one, orthogonal to each other: of an orthogonal variable, of
eigenvectors and of singular vectors; and vectors of norm one."""

from collections.abc import Sequence

from closedform.formulas.derive.index.atoms import Decomposition, Variable
from closedform.formulas.derive.index.form import Atom, Factor, Index
from closedform.formulas.derive.index.matching import counts
from closedform.formulas.derive.index.rewriting import Rewriting, lone, made_equal, without

ORTHONORMAL = {
    "eigenvectors": (0, 1),
    "left singular vectors": (0,),
    "right singular vectors": (1,),
}
"""Part of a decomposition -> the axes along which the sum of products is the identity."""


def products(factors: Sequence[Factor], free: set[Index]) -> Rewriting | None:
    """sum_i Q_ij Q_ik is 1 where j = k, and 0 elsewhere."""
    times = counts(factors)
    for n, f in enumerate(factors):
        for axis in _axes(f.atom):
            i = lone(f.axes[axis])
            if i is None or i in free:
                continue
            if f.power == 2 and times[i] == 1:
                return Rewriting(without(factors, n), lost=f.axes[1 - axis])
            for m in range(n + 1, len(factors)):
                g = factors[m]
                pair = g.atom.key == f.atom.key and f.power == g.power == 1
                if pair and times[i] == 2 and lone(g.axes[axis]) is i:
                    j, k = lone(f.axes[1 - axis]), lone(g.axes[1 - axis])
                    if j is not None and k is not None:
                        return made_equal(without(factors, n, m), j, k)
    return None


def _axes(atom: Atom) -> tuple[int, ...]:
    match atom:
        case Variable(facts=facts) if "orthogonal" in facts:
            return (0, 1)
        case Decomposition(part=part):
            return ORTHONORMAL.get(part, ())
        case _:
            return ()


def unit_norm(factors: Sequence[Factor], free: set[Index]) -> Rewriting | None:
    """The squares of a variable of norm one sum to 1."""
    times = counts(factors)
    for n, f in enumerate(factors):
        known = isinstance(f.atom, Variable) and "unit" in f.atom.facts and f.power == 2
        if known and all(i not in free and times[i] == 1 for i in f.indices):
            return Rewriting(without(factors, n))
    return None


IDENTITIES = (products, unit_norm)
