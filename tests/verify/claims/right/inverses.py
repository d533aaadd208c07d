"""Inverses, solutions of linear systems, pseudo-inverses, projections."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import SPD, Invertible, commutation, formula, inv, kron


@formula
def inverse(X: Invertible[Array, "n n"]) -> Float[Array, "n n"]:
    r"""X^{-1}"""
    return inv(X)


@inverse.jacobian("X")
def _(X):
    r"""-X^{-1} \otimes X^{-\top}"""
    return -kron(inv(X), inv(X).T)


@inverse.jacobian("X", layout="numerator")
def _(X):
    r"""-X^{-\top} \otimes X^{-1}"""
    return -kron(inv(X).T, inv(X))


@inverse.jacobian("X", layout="block-by-input")
def _(X, n):
    r"""[-X^{-1} e_i e_j^\top X^{-1}]_{ij}"""
    P = inv(X)
    return jnp.block([[-jnp.outer(P[:, i], P[j]) for j in range(n)] for i in range(n)])


@inverse.pullback("X")
def _(X, G):
    r"""-X^{-\top} G X^{-\top}"""
    return -inv(X).T @ G @ inv(X).T


@formula
def solution(A: Invertible[Array, "n n"], B: Float[Array, "n p"]) -> Float[Array, "n p"]:
    r"""A^{-1} B"""
    return jnp.linalg.solve(A, B)


@solution.pullback("A", "B")
def _(A, B, G):
    r"""-A^{-\top} G (A^{-1} B)^\top,\; A^{-\top} G"""
    S = jnp.linalg.solve(A.T, G)
    return -S @ jnp.linalg.solve(A, B).T, S


@solution.differential
def _(A, B, dA, dB):
    r"""A^{-1} (\mathrm{d}B - \mathrm{d}A\, A^{-1} B)"""
    return inv(A) @ (dB - dA @ (inv(A) @ B))


@solution.jacobian("A")
def _(A, B):
    r"""-A^{-1} B \otimes A^{-\top}"""
    return -kron(jnp.linalg.solve(A, B), inv(A.T))


@formula
def bilinear(
    a: Float[Array, " n"], X: Invertible[Array, "n n"], b: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""a^\top X^{-1} b"""
    return a @ jnp.linalg.solve(X, b)


@bilinear.gradient("X")
def _(a, X, b):
    r"""-X^{-\top} a b^\top X^{-\top}"""
    return -jnp.outer(jnp.linalg.solve(X.T, a), jnp.linalg.solve(X, b))


@bilinear.hessian("X")
def _(a, X, b, n):
    r"""K_{nn} (X^{-1} b \, a^\top X^{-1})^\top \otimes X^{-1}
    + K_{nn} X^{-\top} \otimes X^{-1} b \, a^\top X^{-1}"""
    P = inv(X)
    M = jnp.outer(P @ b, a @ P)
    return commutation(n, n) @ (kron(M.T, P) + kron(P.T, M))


@formula(where=lambda m, n: m >= n)
def pseudo(X: Float[Array, "m n"]) -> Float[Array, "n m"]:
    r"""X^+ = (X^\top X)^{-1} X^\top"""
    return jnp.linalg.solve(X.T @ X, X.T)


@pseudo.differential
def _(X, dX, m):
    r"""-X^+ \,\mathrm{d}X\, X^+ + (X^\top X)^{-1} \,\mathrm{d}X^\top (I - X X^+)"""
    P = jnp.linalg.pinv(X)
    return -P @ dX @ P + inv(X.T @ X) @ dX.T @ (jnp.eye(m) - X @ P)


@pseudo.equals("singular values")
def _(X):
    r"""V \Sigma^{-1} U^\top"""
    U, s, V = jnp.linalg.svd(X, full_matrices=False)
    return V.T / s @ U.T


@formula(where=lambda m, n: m >= n)
def projection(X: Float[Array, "m n"]) -> Float[Array, "m m"]:
    r"""P = X (X^\top X)^{-1} X^\top"""
    return X @ inv(X.T @ X) @ X.T


@projection.differential
def _(X, dX, m):
    r"""(I - P) \,\mathrm{d}X\, X^+ + ((I - P) \,\mathrm{d}X\, X^+)^\top"""
    Q, R = jnp.linalg.qr(X)
    D = (jnp.eye(m) - Q @ Q.T) @ dX @ inv(R) @ Q.T
    return D + D.T


@projection.equals("orthonormal basis")
def _(X):
    r"""Q Q^\top"""
    Q = jnp.linalg.qr(X)[0]
    return Q @ Q.T


@formula
def updated(A: SPD[Array, "n n"], U: Float[Array, "n k"]) -> Float[Array, "n n"]:
    r"""(A + U U^\top)^{-1}"""
    return inv(A + U @ U.T)


@updated.equals("Woodbury")
def _(A, U, k):
    r"""A^{-1} - A^{-1} U (I + U^\top A^{-1} U)^{-1} U^\top A^{-1}"""
    P = inv(A)
    return P - P @ U @ inv(jnp.eye(k) + U.T @ P @ U) @ U.T @ P


@updated.differential
def _(A, U, dU):
    r"""-M (\mathrm{d}U\, U^\top + U \,\mathrm{d}U^\top) M, \quad M = (A + U U^\top)^{-1}"""
    M = inv(A + U @ U.T)
    D = M @ dU @ (U.T @ M)
    return -(D + D.T)
