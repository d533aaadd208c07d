"""The derivatives of a formula, derived: its function read once, each kind of claim identified."""

import ast
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from closedform.formulas._kit.claim import Claim, Formula
from closedform.formulas._kit.kinds import KINDS, Kind
from closedform.formulas._kit.structure import dense
from closedform.formulas.derive import identification as identify
from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.facts import Facts, of_domain, with_facts
from closedform.formulas.derive.index.algebra import split
from closedform.formulas.derive.index.form import Sizes, Sum
from closedform.formulas.derive.index.sizes import Pair, Size
from closedform.formulas.derive.reading.functions import Argument, read
from closedform.formulas.derive.reading.tracing import pair_of_sizes


@dataclass(frozen=True)
class Derivation:
    """A formula's function in index form, and what is derived of it."""

    formula: Formula[..., Any]

    @cached_property
    def pair(self) -> Pair:
        """The sizes at which it is traced."""
        return pair_of_sizes(self.formula.dimensions, self.formula.allows)

    @cached_property
    def shapes(self) -> dict[str, tuple[Size, ...]]:
        """The shape of each variable."""
        variables = self.formula.variables.values()
        return {v.name: tuple(size(axis) for axis in v.shape.axes) for v in variables}

    @cached_property
    def value(self) -> Sum:
        """The function in index form."""
        arguments = [Argument(name, shape) for name, shape in self.shapes.items()]
        (value,) = read(self.formula.function, arguments, self.pair, self.formula.static)
        return value

    def axes(self, name: str) -> Sizes:
        """The axes of a variable."""
        return split(self.shapes[name])

    def closed_forms(self, claim: Claim) -> tuple[Sum, ...]:
        """What a claim should be: one expression for each array that it returns.

        Raises CannotDerive where no rule speaks of part of it."""
        raw = IDENTIFIED[claim.kind](self, claim)
        return tuple(with_facts(e, self.facts(claim)) for e in raw)

    def claimed(self, claim: Claim) -> tuple[Sum, ...]:
        """What a claim says, read from its program."""
        f, moves = claim.function, self.directions(claim)
        asked = list(inspect.signature(f).parameters)
        shapes = moves | self.shapes
        arguments = [Argument(p, shapes[p]) for p in asked if p in shapes]
        static = [p for p in asked if p in self.formula.dimensions]
        made = read(lambda **given: dense(f(**given)), arguments, self.pair, static)
        return tuple(with_facts(e, self.facts(claim)) for e in made)

    def directions(self, claim: Claim) -> dict[str, tuple[Size, ...]]:
        """The shapes of the directions and of the cotangent that a claim may ask for."""
        moves = {f"d{name}": shape for name, shape in self.shapes.items()}
        return moves | {"G": self.value.shape}

    def facts(self, claim: Claim) -> Facts:
        """What is known of each variable and direction where the claim is compared."""
        facts = {name: of_domain(claim.domain(name)) for name in self.formula.variables}
        within = claim.along or claim.on
        if within is not None and "symmetric" in of_domain(within):
            facts |= {f"d{name}": frozenset(["symmetric"]) for name in claim.wrt}
        return facts


def size(axis: str) -> Size:
    """The size that an axis of an annotation names."""
    return _size(ast.parse(axis, mode="eval").body)


def _size(node: ast.expr) -> Size:
    match node:
        case ast.Name(id=name):
            return Size.named(name)
        case ast.Constant(value=int(k)):
            return Size.number(k)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _size(left) * _size(right)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _size(left) + _size(right)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _size(left) + Size.number(-1) * _size(right)
        case _:
            raise CannotDerive(f"an axis of {ast.unparse(node)}")


Identified = Callable[[Derivation, Claim], tuple[Sum, ...]]


def _gradient(d: Derivation, claim: Claim) -> tuple[Sum, ...]:
    made = [identify.derivative(d.value, w, d.axes(w)) for w in claim.wrt]
    return tuple(identify.tied(G, claim.on.__name__) if claim.on else G for G in made)


def _pullback(d: Derivation, claim: Claim) -> tuple[Sum, ...]:
    return tuple(identify.pullback(d.value, w, d.axes(w)) for w in claim.wrt)


def _differential(d: Derivation, claim: Claim) -> tuple[Sum, ...]:
    return (identify.differential(d.value, claim.wrt),)


def _jacobian(d: Derivation, claim: Claim) -> tuple[Sum, ...]:
    (w,) = claim.wrt
    T = identify.derivative(d.value, w, d.axes(w))
    M = identify.matrix(T, len(d.axes(w)), claim.layout or "denominator")
    return (identify.duplicated(M, [0]) if claim.on else M,)


def _hessian(d: Derivation, claim: Claim) -> tuple[Sum, ...]:
    (w,) = claim.wrt
    T = identify.second(d.value, w, d.axes(w))
    M = identify.matrix(T, len(d.axes(w)))
    return (identify.duplicated(M, [0, 1]) if claim.on else M,)


def _hvp(d: Derivation, claim: Claim) -> tuple[Sum, ...]:
    (w,) = claim.wrt
    product = identify.hessian_product(d.value, w, d.axes(w))
    return (identify.tied(product, claim.on.__name__) if claim.on else product,)


def _derivative(d: Derivation, claim: Claim) -> tuple[Sum, ...]:
    (w,) = claim.wrt
    return (identify.derivative(d.value, w, ()),)


def _value(d: Derivation, claim: Claim) -> tuple[Sum, ...]:
    return (d.value,)


IDENTIFIED: Mapping[Kind, Identified] = {
    KINDS["gradient"]: _gradient,
    KINDS["pullback"]: _pullback,
    KINDS["differential"]: _differential,
    KINDS["jacobian"]: _jacobian,
    KINDS["hessian"]: _hessian,
    KINDS["hvp"]: _hvp,
    KINDS["derivative"]: _derivative,
    KINDS["equals"]: _value,
}
"""Kind of claim -> what it should be."""
