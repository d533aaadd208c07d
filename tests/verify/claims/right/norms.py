"""Norms, distances, quotients, factorisations."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import SPD, Symmetric, formula, inv, kron


@formula
def residual(
    A: Float[Array, "p m"], X: Float[Array, "m n"], B: Float[Array, "n q"], C: Float[Array, "p q"]
) -> Float[Array, ""]:
    r"""\lVert AXB - C \rVert_F^2"""
    return jnp.sum((A @ X @ B - C) ** 2)


@residual.gradient("X")
def _(A, X, B, C):
    r"""2 A^\top (AXB - C) B^\top"""
    return 2 * A.T @ (A @ X @ B - C) @ B.T


@residual.hessian("X")
def _(A, B):
    r"""2 B B^\top \otimes A^\top A"""
    return 2 * kron(B @ B.T, A.T @ A)


@residual.hvp("X")
def _(A, B, dX):
    r"""2 A^\top A \,\mathrm{d}X\, B B^\top"""
    return 2 * A.T @ (A @ dX @ B) @ B.T


@formula
def factorisation(
    X: Float[Array, "m n"], U: Float[Array, "m r"], V: Float[Array, "n r"]
) -> Float[Array, ""]:
    r"""\tfrac12 \lVert X - U V^\top \rVert_F^2"""
    return jnp.sum((X - U @ V.T) ** 2) / 2


@factorisation.gradient("U", "V")
def _(X, U, V):
    r"""(U V^\top - X) V,\; (U V^\top - X)^\top U"""
    return U @ (V.T @ V) - X @ V, V @ (U.T @ U) - X.T @ U


@formula
def euclidean(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\lVert x \rVert"""
    return jnp.sqrt(x @ x)


@euclidean.gradient("x")
def _(x):
    r"""x / \lVert x \rVert"""
    return x / jnp.linalg.norm(x)


@euclidean.hessian("x")
def _(x, n):
    r"""\tfrac{1}{\lVert x \rVert} (I - u u^\top), \quad u = x / \lVert x \rVert"""
    u = x / jnp.linalg.norm(x)
    return (jnp.eye(n) - jnp.outer(u, u)) / jnp.linalg.norm(x)


@formula
def direction(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""x / \lVert x \rVert"""
    return x / jnp.sqrt(x @ x)


@direction.jacobian("x")
def _(x, n):
    r"""(\lVert x \rVert^2 I - x x^\top) / \lVert x \rVert^3"""
    return (x @ x * jnp.eye(n) - jnp.outer(x, x)) / (x @ x) ** 1.5


@direction.pullback("x")
def _(x, G):
    r"""(G - u \, u^\top G) / \lVert x \rVert"""
    u = x / jnp.linalg.norm(x)
    return (G - u * (u @ G)) / jnp.linalg.norm(x)


@formula
def cosine(x: Float[Array, " n"], y: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\frac{x^\top y}{\lVert x \rVert \lVert y \rVert}"""
    return x @ y / jnp.sqrt((x @ x) * (y @ y))


@cosine.gradient("x", "y")
def _(x, y):
    r"""(v - c u) / \lVert x \rVert,\; (u - c v) / \lVert y \rVert

    u and v are the directions of x and y, and c = u^T v.
    """
    a, b = jnp.linalg.norm(x), jnp.linalg.norm(y)
    u, v = x / a, y / b
    return (v - u @ v * u) / a, (u - u @ v * v) / b


@formula
def rayleigh(A: Float[Array, "n n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\rho = \frac{x^\top A x}{x^\top x}"""
    return x @ A @ x / (x @ x)


@rayleigh.gradient("x")
def _(A, x):
    r"""\frac{(A + A^\top) x - 2 \rho x}{x^\top x}"""
    return (A @ x + x @ A - 2 * (x @ A @ x / (x @ x)) * x) / (x @ x)


@rayleigh.gradient("x", given={"A": Symmetric})
def _(A, x):
    r"""\frac{2 (Ax - \rho x)}{x^\top x}"""
    return 2 * (A @ x - x @ A @ x / (x @ x) * x) / (x @ x)


@rayleigh.stationary("x", given={"A": Symmetric})
def _(A):
    r"""v_1"""
    return jnp.linalg.eigh(A)[1][:, 0]


@formula
def mahalanobis(
    x: Float[Array, " n"], mu: Float[Array, " n"], S: SPD[Array, "n n"]
) -> Float[Array, ""]:
    r"""(x - \mu)^\top S^{-1} (x - \mu)"""
    return (x - mu) @ inv(S) @ (x - mu)


@mahalanobis.gradient("x", "mu", "S")
def _(x, mu, S):
    r"""2 a,\; -2 a,\; -a a^\top, \quad a = S^{-1} (x - \mu)"""
    L = jnp.linalg.cholesky(S)
    a = jnp.linalg.solve(L.T, jnp.linalg.solve(L, x - mu))
    return 2 * a, -2 * a, -jnp.outer(a, a)


@formula
def nuclear(X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\lVert X \rVert_* = \sum_i \sigma_i(X)"""
    return jnp.sum(jnp.linalg.svd(X, compute_uv=False))


@nuclear.gradient("X")
def _(X):
    r"""U V^\top"""
    U, _, V = jnp.linalg.svd(X, full_matrices=False)
    return U @ V
