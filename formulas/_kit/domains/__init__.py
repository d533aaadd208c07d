"""Where a variable lives: how to draw a member, its free coordinates, the directions that stay
inside.

A domain takes the place of ``Float`` in a jaxtyping annotation: ``S: SPD[Array, "n n"]``. It says
where the point lies; derivatives are unconstrained unless a claim says ``along=`` or ``on=``.

A new domain is a class in a file of its own and its name in the three lists here; whatever passes
domains on reads it from them."""

from typing import TYPE_CHECKING

__all__ = [
    "SPD",
    "Binary",
    "Count",
    "Diagonal",
    "Domain",
    "Invertible",
    "LowerTriangular",
    "OneHot",
    "OneHotColumns",
    "Orthogonal",
    "Positive",
    "Real",
    "Sign",
    "Simplex",
    "Singular",
    "Skew",
    "Stiefel",
    "Symmetric",
    "Unit",
]

if TYPE_CHECKING:  # to a type checker a domain is its array, as jaxtyping's own Float is
    from typing import Annotated as Binary
    from typing import Annotated as Count
    from typing import Annotated as Diagonal
    from typing import Annotated as Invertible
    from typing import Annotated as LowerTriangular
    from typing import Annotated as OneHot
    from typing import Annotated as OneHotColumns
    from typing import Annotated as Orthogonal
    from typing import Annotated as Positive
    from typing import Annotated as Sign
    from typing import Annotated as Simplex
    from typing import Annotated as Singular
    from typing import Annotated as Skew
    from typing import Annotated as SPD
    from typing import Annotated as Stiefel
    from typing import Annotated as Symmetric
    from typing import Annotated as Unit

    from closedform.formulas._kit.domains.domain import Domain
    from closedform.formulas._kit.domains.real import Real
else:
    from closedform.formulas._kit.domains.binary import Binary
    from closedform.formulas._kit.domains.count import Count
    from closedform.formulas._kit.domains.diagonal import Diagonal
    from closedform.formulas._kit.domains.domain import Domain
    from closedform.formulas._kit.domains.invertible import Invertible
    from closedform.formulas._kit.domains.lower_triangular import LowerTriangular
    from closedform.formulas._kit.domains.one_hot import OneHot
    from closedform.formulas._kit.domains.one_hot_columns import OneHotColumns
    from closedform.formulas._kit.domains.orthogonal import Orthogonal
    from closedform.formulas._kit.domains.positive import Positive
    from closedform.formulas._kit.domains.real import Real
    from closedform.formulas._kit.domains.sign import Sign
    from closedform.formulas._kit.domains.simplex import Simplex
    from closedform.formulas._kit.domains.singular import Singular
    from closedform.formulas._kit.domains.skew import Skew
    from closedform.formulas._kit.domains.spd import SPD
    from closedform.formulas._kit.domains.stiefel import Stiefel
    from closedform.formulas._kit.domains.symmetric import Symmetric
    from closedform.formulas._kit.domains.unit import Unit
