"""Expressions made again: from other leaves, or with their sums multiplied out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.algebra import add, as_factor, zero
from closedform.formulas.derive.index.atoms import (
    Decomposition,
    Determinant,
    Divided,
    Elementwise,
    Frechet,
    Inverse,
    LogDeterminant,
    MatrixFunction,
    Softmax,
    Whole,
    canonically,
    entry,
    part,
    softmax,
)
from closedform.formulas.derive.index.elementary import apply
from closedform.formulas.derive.index.form import Atom, Factor, Sum, Term, rename
from closedform.formulas.derive.index.matrices import (
    determinant,
    inverse,
    log_determinant,
    matrix_function,
)
from closedform.formulas.derive.index.normal import collected, normal, substituted
from closedform.formulas.derive.index.powers import power
from closedform.formulas.derive.index.wiring import unified

LARGEST = 60
"""Terms that a sum may have when it is multiplied out."""


def of_inner(atom: Atom, inner: Sum) -> Sum:
    """An atom of the same type, of another expression; both with axes in the author's order."""
    match atom:
        case Whole():
            return inner
        case Elementwise(function=name):
            return apply(name, inner)
        case Softmax(along=along):
            return softmax(inner, tuple(atom.shown[k] for k in along))
        case Inverse():
            return inverse(inner)
        case Determinant():
            return determinant(inner)
        case LogDeterminant():
            return log_determinant(inner)
        case MatrixFunction(function=name, exponent=exponent):
            return matrix_function(inner, name, exponent)
        case Decomposition(part=name):
            return part(Decomposition, inner, name, atom.sizes, part=name)
        case Frechet(function=name, exponent=p):
            called = f"{name} {p or ''}"
            return part(Frechet, inner, called, atom.sizes, function=name, exponent=p)
        case Divided(function=name):
            return part(Divided, inner, name, atom.sizes, function=name)
        case _:
            raise TypeError(f"{atom} has no inner expression")


@dataclass
class Remaker:
    """Makes expressions again from their leaves.

    leaf: what a leaf becomes; after: what is done to every expression once it is made.
    """

    leaf: Callable[[Atom], Sum] = entry
    after: Callable[[Sum], Sum] = collected
    known: dict[str, Sum] = field(default_factory=dict)

    def atom(self, a: Atom) -> Sum:
        """An atom, made again, on its own axes."""
        if a.key not in self.known:
            self.known[a.key] = canonically(a, self.made(a))
        return self.known[a.key]

    def made(self, a: Atom) -> Sum:
        """An atom, made again, with its axes in the author's order."""
        return self.leaf(a) if a.inner is None else of_inner(a, self.sum(a.written))

    def sum(self, e: Sum) -> Sum:
        """An expression, made again."""
        terms = [made for t in e.terms if (made := self.term(t)) is not None]
        parts = [Sum((t,), t.sizes) for t in terms if t.coefficient]
        return self.after(add(*parts) if parts else zero(e.sizes))

    def term(self, t: Term) -> Term | None:
        """A term, made again; None where it is zero."""
        values = [as_factor(power(self.atom(f.atom), f.power)) for f in t.factors]
        return assembled(t, values)


def assembled(t: Term, values: Sequence[Sum]) -> Term | None:
    """A term with other factors, each one term on the axes of the factor it replaces; None where
    it is zero."""
    if not all(v.terms for v in values):
        return None
    coefficient, axes, summed = t.coefficient, t.axes, tuple(t.summed)
    done: list[Factor] = []
    pending = [f.axes for f in t.factors]
    for value in values:
        inner = value.terms[0].copied()
        names = unified(zip(inner.axes, pending.pop(0), strict=True))
        done = [f.renamed(names) for f in (*done, *inner.factors)]
        pending = [tuple(rename(axis, names) for axis in later) for later in pending]
        axes = tuple(rename(axis, names) for axis in axes)
        summed = rename((*summed, *inner.summed), names)
        coefficient *= inner.coefficient
    made = Term(coefficient, tuple(done), axes)
    return normal(made, [i for i in summed if i not in made.free])


def multiplied_out(e: Sum, which: Callable[[Factor], bool] = lambda f: f.power in (1, 2)) -> Sum:
    """An expression with the sums that were kept whole multiplied out, where `which` says so.

    Raises CannotDerive where there would be too many terms."""
    terms = list(e.terms)
    done: list[Term] = []
    while terms:
        t = terms.pop(0)
        step = _step(t, which)
        if step is None:
            done.append(t)
        else:
            terms = [*step, *terms]
        if len(terms) + len(done) > LARGEST:
            raise CannotDerive("too many terms")
    parts = [Sum((t,), t.sizes) for t in done]
    return add(*parts) if parts else e


def _step(t: Term, which: Callable[[Factor], bool]) -> list[Term] | None:
    """One sum of a term multiplied out, once."""
    for n, f in enumerate(t.factors):
        whole = isinstance(f.atom, Whole) and f.power.denominator == 1 and f.power >= 1
        if whole and f.atom.inner is not None and which(f):
            lower = [f._replace(power=f.power - 1)] if f.power > 1 else []
            others = (*t.factors[:n], *t.factors[n + 1 :], *lower)
            return [normal(substituted(t, others, f.axes, u)) for u in f.atom.inner.terms]
    return None
