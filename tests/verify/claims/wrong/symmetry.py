"""True for a symmetric matrix alone."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import Invertible, formula, inv, kron

CAUSES = {
    "symmetry.quadratic.gradient.x": "symmetric-only",
    "symmetry.quadratic.hessian.x": "symmetric-only",
    "symmetry.traces.gradient.X": "symmetric-only",
    "symmetry.traces.hessian.X": "symmetric-only",
    "symmetry.weighted.gradient.x": "symmetric-only",
    "symmetry.rayleigh.gradient.x": "symmetric-only",
    "symmetry.of_form.gradient.X": "symmetric-only",
    "symmetry.bilinear.gradient.X": "symmetric-only",
    "symmetry.solution.pullback.B": "symmetric-only",
    "symmetry.squares.gradient.X": ("symmetric-only", "transposed"),
}


@formula
def quadratic(
    x: Float[Array, " n"], A: Float[Array, "n n"], b: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""x^\top A x + b^\top x"""
    return x @ A @ x + b @ x


@quadratic.gradient("x")
def _(x, A, b):
    r"""2Ax + b"""
    return 2 * A @ x + b


@quadratic.gradient("x", form="right")
def _(x, A, b):
    r"""(A + A^\top) x + b"""
    return (A + A.T) @ x + b


@quadratic.hessian("x")
def _(A):
    r"""2A"""
    return 2 * A


@quadratic.hessian("x", form="right")
def _(A):
    r"""A + A^\top"""
    return A + A.T


@formula
def traces(A: Float[Array, "m m"], X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(X^\top A X)"""
    return jnp.trace(X.T @ A @ X)


@traces.gradient("X")
def _(A, X):
    r"""2AX"""
    return 2 * A @ X


@traces.gradient("X", form="right")
def _(A, X):
    r"""(A + A^\top) X"""
    return (A + A.T) @ X


@traces.hessian("X")
def _(A, n):
    r"""2 I_n \otimes A"""
    return 2 * kron(jnp.eye(n), A)


@traces.hessian("X", form="right")
def _(A, n):
    r"""I_n \otimes (A + A^\top)"""
    return kron(jnp.eye(n), A + A.T)


@formula
def weighted(
    A: Float[Array, "m n"], x: Float[Array, " n"], b: Float[Array, " m"], W: Float[Array, "m m"]
) -> Float[Array, ""]:
    r"""(Ax - b)^\top W (Ax - b)"""
    return (A @ x - b) @ W @ (A @ x - b)


@weighted.gradient("x")
def _(A, x, b, W):
    r"""2 A^\top W (Ax - b)"""
    return 2 * A.T @ W @ (A @ x - b)


@weighted.gradient("x", form="right")
def _(A, x, b, W):
    r"""A^\top (W + W^\top) (Ax - b)"""
    return A.T @ (W + W.T) @ (A @ x - b)


@formula
def rayleigh(A: Float[Array, "n n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\rho = \frac{x^\top A x}{x^\top x}"""
    return x @ A @ x / (x @ x)


@rayleigh.gradient("x")
def _(A, x):
    r"""\frac{2}{x^\top x} (Ax - \rho x)"""
    return 2 / (x @ x) * (A @ x - x @ A @ x / (x @ x) * x)


@rayleigh.gradient("x", form="right")
def _(A, x):
    r"""\frac{1}{x^\top x} (Ax + A^\top x - 2 \rho x)"""
    return (A @ x + A.T @ x - 2 * (x @ A @ x) / (x @ x) * x) / (x @ x)


@formula(where=lambda m, n: m >= n)
def of_form(A: Float[Array, "m m"], X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""|X^\top A X|"""
    return jnp.linalg.det(X.T @ A @ X)


@of_form.gradient("X")
def _(A, X):
    r"""2 |X^\top A X| A X (X^\top A X)^{-1}"""
    S = X.T @ A @ X
    return 2 * jnp.linalg.det(S) * A @ X @ inv(S)


@of_form.gradient("X", form="right")
def _(A, X):
    r"""|X^\top A X| (A X (X^\top A X)^{-1} + A^\top X (X^\top A^\top X)^{-1})"""
    S = X.T @ A @ X
    return jnp.linalg.det(S) * (A @ X @ inv(S) + A.T @ X @ inv(S).T)


@formula
def bilinear(
    a: Float[Array, " n"], X: Invertible[Array, "n n"], b: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""a^\top X^{-1} b"""
    return a @ inv(X) @ b


@bilinear.gradient("X")
def _(a, X, b):
    r"""-X^{-1} a b^\top X^{-1}"""
    return -inv(X) @ jnp.outer(a, b) @ inv(X)


@bilinear.gradient("X", form="right")
def _(a, X, b):
    r"""-X^{-\top} a b^\top X^{-\top}"""
    return -inv(X).T @ jnp.outer(a, b) @ inv(X).T


@formula
def solution(A: Invertible[Array, "n n"], B: Float[Array, "n p"]) -> Float[Array, "n p"]:
    r"""A^{-1} B"""
    return jnp.linalg.solve(A, B)


@solution.pullback("B")
def _(A, G):
    r"""A^{-1} G"""
    return jnp.linalg.solve(A, G)


@solution.pullback("B", form="right")
def _(A, G):
    r"""A^{-\top} G"""
    return jnp.linalg.solve(A.T, G)


@formula
def squares(X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(X^2)"""
    return jnp.trace(X @ X)


@squares.gradient("X")
def _(X):
    r"""2X"""
    return 2 * X


@squares.gradient("X", form="right")
def _(X):
    r"""2 X^\top"""
    return 2 * X.T
