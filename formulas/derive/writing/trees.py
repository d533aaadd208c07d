"""Trees made so that equal expressions become equal trees: transposes of transposes, of symmetric
matrices and of products; products entry by entry in one order."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from closedform.formulas.derive.index.sizes import Size
from closedform.formulas.notation.tree import (
    SCALAR,
    Axis,
    Commutation,
    DiagonalMatrix,
    Difference,
    Dimension,
    Elementwise,
    ElementwisePower,
    ElementwiseQuotient,
    Expression,
    Hadamard,
    Identity,
    Inverse,
    Kronecker,
    Name,
    Number,
    Ones,
    Product,
    Quotient,
    Sum,
    Transpose,
    names,
)

Part = tuple[Expression, Fraction]
"""An expression to a power, entry by entry."""


class SymmetricName(Name):
    """A variable that is known to be symmetric."""


def plain(e: Expression) -> Expression:
    """The expression with its names as names."""
    if isinstance(e, SymmetricName):
        return Name(e.name, e.stated)
    return e.rebuilt(plain)


def axis(sizes: Iterable[Size]) -> Axis:
    """An axis of a tree: dimensions by name, digits; what is neither as one name."""
    return tuple(str(factor) for size in sizes for factor in size.factors)


def dimension(size: Size) -> Expression:
    """A size as a number."""
    if size.constant is not None:
        return Number(size.constant)
    parts = [Number(s.constant) if s.constant is not None else _named(s) for s in size.factors]
    made = parts[0]
    for part in parts[1:]:
        made = Product(made, part)
    return made


def _named(size: Size) -> Expression:
    """A dimension, or one with a number added: n - 1."""
    if len(size.terms) == 1 and len(size.terms[0][0]) == 1 and size.terms[0][1] == 1:
        return Dimension(size.terms[0][0][0])
    total: Expression | None = None
    for monomial, c in reversed(size.terms):
        part: Expression = Number(int(abs(c)))
        if monomial:
            part = Dimension(monomial[0]) if abs(c) == 1 else Product(part, Dimension(monomial[0]))
        total = part if total is None else (Difference(total, part) if c < 0 else Sum(total, part))
    assert total is not None
    return total


@lru_cache(maxsize=20_000)
def weight(e: Expression) -> int:
    """How much there is to read."""
    own = 0 if isinstance(e, (Number, Product)) else 1
    return own + sum(map(weight, e.parts))


@lru_cache(maxsize=20_000)
def transposes(e: Expression) -> int:
    """How many transposes of matrices there are."""
    own = isinstance(e, Transpose) and e.size.kind == "matrix"
    return own + sum(map(transposes, e.parts))


@lru_cache(maxsize=20_000)
def order(e: Expression) -> tuple[int, str]:
    """A rank among expressions."""
    return weight(e), repr(e)


# ── Transposes ──────────────────────────────────────────────────────────────────


@lru_cache(maxsize=20_000)
def transposed(e: Expression) -> Expression:
    """The transpose, with as few signs of it as there can be."""
    match e:
        case _ if e.size == SCALAR or is_symmetric(e):
            return e
        case Transpose(of=a):
            return a
        case Product(left=a, right=b):
            if SCALAR in (a.size, b.size):
                return Product(transposed(a), transposed(b))
            return Product(transposed(b), transposed(a))
        case Kronecker(left=a, right=b):
            return Kronecker(transposed(a), transposed(b))
        case Commutation(m=m, n=n):
            return Commutation(n, m)
        case Quotient(left=a, right=b):
            return Quotient(transposed(a), b)
        case Hadamard(left=a, right=b) | ElementwiseQuotient(left=a, right=b):
            inside = type(e)(transposed(a), transposed(b))
            return min(inside, Transpose(e), key=transposes)
        case Sum(left=a, right=b) if e.size.kind == "matrix":
            inside = Sum(transposed(a), transposed(b))
            return inside if transposes(inside) < transposes(Transpose(e)) else Transpose(e)
        case _:
            return Transpose(e)


@lru_cache(maxsize=20_000)
def is_symmetric(e: Expression) -> bool:
    """Whether a matrix is seen to be its transpose."""
    match e:
        case SymmetricName() | Identity() | DiagonalMatrix():
            return True
        case Inverse(of=a) | Elementwise(of=a):
            return a.size.kind == "matrix" and is_symmetric(a)
        case ElementwisePower(left=a, right=b) if b.size == SCALAR:
            return a.size.kind == "matrix" and is_symmetric(a)
        case Commutation(m=m, n=n):
            return m == n
        case Kronecker(left=a, right=b):
            return is_symmetric(a) and is_symmetric(b)
        case Hadamard() | Sum() | ElementwiseQuotient():
            return _same_parts(e)
        case Product(left=a, right=b) if SCALAR in (a.size, b.size):
            return is_symmetric(b if a.size == SCALAR else a)
        case Product():
            chain = factors(e)
            return chain == tuple(transposed(f) for f in reversed(chain))
        case _:
            return False


def _same_parts(e: Expression) -> bool:
    if e.size.kind != "matrix" or e.size != e.size.transposed:
        return False
    parts = _spread(type(e), e) if not isinstance(e, ElementwiseQuotient) else list(e.parts)
    turned = [transposed(part) for part in parts]
    if isinstance(e, ElementwiseQuotient):
        return parts == turned
    return sorted(parts, key=order) == sorted(turned, key=order)


def _spread(kind: type[Expression], e: Expression) -> list[Expression]:
    return [p for part in e.parts for p in _spread(kind, part)] if type(e) is kind else [e]


def factors(e: Expression) -> tuple[Expression, ...]:
    """The factors of a product of matrices."""
    if isinstance(e, Product) and SCALAR not in (e.left.size, e.right.size):
        return (*factors(e.left), *factors(e.right))
    return (e,)


# ── Entry by entry ──────────────────────────────────────────────────────────────


def entrywise_parts(e: Expression) -> list[Part]:
    """What an expression is the product of, entry by entry."""
    one = Fraction(1)
    match e:
        case Ones():
            return []
        case Hadamard(left=a, right=b):
            return [*entrywise_parts(a), *entrywise_parts(b)]
        case ElementwiseQuotient(left=a, right=b):
            return [*entrywise_parts(a), *((x, -p) for x, p in entrywise_parts(b))]
        case ElementwisePower(left=a, right=Number(value=int(k))):
            return [(a, Fraction(k))]
        case Elementwise(of=a, function="sqrt"):
            return [(a, one / 2)]
        case _:
            return [(e, one)]


def entrywise(parts: Sequence[Part], like: Expression) -> Expression:
    """The product of parts, entry by entry; ones of the size of `like` for none."""
    powers: dict[Expression, Fraction] = {}
    for x, p in parts:
        powers[x] = powers.get(x, Fraction(0)) + p
    known = sorted(((x, p) for x, p in powers.items() if p), key=lambda part: _place(part[0]))
    above = [raised(x, p) for x, p in known if p > 0]
    below = [raised(x, -p) for x, p in known if p < 0]
    made = _multiplied(above) if above else ones_like(like)
    return ElementwiseQuotient(made, _multiplied(below)) if below else made


def _place(e: Expression) -> tuple[bool, int, str]:
    """Where a part stands: differentials and cotangents last, short parts first."""
    moves = any(_is_direction(n.name) for n in names(e))
    return moves, *order(e)


def _is_direction(name: str) -> bool:
    return name == "G" or (name.startswith("d") and name[1:2].isalpha())


def _multiplied(parts: Sequence[Expression]) -> Expression:
    made = parts[0]
    for part in parts[1:]:
        made = Hadamard(made, part)
    return made


def ones_like(e: Expression) -> Expression:
    """Ones of an expression's size."""
    rows, columns = e.size
    if not columns:
        return Ones(rows)
    return Product(Ones(rows), Transpose(Ones(columns)))


def raised(e: Expression, p: Fraction) -> Expression:
    """A positive power, entry by entry."""
    if p == 1:
        return e
    if p == Fraction(1, 2):
        return Elementwise(e, "sqrt")
    return ElementwisePower(e, number(p))


def number(c: Fraction) -> Expression:
    """A rational number."""
    whole: Expression = Number(c.numerator)
    return whole if c.denominator == 1 else Quotient(whole, Number(c.denominator))
