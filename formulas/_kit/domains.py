"""Where a variable lives: how to draw a member, its free coordinates, the directions that stay inside.

A domain takes the place of ``Float`` in a jaxtyping annotation: ``S: SPD[Array, "n n"]``. It says
where the point lies; derivatives are unconstrained unless a claim says ``along=`` or ``on=``.
Members are built, never filtered for: generic (no structure beyond the domain's own) and well conditioned.
"""

from typing import TYPE_CHECKING

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
    from typing import Annotated as Symmetric
    from typing import Annotated as Unit

    from formulas._kit.drawing import Domain as Domain
    from formulas._kit.drawing import Real as Real
else:
    from formulas._kit.drawing import (
        SPD,
        Binary,
        Count,
        Diagonal,
        Domain,
        Invertible,
        LowerTriangular,
        OneHot,
        OneHotColumns,
        Orthogonal,
        Positive,
        Real,
        Sign,
        Simplex,
        Singular,
        Skew,
        Symmetric,
        Unit,
    )

NAMES = (
    "SPD Binary Count Diagonal Invertible LowerTriangular OneHot OneHotColumns Orthogonal Positive "
    "Sign Simplex Singular Skew Symmetric Unit"
).split()
__all__ = ["Domain", "Real", *NAMES]  # pyright: ignore[reportUnsupportedDunderAll]
