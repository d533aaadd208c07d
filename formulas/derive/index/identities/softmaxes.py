"""exp over its sum is softmax, softmax sums to one, and so does a point of the simplex."""

from collections.abc import Sequence
from fractions import Fraction

from closedform.formulas.derive.index.atoms import Elementwise, Softmax, Variable, Whole, softmax
from closedform.formulas.derive.index.form import Axis, Factor, Index, Term
from closedform.formulas.derive.index.matching import counts
from closedform.formulas.derive.index.rewriting import Rewriting, lone, only_in, without


def exp_over_sum(factors: Sequence[Factor], free: set[Index]) -> Rewriting | None:
    """exp(E)_ij / sum_j exp(E)_ij = softmax(E)_ij."""
    for n, f in enumerate(factors):
        if not (isinstance(f.atom, Elementwise) and f.atom.function == "exp" and f.power >= 1):
            continue
        for m, g in enumerate(factors):
            along = _normalised(f, g) if g.power <= -1 else None
            if along is None:
                continue
            assert f.atom.inner is not None
            made = softmax(f.atom.inner, along).terms[0]
            axes = tuple(f.axes[made.axes.index(a)] for a in made.factors[0].axes)
            left = [h._replace(power=p) for h, p in ((f, f.power - 1), (g, g.power + 1)) if p]
            made.factors[0].atom.shown = f.atom.shown
            return Rewriting(
                [*without(factors, n, m), *left, Factor(made.factors[0].atom, axes)],
            )
    return None


def _normalised(f: Factor, g: Factor) -> tuple[int, ...] | None:
    """The axes of exp(E) that g, a sum of exp(E), is over; None where it is no such sum."""
    if not isinstance(g.atom, Whole) or g.atom.inner is None or len(g.atom.inner.terms) != 1:
        return None
    term: Term = g.atom.inner.terms[0]
    alone = len(term.factors) == 1 and term.factors[0].power == 1 and term.coefficient == 1
    if not alone or term.factors[0].atom.key != f.atom.key:
        return None
    places = {
        i: j for a, b in zip(term.axes, g.axes, strict=True) for i, j in zip(a, b, strict=True)
    }
    own = term.factors[0].axes
    for axes in (own, own[::-1]) if f.atom.symmetric else (own,):
        along = tuple(k for k, axis in enumerate(axes) if not any(i in places for i in axis))
        kept = [k for k in range(len(axes)) if k not in along]
        agrees = all(tuple(places.get(i) for i in axes[k]) == f.axes[k] for k in kept)
        if along and agrees and len(places) == sum(len(axes[k]) for k in kept):
            return along
    return None


def sums_to_one(factors: Sequence[Factor], free: set[Index]) -> Rewriting | None:
    """sum_j softmax(E)_ij = 1; so of a variable on the simplex, along its last axis."""
    for n, f in enumerate(factors):
        axis = _summing(f)
        i = lone(axis) if axis is not None else None
        if i is not None and f.power == 1 and only_in(i, free, factors, 1):
            rest = tuple(j for j in f.indices if j is not i)
            return Rewriting(without(factors, n), lost=rest)
    return None


def _summing(f: Factor) -> Axis | None:
    """The axis along which a factor sums to one."""
    match f.atom:
        case Softmax(along=(k,)):
            return f.axes[k]
        case Variable(facts=facts) if "simplex" in facts and f.axes:
            return f.axes[-1]
        case Variable(facts=facts) if "simplex columns" in facts and f.axes:
            return f.axes[0]
        case _:
            return None


def sums_to_zero(factors: Sequence[Factor], free: set[Index]) -> Rewriting | None:
    """The sum of a variable of mean zero is 0."""
    for f in factors:
        known = isinstance(f.atom, Variable) and "mean zero" in f.atom.facts and f.power == 1
        i = lone(f.axes[0]) if known and f.axes else None
        if i is not None and i not in free and counts(factors)[i] == 1:
            return Rewriting([], coefficient=Fraction(0))
    return None


IDENTITIES = (exp_over_sum, sums_to_one, sums_to_zero)
