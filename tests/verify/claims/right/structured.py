"""Symmetric, skew, diagonal, triangular, orthogonal arguments, along the domain and on its
coordinates."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import (
    SPD,
    Diagonal,
    Invertible,
    LowerTriangular,
    Orthogonal,
    Skew,
    Symmetric,
    duplication,
    formula,
    inv,
    kron,
)


@formula
def linear(A: Float[Array, "n n"], X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(A^\top X)"""
    return jnp.sum(A * X)


@linear.gradient("X", on=Symmetric)
def _(A):
    r"""A + A^\top - A \odot I"""
    return A + A.T - jnp.diag(jnp.diag(A))


@linear.gradient("X", along=Symmetric)
def _(A):
    r"""\tfrac12 (A + A^\top)"""
    return (A + A.T) / 2


@linear.gradient("X", on=Skew)
def _(A):
    r"""A - A^\top"""
    return A - A.T


@linear.gradient("X", along=Skew)
def _(A):
    r"""\tfrac12 (A - A^\top)"""
    return (A - A.T) / 2


@linear.gradient("X", on=Diagonal)
def _(A):
    r"""A \odot I"""
    return jnp.diag(jnp.diag(A))


@linear.gradient("X", on=LowerTriangular)
def _(A):
    r"""\operatorname{tril}(A)"""
    return jnp.tril(A)


@linear.gradient("X", along=Orthogonal)
def _(A, X):
    r"""\tfrac12 (A - X A^\top X)"""
    return (A - X @ A.T @ X) / 2


@formula
def determinant(X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""|X|"""
    return jnp.linalg.det(X)


@determinant.gradient("X", on=Symmetric)
def _(X):
    r"""|X| (2 X^{-1} - X^{-1} \odot I)"""
    P = inv(X)
    return jnp.linalg.det(X) * (2 * P - P * jnp.eye(len(P)))


@determinant.hvp("X", along=Symmetric)
def _(X, dX):
    r"""|X| (\operatorname{tr}(X^{-1} \,\mathrm{d}X) X^{-1} - X^{-1} \,\mathrm{d}X\, X^{-1})"""
    P = inv(X)
    return jnp.linalg.det(X) * (jnp.trace(P @ dX) * P - P @ dX @ P)


@determinant.gradient("X", on=LowerTriangular)
def _(X):
    r"""\operatorname{diag}\big(\textstyle\prod_{j \ne i} x_{jj}\big)"""
    d = jnp.diag(X)
    return jnp.diag(jnp.stack([jnp.prod(jnp.delete(d, i)) for i in range(len(d))]))


@formula
def sandwich(
    S: Float[Array, "n n"], A: Float[Array, "n n"], B: Float[Array, "n n"]
) -> Float[Array, ""]:
    r"""\operatorname{tr}(S A S B)"""
    return jnp.trace(S @ A @ S @ B)


@sandwich.hessian("S", on=Symmetric)
def _(A, B, n):
    r"""D_n^\top (B^\top \otimes A + B \otimes A^\top) D_n"""
    D = duplication(n)
    H = kron(B.T, A)
    return D.T @ (H + H.T) @ D


@sandwich.hessian("S", along=Symmetric)
def _(A, B):
    r"""B^\top \otimes A + B \otimes A^\top"""
    return kron(B.T, A) + kron(B, A.T)


@formula
def square(S: Symmetric[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(S^2)"""
    return jnp.trace(S @ S)


@square.gradient("S", on=Symmetric)
def _(S):
    r"""4 S - 2 S \odot I"""
    return 4 * S - 2 * jnp.diag(jnp.diag(S))


@square.gradient("S", along=Symmetric)
def _(S):
    r"""2 S"""
    return 2 * S


@formula
def factor(S: SPD[Array, "n n"], b: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""L b, \quad L L^\top = S"""
    return jnp.linalg.cholesky(S) @ b


@factor.differential(along=Symmetric)
def _(S, b, dS):
    r"""L \Phi(L^{-1} \,\mathrm{d}S\, L^{-\top}) b,
    \quad \Phi(M) = \operatorname{tril}(M) - \tfrac12 M \odot I"""
    L = jnp.linalg.cholesky(S)
    M = jnp.linalg.solve(L, jnp.linalg.solve(L, dS).T)
    return L @ (jnp.tril(M) - jnp.diag(jnp.diag(M)) / 2) @ b


@formula
def logs(L: LowerTriangular[Array, "n n"]) -> Float[Array, ""]:
    r"""\log |L L^\top|"""
    return jnp.linalg.slogdet(L @ L.T)[1]


@logs.gradient("L", on=LowerTriangular)
def _(L):
    r"""2 (L \odot I)^{-1}"""
    return jnp.diag(2 / jnp.diag(L))


@formula
def spectral_sum(S: Symmetric[Array, "n n"]) -> Float[Array, ""]:
    r"""\sum_i \exp \lambda_i(S)"""
    return jnp.sum(jnp.exp(jnp.linalg.eigvalsh(S)))


@spectral_sum.gradient("S", along=Symmetric)
def _(S):
    r"""V \operatorname{diag}(\exp \lambda) V^\top"""
    w, V = jnp.linalg.eigh(S)
    return V * jnp.exp(w) @ V.T


@formula
def largest(S: Symmetric[Array, "n n"]) -> Float[Array, ""]:
    r"""\lambda_{\max}(S)"""
    return jnp.linalg.eigvalsh(S)[-1]


@largest.gradient("S", along=Symmetric)
def _(S):
    r"""v_{\max} v_{\max}^\top"""
    v = jnp.linalg.eigh(S)[1][:, -1]
    return jnp.outer(v, v)
