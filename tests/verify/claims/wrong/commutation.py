"""Commutation matrices left out, or put in where there is none."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import Invertible, commutation, formula, inv, kron, vec

CAUSES = {
    "commutation.flip.jacobian.X": "missing-commutation",
    "commutation.turned.jacobian.X": "missing-commutation",
    "commutation.outer_gram.jacobian.X": ("missing-commutation", "wrong-term", "unknown"),
    "commutation.twice.hessian.X": "missing-commutation",
    "commutation.squares.hessian.X": "missing-commutation",
    "commutation.of_inverse.hessian.X": "missing-commutation",
    "commutation.determinant.hessian.X": ("missing-commutation", "wrong-term", "unknown"),
    "commutation.quadratic.hessian.X": "missing-commutation",
    "commutation.turned.jacobian.B": "missing-commutation",
}


@formula
def flip(X: Float[Array, "m n"]) -> Float[Array, "n m"]:
    r"""X^\top"""
    return X.T


@flip.jacobian("X")
def _(m, n):
    r"""I_{mn}"""
    return jnp.eye(m * n)


@flip.jacobian("X", form="right")
def _(m, n):
    r"""K_{nm}"""
    return commutation(n, m)


@formula
def turned(
    A: Float[Array, "p n"], X: Float[Array, "m n"], B: Float[Array, "m q"]
) -> Float[Array, "p q"]:
    r"""A X^\top B"""
    return A @ X.T @ B


@turned.jacobian("X")
def _(A, B):
    r"""B \otimes A^\top"""
    return kron(B, A.T)


@turned.jacobian("X", form="right")
def _(A, B, m, n):
    r"""K_{nm} (B \otimes A^\top)"""
    return commutation(n, m) @ kron(B, A.T)


@turned.jacobian("B")
def _(A, X, m, q):
    r"""K_{qm} (I_q \otimes X A^\top)"""
    return commutation(q, m) @ kron(jnp.eye(q), X @ A.T)


@turned.jacobian("B", form="right")
def _(A, X, q):
    r"""I_q \otimes X A^\top"""
    return kron(jnp.eye(q), X @ A.T)


@formula
def outer_gram(X: Float[Array, "m n"]) -> Float[Array, "m m"]:
    r"""X X^\top"""
    return X @ X.T


@outer_gram.jacobian("X")
def _(X, m):
    r"""2 X^\top \otimes I_m"""
    return 2 * kron(X.T, jnp.eye(m))


@outer_gram.jacobian("X", form="right")
def _(X, m):
    r"""(X^\top \otimes I_m) (I + K_{mm})"""
    return kron(X.T, jnp.eye(m)) @ (jnp.eye(m * m) + commutation(m, m))


@formula
def twice(
    A: Float[Array, "n m"], X: Float[Array, "m n"], B: Float[Array, "n m"]
) -> Float[Array, ""]:
    r"""\operatorname{tr}(AXBX)"""
    return jnp.trace(A @ X @ B @ X)


@twice.hessian("X")
def _(A, B):
    r"""B \otimes A^\top + A \otimes B^\top"""
    return kron(B, A.T) + kron(A, B.T)


@twice.hessian("X", form="right")
def _(A, B, m, n):
    r"""(B \otimes A^\top + A \otimes B^\top) K_{mn}"""
    return (kron(B, A.T) + kron(A, B.T)) @ commutation(m, n)


@formula
def squares(X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(X^2)"""
    return jnp.trace(X @ X)


@squares.hessian("X")
def _(n):
    r"""2 I"""
    return 2 * jnp.eye(n * n)


@squares.hessian("X", form="right")
def _(n):
    r"""2 K_{nn}"""
    return 2 * commutation(n, n)


@formula
def of_inverse(X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(X^{-1})"""
    return jnp.trace(inv(X))


@of_inverse.hessian("X")
def _(X):
    r"""X^{-2\top} \otimes X^{-1} + X^{-\top} \otimes X^{-2}"""
    P = inv(X)
    return kron((P @ P).T, P) + kron(P.T, P @ P)


@of_inverse.hessian("X", form="right")
def _(X, n):
    r"""K_{nn} (X^{-2\top} \otimes X^{-1} + X^{-\top} \otimes X^{-2})"""
    P = inv(X)
    return commutation(n, n) @ (kron((P @ P).T, P) + kron(P.T, P @ P))


@formula
def determinant(X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""|X|"""
    return jnp.linalg.det(X)


@determinant.hessian("X")
def _(X):
    r"""|X| (\operatorname{vec}(X^{-\top}) \operatorname{vec}(X^{-\top})^\top
    - X^{-\top} \otimes X^{-1})"""
    P = inv(X)
    return jnp.linalg.det(X) * (jnp.outer(vec(P.T), vec(P.T)) - kron(P.T, P))


@determinant.hessian("X", form="right")
def _(X, n):
    r"""|X| (\operatorname{vec}(X^{-\top}) \operatorname{vec}(X^{-\top})^\top
    - K_{nn} (X^{-\top} \otimes X^{-1}))"""
    P = inv(X)
    return jnp.linalg.det(X) * (jnp.outer(vec(P.T), vec(P.T)) - commutation(n, n) @ kron(P.T, P))


@formula
def quadratic(
    A: Float[Array, "m m"], X: Float[Array, "m n"], B: Float[Array, "n n"]
) -> Float[Array, ""]:
    r"""\operatorname{tr}(X^\top A X B)"""
    return jnp.trace(X.T @ A @ X @ B)


@quadratic.hessian("X")
def _(A, B, m, n):
    r"""K_{mn} (B^\top \otimes A + B \otimes A^\top)"""
    return commutation(m, n) @ (kron(B.T, A) + kron(B, A.T))


@quadratic.hessian("X", form="right")
def _(A, B):
    r"""B^\top \otimes A + B \otimes A^\top"""
    return kron(B.T, A) + kron(B, A.T)
