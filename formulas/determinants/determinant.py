"""The determinant and the adjugate, at invertible and at singular matrices."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import Invertible, Singular, formula, inv
from closedform.formulas.determinants._cofactors import cofactors, cofactors_by_elimination


@formula(source="S3-12; S3-15")
def determinant(X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""|X|

    X is any square matrix. The cofactors are right at every X; JAX's own derivative of the
    determinant is not where elimination meets a pivot of exactly zero before the last: at diag(1,
    0, 2, 3) it gives zero."""
    return jnp.linalg.det(X)


@determinant.equals("expansion along a row", source="S3-15")
def _(X):
    r"""\sum_j X_{ij} A_{ij}

    Here along the first row. A_ij is the cofactor of X_ij, and holds no entry of row i.
    """
    return X[0] @ cofactors(X)[0]


@determinant.differential(source="S3-12", flops=lambda n: 2 * n**5 / 3)
def _(X, dX):
    r"""\operatorname{tr}(\operatorname{adj}(X) \,\mathrm{d}X)

    X need not be invertible.
    """
    return jnp.sum(cofactors(X) * dX)


@determinant.differential(form="elimination", source="S3-12", flops=lambda n: 8 * n**3 / 3)
def _(X, dX):
    r"""|P| \operatorname{tr}(\operatorname{adj}(U) L^{-1} P \,\mathrm{d}X), \quad PX = LU

    One elimination for all cofactors, instead of one for each; where a pivot before the last is
    zero, which autodiff doesn't look for, the singular value decomposition stands in."""
    return jnp.sum(cofactors_by_elimination(X) * dX)


@determinant.differential(given={"X": Singular}, source="S3-12", flops=lambda n: 2 * n**5 / 3)
def _(X, dX):
    r"""\operatorname{tr}(\operatorname{adj}(X) \,\mathrm{d}X)

    At a singular X of rank n - 1, whose adjugate has rank 1.
    """
    return jnp.sum(cofactors(X) * dX)


@determinant.differential(
    given={"X": Singular}, form="elimination", source="S3-12", flops=lambda n: 8 * n**3 / 3
)
def _(X, dX):
    r"""|P| \operatorname{tr}(\operatorname{adj}(U) L^{-1} P \,\mathrm{d}X), \quad PX = LU"""
    return jnp.sum(cofactors_by_elimination(X) * dX)


@determinant.differential(given={"X": Invertible}, source="S3-13", flops=lambda n: 10 * n**3 / 3)
def _(X, dX):
    r"""|X| \operatorname{tr}(X^{-1} \,\mathrm{d}X)"""
    return jnp.linalg.det(X) * jnp.trace(jnp.linalg.solve(X, dX))


@determinant.gradient("X", source="S3-15", flops=lambda n: 2 * n**5 / 3)
def _(X):
    r"""[A_{ij}] = \operatorname{adj}(X)^\top

    The matrix of cofactors, which is the transposed adjugate.
    """
    return cofactors(X)


@determinant.gradient("X", form="elimination", source="S3-15", flops=lambda n: 8 * n**3 / 3)
def _(X):
    r"""|P|\, (\operatorname{adj}(U) L^{-1} P)^\top, \quad PX = LU

    One elimination for all cofactors, instead of one for each. Autodiff eliminates too; it takes a
    little less time, as it doesn't look for pivots of zero before the last, where it is wrong and
    the singular value decomposition stands in."""
    return cofactors_by_elimination(X)


@determinant.gradient("X", given={"X": Singular}, source="S3-15", flops=lambda n: 2 * n**5 / 3)
def _(X):
    r"""\operatorname{adj}(X)^\top"""
    return cofactors(X)


@determinant.gradient(
    "X", given={"X": Singular}, form="elimination", source="S3-15", flops=lambda n: 8 * n**3 / 3
)
def _(X):
    r"""|P|\, (\operatorname{adj}(U) L^{-1} P)^\top, \quad PX = LU"""
    return cofactors_by_elimination(X)


@determinant.gradient("X", given={"X": Invertible}, source="S3-15", flops=lambda n: 8 * n**3 / 3)
def _(X):
    r"""|X|\, X^{-\top}"""
    return jnp.linalg.det(X) * inv(X).T


@formula(title="Adjugate", source="S3-14")
def adjugate(X: Invertible[Array, "n n"]) -> Float[Array, "n n"]:
    r"""\operatorname{adj}(X) = |X|\, X^{-1}

    X invertible; the cofactors define it for every square X.
    """
    return jnp.linalg.det(X) * inv(X)


@adjugate.equals("cofactors")
def _(X):
    r"""\operatorname{adj}(X)_{ji} = A_{ij} = (-1)^{i+j} |\hat X_{ij}|

    X without row i and column j has the determinant |X^_ij|. The indices swap: row j, column i.
    """
    return cofactors(X).T


@formula(title="Adjugate times the matrix", source="S3-14")
def adjugate_times_matrix(X: Float[Array, "n n"]) -> Float[Array, "n n"]:
    r"""\operatorname{adj}(X)\, X

    X is any square matrix, and adj(X) the transposed matrix of its cofactors.
    """
    return cofactors(X).T @ X


@adjugate_times_matrix.equals("scaled identity")
def _(X, n):
    r"""|X|\, I"""
    return jnp.linalg.det(X) * jnp.eye(n)


@adjugate_times_matrix.equals("zero", given={"X": Singular})
def _(X):
    r"""0"""
    return jnp.zeros_like(X)
