"""Where the names of a formula must lie for it to be defined, as far as that can be seen."""

from collections.abc import Iterator

from closedform.formulas._kit.domains.domain import Domain
from closedform.formulas._kit.domains.invertible import Invertible
from closedform.formulas._kit.domains.positive import Positive
from closedform.formulas.notation.tree import (
    Adjugate,
    Axis,
    Determinant,
    Elementwise,
    ElementwisePower,
    Expression,
    Inverse,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Transpose,
    same,
    walk,
)

OF_POSITIVE = ("log", "sqrt")


def domains(*trees: Expression) -> dict[str, type[Domain]]:
    """Domains of names that stand under an inverse, a logarithm, a root."""
    found: dict[str, type[Domain]] = {}
    for tree in trees:
        for e in walk(tree):
            for name, domain in _asked(e):
                found[name] = domain
    return found


def _asked(e: Expression) -> Iterator[tuple[str, type[Domain]]]:
    match e:
        case Inverse(of=a):
            yield from _names(a, Invertible)
        case Power(left=a, right=Number(value=p)) if a.size.kind == "matrix" and p < 0:
            yield from _names(a, Invertible)
        case Elementwise(function="log", of=Determinant(of=a)):
            yield from _names(a, Invertible)
        case Elementwise(function="log", of=Elementwise(function="abs", of=Determinant(of=a))):
            yield from _names(a, Invertible)
        case Elementwise(function=f, of=a) if f in OF_POSITIVE:
            yield from _names(a, Positive)
        case Power(left=a, right=b) | ElementwisePower(left=a, right=b) if not _whole(b):
            yield from _names(a, Positive)
        case _:
            return


def _whole(power: Expression) -> bool:
    return isinstance(power, Number) and float(power.value).is_integer()


def _names(e: Expression, domain: type[Domain]) -> Iterator[tuple[str, type[Domain]]]:
    """The name itself, under transposes and, of matrices, signs."""
    while isinstance(e, Transpose) or (isinstance(e, Negative) and domain is Invertible):
        e = e.of
    if isinstance(e, Name) and (domain is not Invertible or e.size.kind == "matrix"):
        yield e.name, domain


def longer(*trees: Expression) -> list[tuple[Axis, Axis]]:
    """Pairs of axes of which the first must be no shorter: an inverse of a product exists only
    where no inner dimension is smaller than the outer one."""
    found: dict[tuple[Axis, Axis], None] = {}
    for tree in trees:
        for e in walk(tree):
            if isinstance(e, Inverse | Determinant | Adjugate):
                found |= dict.fromkeys(_inner(e.of))
    return list(found)


def _inner(of: Expression) -> Iterator[tuple[Axis, Axis]]:
    outer = of.size.rows
    factors = [f for f in _factors(of) if f.size.kind == "matrix"]
    for factor in factors[:-1]:
        inner = factor.size.columns
        if not same(inner, outer) and len(inner) == len(outer) == 1:
            yield inner, outer


def _factors(e: Expression) -> list[Expression]:
    match e:
        case Product(left=a, right=b):
            return _factors(a) + _factors(b)
        case Negative(of=a):
            return _factors(a)
        case Transpose(of=Product(left=a, right=b)):
            return _factors(Transpose(b)) + _factors(Transpose(a))
        case _:
            return [e]
