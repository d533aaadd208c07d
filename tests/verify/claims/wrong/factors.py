"""Wrong by a factor."""

import jax.numpy as jnp
from jax.nn import log_softmax, softmax
from jaxtyping import Array, Float

from closedform import Invertible, OneHot, Positive, formula, inv, kron

CAUSES = {
    "factors.residual.gradient.X": "scaled",
    "factors.cross_entropy.gradient.W": "scaled",
    "factors.squares.hessian.X": "scaled",
    "factors.power.gradient.X": "scaled",
    "factors.softened.gradient.x": ("scaled", "wrong-term"),
    "factors.variance.gradient.x": "scaled",
    "factors.gram.gradient.X": "scaled",
    "factors.doubled.equals.twice": ("scaled", "special-case"),
    "factors.energy.hvp.X": "scaled",
}


@formula
def residual(
    A: Float[Array, "p m"], X: Float[Array, "m n"], B: Float[Array, "n q"], C: Float[Array, "p q"]
) -> Float[Array, ""]:
    r"""\lVert AXB - C \rVert_F^2"""
    return jnp.sum((A @ X @ B - C) ** 2)


@residual.gradient("X")
def _(A, X, B, C):
    r"""A^\top (AXB - C) B^\top"""
    return A.T @ (A @ X @ B - C) @ B.T


@residual.gradient("X", form="right")
def _(A, X, B, C):
    r"""2 A^\top (AXB - C) B^\top"""
    return 2 * A.T @ (A @ X @ B - C) @ B.T


@formula(where=lambda N: N > 1)
def cross_entropy(
    X: Float[Array, "N d"], W: Float[Array, "d c"], Y: OneHot[Array, "N c"]
) -> Float[Array, ""]:
    r"""-\tfrac1N \langle Y, \log\operatorname{softmax}(XW) \rangle"""
    return -jnp.sum(Y * log_softmax(X @ W, axis=1)) / len(X)


@cross_entropy.gradient("W")
def _(X, W, Y):
    r"""X^\top (\operatorname{softmax}(XW) - Y)"""
    return X.T @ (softmax(X @ W, axis=1) - Y)


@cross_entropy.gradient("W", form="right")
def _(X, W, Y, N):
    r"""\tfrac1N X^\top (\operatorname{softmax}(XW) - Y)"""
    return X.T @ (softmax(X @ W, axis=1) - Y) / N


@formula
def squares(A: Float[Array, "p m"], X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(X^\top A^\top A X)"""
    return jnp.sum((A @ X) ** 2)


@squares.hessian("X")
def _(A, n):
    r"""I_n \otimes A^\top A"""
    return kron(jnp.eye(n), A.T @ A)


@squares.hessian("X", form="right")
def _(A, n):
    r"""2 I_n \otimes A^\top A"""
    return 2 * kron(jnp.eye(n), A.T @ A)


@formula(where=lambda k: k > 1)
def power(X: Float[Array, "n n"], k: int) -> Float[Array, ""]:
    r"""\operatorname{tr}(X^k)"""
    return jnp.trace(jnp.linalg.matrix_power(X, k))


@power.gradient("X")
def _(X, k):
    r"""(X^{k-1})^\top"""
    return jnp.linalg.matrix_power(X, k - 1).T


@power.gradient("X", form="right")
def _(X, k):
    r"""k (X^{k-1})^\top"""
    return k * jnp.linalg.matrix_power(X, k - 1).T


@formula
def softened(t: Positive[Array, ""], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\log \sum_i \exp(x_i / t)"""
    return jnp.log(jnp.sum(jnp.exp(x / t)))


@softened.gradient("x")
def _(t, x):
    r"""\operatorname{softmax}(x / t)"""
    return softmax(x / t)


@softened.gradient("x", form="right")
def _(t, x):
    r"""\tfrac1t \operatorname{softmax}(x / t)"""
    return softmax(x / t) / t


@formula(where=lambda n: n > 1)
def variance(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac1n \sum_i (x_i - \bar x)^2"""
    return jnp.var(x)


@variance.gradient("x")
def _(x, n):
    r"""\tfrac{2}{n - 1} (x - \bar x)"""
    return 2 * (x - x.mean()) / (n - 1)


@variance.gradient("x", form="right")
def _(x, n):
    r"""\tfrac2n (x - \bar x)"""
    return 2 * (x - x.mean()) / n


@formula(where=lambda m, n: m >= n)
def gram(X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\log |X^\top X|"""
    return jnp.linalg.slogdet(X.T @ X)[1]


@gram.gradient("X")
def _(X):
    r"""X (X^\top X)^{-1}"""
    return X @ inv(X.T @ X)


@gram.gradient("X", form="right")
def _(X):
    r"""2 X (X^\top X)^{-1}"""
    return 2 * X @ inv(X.T @ X)


@formula
def doubled(X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""|2X|"""
    return jnp.linalg.det(2 * X)


@doubled.equals("twice")
def _(X):
    r"""2 |X|"""
    return 2 * jnp.linalg.det(X)


@doubled.equals("twice", form="right")
def _(X, n):
    r"""2^n |X|"""
    return 2**n * jnp.linalg.det(X)


@formula
def energy(X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\tfrac14 \lVert X \rVert_F^4"""
    return jnp.sum(X**2) ** 2 / 4


@energy.hvp("X")
def _(X, dX):
    r"""2 \big(\lVert X \rVert^2 \mathrm{d}X + 2 \langle X, \mathrm{d}X \rangle X\big)"""
    return 2 * (jnp.sum(X**2) * dX + 2 * jnp.sum(X * dX) * X)


@energy.hvp("X", form="right")
def _(X, dX):
    r"""\lVert X \rVert^2 \mathrm{d}X + 2 \langle X, \mathrm{d}X \rangle X"""
    return jnp.sum(X**2) * dX + 2 * jnp.sum(X * dX) * X
