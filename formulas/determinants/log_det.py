"""The logarithm of a determinant, over independent entries and over symmetric matrices in each of
its senses."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import (
    CommutedKronecker,
    Invertible,
    Symmetric,
    commutation,
    duplication,
    formula,
    inv,
    kron,
)


@formula(title="Log-determinant", source="S3-MC2g")
def log_det(X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""\log |X|

    X invertible with |X| > 0; log |det X| for any invertible X.
    """
    return jnp.linalg.slogdet(X)[1]


@log_det.gradient("X", flops=lambda n: 2 * n**3)
def _(X):
    r"""X^{-\top}"""
    return inv(X).T


@log_det.gradient("X", along=Symmetric, source="S3-MC2s", flops=lambda n: 2 * n**3)
def _(X):
    r"""X^{-1}"""
    return inv(X)


@log_det.gradient("X", on=Symmetric, source="S3-MC2s", flops=lambda n: 2 * n**3)
def _(X):
    r"""2 X^{-1} - X^{-1} \odot I

    2G - diag(G) of the gradient G over independent entries: two tied entries move together off the
    diagonal, one on it."""
    return 2 * inv(X) - jnp.diag(jnp.diag(inv(X)))


@log_det.gradient("X", on=Symmetric, as_printed=True)
def _(X):
    r"""X^{-\top}

    Printed without saying which entries move. Over symmetric matrices, with tied entries, it lacks
    the factor 2 off the diagonal."""
    return inv(X).T


@log_det.hessian("X", source="S3-MC2h", flops=lambda n: 2 * n**6)
def _(X, n):
    r"""-K_{nn} (X^{-\top} \otimes X^{-1})"""
    return -commutation(n, n) @ kron(inv(X).T, inv(X))


@log_det.hessian("X", form="outer", source="S3-MC2h", flops=lambda n: 2 * n**4)
def _(X):
    r"""-(X^{-1} \otimes X^{-\top}) K_{nn}"""
    return CommutedKronecker(
        -inv(X).T, inv(X)
    ).dense()  # each entry written once: no K, and no product with it


@log_det.hessian("X", form="factors", source="S3-MC2h", flops=lambda n: 2 * n**3)
def _(X):
    r"""-K_{nn} (X^{-\top} \otimes X^{-1})"""
    return CommutedKronecker(-inv(X).T, inv(X))


@log_det.hvp("X", source="S3-MC2h", flops=lambda n: 6 * n**3)
def _(X, dX):
    r"""-(X^{-1} \,\mathrm{d}X\, X^{-1})^\top"""
    return -(inv(X) @ dX @ inv(X)).T


@log_det.hessian("X", given={"X": Symmetric}, source="S3-MC2s", flops=lambda n: 2 * n**6)
def _(X, n):
    r"""-K_{nn} (X^{-1} \otimes X^{-1})

    At a symmetric X, over independent entries, which may leave the symmetric matrices: K_nn stays.
    """
    return -commutation(n, n) @ kron(inv(X), inv(X))


@log_det.hessian(
    "X", given={"X": Symmetric}, form="outer", source="S3-MC2s", flops=lambda n: 2 * n**4
)
def _(X):
    r"""-K_{nn} (X^{-1} \otimes X^{-1})"""
    return CommutedKronecker(-inv(X), inv(X)).dense()


@log_det.hvp("X", given={"X": Symmetric}, source="S3-MC2s", flops=lambda n: 6 * n**3)
def _(X, dX):
    r"""-X^{-1} \,\mathrm{d}X^\top X^{-1}"""
    return -inv(X) @ dX.T @ inv(X)


@log_det.hessian("X", given={"X": Symmetric}, source="S3-MC2s", as_printed=True)
def _(X):
    r"""-(X^{-1} \otimes X^{-1})

    Printed as the Hessian at a symmetric X; over independent entries K_nn stays.
    """
    return -kron(inv(X), inv(X))


@log_det.hessian("X", along=Symmetric, source="S3-MC2s", flops=lambda n: 2 * n**4)
def _(X):
    r"""-(X^{-1} \otimes X^{-1})

    At a symmetric X, as a bilinear form on symmetric dX, where K_nn does nothing.
    """
    return -kron(inv(X), inv(X))


@log_det.hvp("X", along=Symmetric, source="S3-MC2s", flops=lambda n: 6 * n**3)
def _(X, dX):
    r"""-X^{-1} \,\mathrm{d}X\, X^{-1}"""
    return -inv(X) @ dX @ inv(X)


@log_det.hessian(
    "X", on=Symmetric, source="S3-MC2s", flops=lambda n: n**5 * (n + 1) + n**4 * (n + 1) ** 2 / 2
)
def _(X, n):
    r"""-D_n^\top (X^{-1} \otimes X^{-1}) D_n, \quad D_n \operatorname{vech}(X) = \operatorname{vec}(X)"""
    return -duplication(n).T @ kron(inv(X), inv(X)) @ duplication(n)


@log_det.hessian(
    "X", on=Symmetric, form="entry by entry", source="S3-MC2s", flops=lambda n: n**2 * (n + 1) ** 2
)
def _(X, n):
    r"""-\frac{2 (P_{ik} P_{jl} + P_{il} P_{jk})}{(1 + \delta_{ij}) (1 + \delta_{kl})}, \quad P = X^{-1}"""
    P, (j, i) = (
        inv(X),
        jnp.triu_indices(n),
    )  # no products with the zeros of D_n; whole rows are taken
    Pk, Pl, once = P[:, i], P[:, j], 1 / (1 + (i == j))
    return (Pk[i] * Pl[j] + Pk[j] * Pl[i]) * once * (-2 * once[:, None])


@log_det.hvp("X", on=Symmetric, source="S3-MC2s", flops=lambda n: 6 * n**3)
def _(X, dX):
    r"""-2 Y + Y \odot I, \quad Y = X^{-1} \,\mathrm{d}X\, X^{-1}

    What changes of the gradient with tied entries as X moves by a symmetric dX.
    """
    Y = inv(X) @ dX @ inv(X)
    return jnp.diag(jnp.diag(Y)) - 2 * Y


@log_det.third("X", flops=lambda n: 14 * n**3)
def _(X, dX, eX, fX):
    r"""\operatorname{tr}(ABC) + \operatorname{tr}(ACB)

    A = X^{-1} dX, B = X^{-1} eX, C = X^{-1} fX. Not printed: the differential of -tr(A B) along fX.
    """
    A, B, C = (jnp.linalg.solve(X, V) for V in (dX, eX, fX))
    return jnp.sum(A @ B * C.T) + jnp.sum(A @ C * B.T)
