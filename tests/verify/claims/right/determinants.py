"""Determinants of products, and of matrices without an inverse."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import SPD, Invertible, Singular, commutation, formula, inv, kron, vec


@formula
def determinant(X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""|X|"""
    return jnp.linalg.det(X)


@determinant.gradient("X")
def _(X):
    r"""|X| X^{-\top}"""
    return jnp.linalg.det(X) * inv(X).T


@determinant.gradient("X", form="minors")
def _(X, n):
    r"""\operatorname{adj}(X)^\top"""
    return minors(X, n)


@determinant.gradient("X", given={"X": Singular})
def _(X, n):
    r"""\operatorname{adj}(X)^\top, \quad |X| = 0"""
    return minors(X, n)


@determinant.hessian("X")
def _(X, n):
    r"""|X| (\operatorname{vec}(X^{-\top}) \operatorname{vec}(X^{-\top})^\top
    - K_{nn} (X^{-\top} \otimes X^{-1}))"""
    P = inv(X)
    return jnp.linalg.det(X) * (jnp.outer(vec(P.T), vec(P.T)) - commutation(n, n) @ kron(P.T, P))


@determinant.differential
def _(X, dX):
    r"""|X| \operatorname{tr}(X^{-1} \,\mathrm{d}X)"""
    return jnp.linalg.det(X) * jnp.trace(jnp.linalg.solve(X, dX))


def minors(X, n):
    """Cofactors, one deleted row and column at a time."""
    if n == 1:
        return jnp.ones((1, 1))
    rows = [
        [(-1) ** (i + j) * jnp.linalg.det(jnp.delete(jnp.delete(X, i, 0), j, 1)) for j in range(n)]
        for i in range(n)
    ]
    return jnp.array(rows)


@formula(where=lambda m, n: m >= n)
def of_form(A: Float[Array, "m m"], X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""|X^\top A X|"""
    return jnp.linalg.det(X.T @ A @ X)


@of_form.gradient("X")
def _(A, X):
    r"""|X^\top A X| (A X (X^\top A X)^{-1} + A^\top X (X^\top A^\top X)^{-1})"""
    S = X.T @ A @ X
    return jnp.linalg.det(S) * (A @ X @ inv(S) + A.T @ X @ inv(S.T))


@of_form.gradient("X", given={"A": SPD}, form="symmetric")
def _(A, X):
    r"""2 |X^\top A X| A X (X^\top A X)^{-1}"""
    L = jnp.linalg.cholesky(X.T @ A @ X)
    return 2 * jnp.prod(jnp.diag(L)) ** 2 * jnp.linalg.solve(L.T, jnp.linalg.solve(L, (A @ X).T)).T


@formula
def of_product(
    A: Float[Array, "n n"], X: Invertible[Array, "n n"], B: Float[Array, "n n"]
) -> Float[Array, ""]:
    r"""|AXB|"""
    return jnp.linalg.det(A @ X @ B)


@of_product.gradient("X")
def _(A, X, B):
    r"""|A| |X| |B| X^{-\top}"""
    return jnp.linalg.det(A) * jnp.linalg.det(B) * jnp.linalg.det(X) * inv(X.T)


@formula(where=lambda m, n: m >= n)
def gram(X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\log |X^\top X|"""
    return jnp.linalg.slogdet(X.T @ X)[1]


@gram.gradient("X")
def _(X):
    r"""2 X (X^\top X)^{-1}"""
    return 2 * X @ inv(X.T @ X)


@gram.gradient("X", form="singular values")
def _(X):
    r"""2 (X^+)^\top"""
    U, s, V = jnp.linalg.svd(X, full_matrices=False)
    return 2 * U / s @ V


@gram.equals("triangular")
def _(X):
    r"""2 \sum_i \log |r_{ii}|"""
    return 2 * jnp.sum(jnp.log(jnp.abs(jnp.diag(jnp.linalg.qr(X)[1]))))


@gram.differs("halved")
def _(X):
    r"""\log |\tfrac12 X^\top X|"""
    return jnp.linalg.slogdet(X.T @ X / 2)[1]


@formula
def rank_one(A: SPD[Array, "n n"], u: Float[Array, " n"]) -> Float[Array, ""]:
    r"""|A + u u^\top|"""
    return jnp.linalg.det(A + jnp.outer(u, u))


@rank_one.equals("lemma")
def _(A, u):
    r"""|A| (1 + u^\top A^{-1} u)"""
    return jnp.linalg.det(A) * (1 + u @ jnp.linalg.solve(A, u))


@rank_one.gradient("u")
def _(A, u):
    r"""2 |A| A^{-1} u"""
    return 2 * jnp.linalg.det(A) * jnp.linalg.solve(A, u)
