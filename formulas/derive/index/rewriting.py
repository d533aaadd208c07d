"""What an identity does to the factors of a term."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from closedform.formulas.derive.index.form import Axis, Factor, Index


@dataclass
class Rewriting:
    """The factors that are left, indices that became one, a coefficient, and indices that are
    still summed over though no factor may have them."""

    factors: list[Factor]
    names: dict[Index, Axis] = field(default_factory=dict)
    coefficient: Fraction = Fraction(1)
    lost: Sequence[Index] = ()


def without(factors: Sequence[Factor], *positions: int) -> list[Factor]:
    """All factors but those at some positions."""
    return [f for n, f in enumerate(factors) if n not in positions]


def made_equal(
    factors: list[Factor], i: Index, j: Index, coefficient: Fraction = Fraction(1)
) -> Rewriting:
    """The factors times the identity matrix at (i, j)."""
    return Rewriting(factors, {i: (j,)} if i is not j else {}, coefficient, [j])


def lone(axis: Axis) -> Index | None:
    """The index of an axis that has one."""
    return axis[0] if len(axis) == 1 else None


def only_in(i: Index, free: Iterable[Index], factors: Sequence[Factor], times: int) -> bool:
    """Whether an index is summed over, and on factors so many times."""
    return i not in free and sum(j is i for f in factors for j in f.indices) == times
