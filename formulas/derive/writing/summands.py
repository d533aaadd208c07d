"""Summands: a coefficient, scalars to powers, and a chain of matrices."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from closedform.formulas.derive.writing.trees import (
    Part,
    entrywise,
    entrywise_parts,
    order,
    transposed,
    transposes,
)
from closedform.formulas.notation.tree import (
    Axis,
    DiagonalMatrix,
    Expression,
    Identity,
    Ones,
    Product,
    Transpose,
)

Chain = tuple[Expression, ...]
"""Matrices side by side; none: 1."""


@dataclass(frozen=True)
class Summand:
    """What is added: the product of a number, of scalars to powers, and of matrices."""

    coefficient: Fraction
    scalars: tuple[Part, ...] = ()
    chain: Chain = ()

    def times(self, c: Fraction) -> "Summand":
        """A multiple."""
        return Summand(self.coefficient * c, self.scalars, self.chain)


def merged(scalars: Sequence[Part]) -> tuple[Part, ...]:
    """Powers of one scalar added."""
    powers: dict[Expression, Fraction] = {}
    for x, p in scalars:
        powers[x] = powers.get(x, Fraction(0)) + p
    return tuple(sorted(((x, p) for x, p in powers.items() if p), key=lambda part: order(part[0])))


def turned(chain: Chain) -> Chain:
    """The transpose of a chain."""
    return tuple(transposed(e) for e in reversed(chain))


def count(chain: Chain) -> int:
    """How many transposes a chain has."""
    return sum(map(transposes, chain))


def rows(chain: Chain) -> Axis:
    """Its number of rows."""
    return chain[0].size.rows


def columns(chain: Chain) -> Axis:
    """Its number of columns."""
    return chain[-1].size.columns


def tidy(chain: Chain) -> Chain:
    """Identities dropped; a diagonal matrix beside a vector or another one is a product entry by
    entry."""
    links = list(chain)
    k = 0
    while k + 1 < len(links):
        made = _joined(links[k], links[k + 1])
        if made is None:
            k += 1
        else:
            links[k : k + 2] = [made]
            k = max(k - 1, 0)
    return tuple(links)


def _joined(a: Expression, b: Expression) -> Expression | None:
    match a, b:
        case Identity(), _:
            return b
        case _, Identity():
            return a
        case DiagonalMatrix(of=x), DiagonalMatrix(of=y):
            return DiagonalMatrix(_times(x, y))
        case DiagonalMatrix(of=x), _ if b.size.kind == "column":
            return _times(x, b)
        case Transpose(of=x), DiagonalMatrix(of=y) if x.size.kind == "column":
            return Transpose(_times(x, y))
        case _:
            return None


def _times(x: Expression, y: Expression) -> Expression:
    return entrywise([*entrywise_parts(x), *entrywise_parts(y)], x)


def product(chain: Chain) -> Expression:
    """A chain as one expression."""
    made = chain[0]
    for link in chain[1:]:
        made = Product(made, link)
    return made


def column(chain: Chain) -> Expression:
    """A chain as one column."""
    return product(tidy(chain))


def ones(axis: Axis) -> Expression:
    """A column of ones."""
    return Ones(axis)


def simpler(a: Chain, b: Chain) -> Chain:
    """The one of two chains that is easier to read."""
    return min(a, b, key=lambda chain: (count(chain), [order(e) for e in chain]))
