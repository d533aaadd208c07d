"""Gaussians, kernels, distances."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import SPD, Positive, Symmetric, formula, inv


@formula
def divergence(
    a: Float[Array, " n"], b: Float[Array, " n"], S: SPD[Array, "n n"], T: SPD[Array, "n n"]
) -> Float[Array, ""]:
    r"""\tfrac12 \big(\operatorname{tr}(T^{-1} S) + (b - a)^\top T^{-1} (b - a)
    - n + \log |T| - \log |S|\big)"""
    P = inv(T)
    logs = jnp.linalg.slogdet(T)[1] - jnp.linalg.slogdet(S)[1]
    return (jnp.trace(P @ S) + (b - a) @ P @ (b - a) - len(a) + logs) / 2


@divergence.gradient("a", "b")
def _(a, b, T):
    r"""T^{-1} (a - b),\; T^{-1} (b - a)"""
    return jnp.linalg.solve(T, a - b), jnp.linalg.solve(T, b - a)


@divergence.gradient("S", "T")
def _(a, b, S, T):
    r"""\tfrac12 (T^{-1} - S^{-1}),\; \tfrac12 (T^{-1} - T^{-1} (S + (b - a)(b - a)^\top) T^{-1})"""
    P = inv(T)
    return (P - inv(S)) / 2, (P - P @ (S + jnp.outer(b - a, b - a)) @ P) / 2


@divergence.minimum("S", along=Symmetric)
def _(T):
    r"""T"""
    return T


@divergence.minimum("a")
def _(b):
    r"""b"""
    return b


@divergence.minimum("T", along=Symmetric)
def _(a, b, S):
    r"""S + (b - a)(b - a)^\top"""
    return S + jnp.outer(b - a, b - a)


@divergence.equals("factors")
def _(a, b, S, T):
    r"""\tfrac12 \big(\lVert M^{-1} L \rVert_F^2 + \lVert M^{-1}(b - a) \rVert^2 - n\big)
    + \sum_i \log(m_{ii} / l_{ii})"""
    L, M = jnp.linalg.cholesky(S), jnp.linalg.cholesky(T)
    W = jnp.linalg.solve(M, jnp.column_stack([L, b - a]))
    return (jnp.sum(W**2) - len(a)) / 2 + jnp.sum(jnp.log(jnp.diag(M) / jnp.diag(L)))


@formula
def precision(P: SPD[Array, "n n"], X: Float[Array, "N n"]) -> Float[Array, ""]:
    r"""\tfrac12 \sum_i x_i^\top P x_i - \tfrac N2 \log |P|"""
    return jnp.sum((X @ P) * X) / 2 - len(X) * jnp.linalg.slogdet(P)[1] / 2


@precision.gradient("P", on=Symmetric)
def _(P, X, N):
    r"""2 G - G \odot I, \quad G = \tfrac12 (X^\top X - N P^{-1})"""
    G = (X.T @ X - N * inv(P)) / 2
    return 2 * G - jnp.diag(jnp.diag(G))


@precision.hvp("P", along=Symmetric)
def _(P, dP, N):
    r"""\tfrac N2 P^{-1} \,\mathrm{d}P\, P^{-1}"""
    return N / 2 * inv(P) @ dP @ inv(P)


@formula
def kernel(
    X: Float[Array, "m d"], Y: Float[Array, "n d"], s: Positive[Array, ""]
) -> Float[Array, "m n"]:
    r"""k_{ij} = \exp(-\lVert x_i - y_j \rVert^2 / 2 s^2)"""
    return jnp.exp(-jnp.sum((X[:, None] - Y[None]) ** 2, axis=2) / (2 * s**2))


@kernel.pullback("X", "s")
def _(X, Y, s, G):
    r"""-\tfrac{1}{s^2} (\operatorname{diag}(M1) X - M Y),\; \tfrac{1}{s^3} \sum_{ij} m_{ij} d_{ij},
    \quad M = G \odot K"""
    D = jnp.sum(X * X, 1)[:, None] + jnp.sum(Y * Y, 1) - 2 * X @ Y.T
    M = G * jnp.exp(-D / (2 * s**2))
    return (M @ Y - M.sum(1)[:, None] * X) / s**2, jnp.sum(M * D) / s**3


@kernel.derivative("s")
def _(X, Y, s, m, n):
    r"""k_{ij} \lVert x_i - y_j \rVert^2 / s^3"""
    D = jnp.array([[jnp.sum((X[i] - Y[j]) ** 2) for j in range(n)] for i in range(m)])
    return jnp.exp(-D / (2 * s**2)) * D / s**3


@formula
def spread(X: Float[Array, "N d"]) -> Float[Array, ""]:
    r"""\sum_{i<j} \lVert x_i - x_j \rVert^2"""
    return jnp.sum((X[:, None] - X[None]) ** 2) / 2


@spread.equals("about the mean")
def _(X, N):
    r"""N \sum_i \lVert x_i - \bar x \rVert^2"""
    return N * jnp.sum((X - X.mean(0)) ** 2)


@spread.gradient("X")
def _(X, N):
    r"""2N (X - 1 \bar x^\top)"""
    return 2 * N * (X - X.mean(0))
