"""Where a variable lives: how to draw a member, its free coordinates, the directions that stay
inside.

A domain takes the place of ``Float`` in a jaxtyping annotation: ``S: SPD[Array, "n n"]``. It says
where the point lies; derivatives are unconstrained unless a claim says ``along=`` or ``on=``.
Members are built, never filtered for: generic (no structure beyond the domain's own) and well
conditioned."""

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

    from closedform.formulas._kit.drawing import Domain as Domain
    from closedform.formulas._kit.drawing import Real as Real
else:
    from closedform.formulas._kit.drawing import (
        Binary as Binary,
        Count as Count,
        Diagonal as Diagonal,
        Domain as Domain,
        Invertible as Invertible,
        LowerTriangular as LowerTriangular,
        OneHot as OneHot,
        OneHotColumns as OneHotColumns,
        Orthogonal as Orthogonal,
        Positive as Positive,
        Real as Real,
        Sign as Sign,
        Simplex as Simplex,
        Singular as Singular,
        Skew as Skew,
        SPD as SPD,
        Symmetric as Symmetric,
        Unit as Unit,
    )
