"""Identities between the factors of a term: each takes the factors and the term's free indices,
and says what is left of them, or None.

They bring terms that are equal to one form; what they leave apart is only not seen to be equal.
"""

from collections.abc import Callable, Sequence

from closedform.formulas.derive.index.form import Factor, Index
from closedform.formulas.derive.index.identities import (
    decompositions,
    functions,
    inverses,
    numbers,
    orthogonality,
    softmaxes,
)
from closedform.formulas.derive.index.rewriting import Rewriting

Identity = Callable[[Sequence[Factor], set[Index]], Rewriting | None]

IDENTITIES: tuple[Identity, ...] = (
    *numbers.IDENTITIES,
    *softmaxes.IDENTITIES,
    *inverses.IDENTITIES,
    *orthogonality.IDENTITIES,
    *decompositions.IDENTITIES,
    *functions.IDENTITIES,
)
"""All of them, in the order they are tried."""
