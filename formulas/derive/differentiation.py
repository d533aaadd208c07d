"""The differential of an expression in index form: the product rule, and a rule for each atom."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.algebra import add, as_factor, times, zero
from closedform.formulas.derive.index.atoms import (
    Decomposition,
    Elementwise,
    Frechet,
    Variable,
    canonically,
    variable,
)
from closedform.formulas.derive.index.elementary import apply
from closedform.formulas.derive.index.form import Atom, Factor, Sum, Term
from closedform.formulas.derive.index.functions import coefficients, with_coefficients
from closedform.formulas.derive.index.normal import normal, substituted
from closedform.formulas.derive.rules.decompositions import of_part
from closedform.formulas.derive.rules.elementwise import DERIVATIVES
from closedform.formulas.derive.rules.matrices import MATRICES


@dataclass
class Differential:
    """Takes differentials. Variables move by their directions, all else stands still.

    directions: variable -> the name of its differential.
    """

    directions: Mapping[str, str]
    _moves: dict[str, bool] = field(default_factory=dict)
    _known: dict[str, Sum] = field(default_factory=dict)

    def moves(self, a: Atom) -> bool:
        """Whether an atom depends on what moves."""
        if a.key not in self._moves:
            inner = a.inner
            if isinstance(a, Elementwise) and coefficients(a.function) in self.directions:
                raise CannotDerive("a derivative by the coefficients of a function")
            self._moves[a.key] = (
                isinstance(a, Variable) and a.name in self.directions
                if inner is None
                else any(self.moves(f.atom) for t in inner.terms for f in t.factors)
            )
        return self._moves[a.key]

    def of(self, e: Sum) -> Sum:
        """The differential of an expression."""
        moved = [
            made
            for t in e.terms
            for n, f in enumerate(t.factors)
            if self.moves(f.atom)
            for made in self._of_factor(t, n, f)
        ]
        parts = [Sum((t,), t.sizes) for t in moved]
        return add(*parts) if parts else zero(e.sizes)

    def _of_factor(self, t: Term, n: int, f: Factor) -> list[Term]:
        """A term with one factor's differential in its place."""
        lower = [f._replace(power=f.power - 1)] if f.power != 1 else []
        others = (*t.factors[:n], *t.factors[n + 1 :], *lower)
        inner = self.of_atom(f.atom).terms
        return [normal(substituted(t, others, f.axes, u).times(f.power)) for u in inner]

    def of_atom(self, a: Atom) -> Sum:
        """The differential of an atom, on its axes."""
        if a.key not in self._known:
            self._known[a.key] = self._by_rule(a)
        return self._known[a.key]

    def _by_rule(self, a: Atom) -> Sum:
        if isinstance(a, Variable):
            return variable(self.directions[a.name], a.sizes)
        moved = self.of(a.written)
        if not moved.terms:
            return zero(a.sizes)
        match a:
            case Elementwise(function=name):
                return canonically(a, _elementwise(name, a.written, moved))
            case Decomposition():
                return of_part(a, moved)
            case _ if type(a) in MATRICES:
                return canonically(a, MATRICES[type(a)].differential(a, moved))
            case Frechet():
                raise CannotDerive("the second derivative of a matrix function")
            case _:
                raise CannotDerive(f"the derivative of {type(a).__name__.lower()}")


def _elementwise(name: str, x: Sum, dx: Sum) -> Sum:
    """f'(x) dx, entry by entry."""
    c = coefficients(name)
    if c is not None and name == with_coefficients("wave", c):
        return times(as_factor(apply(with_coefficients("dwave", c), x)), dx)
    if name not in DERIVATIVES:
        raise CannotDerive(f"the derivative of {name}")
    derivative = DERIVATIVES[name].at
    return zero(x.sizes) if derivative is None else times(as_factor(derivative(x)), dx)
