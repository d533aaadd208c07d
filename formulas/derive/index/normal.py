"""The normal form of a term and of a sum: factors merged, numbers in the coefficient, identities
applied, like terms added."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from closedform.formulas.derive.clock import tick
from closedform.formulas.derive.index.atoms import Number, SizeOf, Whole, number, size_of
from closedform.formulas.derive.index.form import Axis, Factor, Index, Sum, Term, rename
from closedform.formulas.derive.index.identities import IDENTITIES
from closedform.formulas.derive.index.keys import term_key
from closedform.formulas.derive.index.wiring import unified


def normal(t: Term, summed: Iterable[Index] = ()) -> Term:
    """A term in normal form.

    Args:
        summed: indices that are summed over, though it may be that no factor has them.
    """
    tick()
    t = _merged(_with_sizes(t, summed))
    while True:
        changed = _inlined(t) or _rewritten(t)
        if changed is None:
            return t
        t = changed


def collected(e: Sum) -> Sum:
    """Like terms added, in order of appearance."""
    found: dict[str, Term] = {}
    for t in e.terms:
        key = term_key(t)
        if key in found:
            found[key] = Term(found[key].coefficient + t.coefficient, t.factors, t.axes)
        else:
            found[key] = t
    return Sum(tuple(t for t in found.values() if t.coefficient), e.sizes)


def _with_sizes(t: Term, summed: Iterable[Index]) -> Term:
    """A sum over an index that nothing depends on is its size."""
    present = t.indices
    missing = [i for i in dict.fromkeys(summed) if i not in present]
    sizes = tuple(Factor(size_of(s), ()) for i in missing for s in i.size.factors)
    return Term(t.coefficient, (*t.factors, *sizes), t.axes) if sizes else t


def _merged(t: Term) -> Term:
    """Powers of one atom on the same indices added; numbers moved to the coefficient."""
    powers: dict[tuple[str, tuple[Axis, ...]], Factor] = {}
    for f in t.factors:
        axes = _sorted(f.axes) if f.atom.symmetric else f.axes
        key = (f.atom.key, axes)
        power = powers[key].power + f.power if key in powers else f.power
        powers[key] = Factor(f.atom, axes, power)
    gone = [i for f in powers.values() if not f.power for i in f.indices]
    coefficient, factors = t.coefficient, []
    for f in powers.values():
        number, left = _as_number(f)
        coefficient *= number
        factors += left
    merged = Term(coefficient, tuple(factors), t.axes)
    return _merged(_with_sizes(merged, gone)) if gone else merged


def _sorted(axes: tuple[Axis, ...]) -> tuple[Axis, ...]:
    """The first two axes in the order of their indices."""
    return (*sorted(axes[:2], key=lambda axis: [i.number for i in axis]), *axes[2:])


def _as_number(f: Factor) -> tuple[Fraction, list[Factor]]:
    """What of a factor is rational, and the rest."""
    if not f.power:
        return Fraction(1), []
    base: int | None = None
    if isinstance(f.atom, Number) and isinstance(f.atom.base, int):
        base = f.atom.base
    if isinstance(f.atom, SizeOf):
        base = f.atom.size.constant
    if base is None:
        return Fraction(1), [f]
    n, rest = divmod(f.power.numerator, f.power.denominator)
    left = Fraction(rest, f.power.denominator)
    return Fraction(base) ** n, [Factor(number(base), (), left)] if rest else []


def _inlined(t: Term) -> Term | None:
    """A sum of one term that was kept whole, multiplied out."""
    for n, f in enumerate(t.factors):
        match f:
            case Factor(atom=Whole(inner=Sum(terms=(inner,))), power=1):
                others = (*t.factors[:n], *t.factors[n + 1 :])
                return substituted(t, others, f.axes, inner)
    return None


def substituted(t: Term, others: Sequence[Factor], axes: tuple[Axis, ...], inner: Term) -> Term:
    """A term in which the product of another term stands on some axes, beside other factors."""
    inner = inner.copied()
    names = unified(zip(inner.axes, axes, strict=True))
    inner = inner.renamed(names)
    factors = (*(f.renamed(names) for f in others), *inner.factors)
    own = tuple(rename(axis, names) for axis in t.axes)
    made = Term(t.coefficient * inner.coefficient, factors, own)
    summed = [i for axis in axes for i in rename(axis, names)] + [*inner.indices]
    return _merged(_with_sizes(made, [i for i in summed if i not in made.free]))


def _rewritten(t: Term) -> Term | None:
    free = t.free
    for identity in IDENTITIES:
        found = identity(t.factors, free)
        if found is not None:
            factors = tuple(f.renamed(found.names) for f in found.factors)
            axes = tuple(rename(axis, found.names) for axis in t.axes)
            lost = [i for axis in [tuple(found.lost)] for i in rename(axis, found.names)]
            made = Term(t.coefficient * found.coefficient, factors, axes)
            return _merged(_with_sizes(made, [i for i in lost if i not in made.free]))
    return None
