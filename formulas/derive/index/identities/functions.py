"""Traces of the derivatives of matrix functions: d tr f(A) = tr(f'(A) dA)."""

from collections.abc import Sequence
from fractions import Fraction

from closedform.formulas.derive.index.atoms import Frechet, MatrixFunction, of, size_of
from closedform.formulas.derive.index.form import Factor, Index
from closedform.formulas.derive.index.matching import counts
from closedform.formulas.derive.index.rewriting import Rewriting, lone, without
from closedform.formulas.derive.index.sizes import Size


def trace(factors: Sequence[Factor], free: set[Index]) -> Rewriting | None:
    """sum_i dF_ii / dA_kl = f'(A)_lk, of exp itself, of the power p its p A^(p-1)."""
    times = counts(factors)
    for n, f in enumerate(factors):
        if not (isinstance(f.atom, Frechet) and f.power == 1):
            continue
        i = lone(f.axes[0])
        if i is None or lone(f.axes[1]) is not i or i in free or times[i] != 2:
            continue
        assert f.atom.inner is not None
        numbers, p = list[Factor](), f.atom.exponent
        if p is not None:
            numbers, p = [Factor(size_of(s), ()) for s in p.factors], p + Size.number(-1)
        name = f"{f.atom.function} {p or ''}"
        parameters = {"function": f.atom.function, "exponent": p}
        (made,) = of(MatrixFunction, f.atom.inner, name, **parameters).terms
        names = dict(zip(made.axes, (f.axes[3], f.axes[2]), strict=True))
        (g,) = made.factors
        axes = tuple(names[a] for a in g.axes)
        return Rewriting([*without(factors, n), *numbers, Factor(g.atom, axes, Fraction(1))])
    return None


IDENTITIES = (trace,)
