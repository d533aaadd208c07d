"""Regression losses other than plain least squares."""

import jax.numpy as jnp
from jax.nn import log_softmax, sigmoid, softmax
from jaxtyping import Array, Float

from closedform import OneHot, Positive, Sign, formula


@formula
def ridge(
    X: Float[Array, "m n"], w: Float[Array, " n"], y: Float[Array, " m"], c: Positive[Array, ""]
) -> Float[Array, ""]:
    r"""\lVert Xw - y \rVert^2 + c \lVert w \rVert^2"""
    return jnp.sum((X @ w - y) ** 2) + c * w @ w


@ridge.gradient("w")
def _(X, w, y, c):
    r"""2 X^\top (Xw - y) + 2 c w"""
    return 2 * X.T @ (X @ w - y) + 2 * c * w


@ridge.hessian("w")
def _(X, c, n):
    r"""2 (X^\top X + c I)"""
    return 2 * (X.T @ X + c * jnp.eye(n))


@ridge.derivative("c")
def _(w):
    r"""w^\top w"""
    return jnp.einsum("i,i->", w, w)


@ridge.minimum("w")
def _(X, y, c, n):
    r"""(X^\top X + c I)^{-1} X^\top y"""
    return jnp.linalg.solve(X.T @ X + c * jnp.eye(n), X.T @ y)


@ridge.minimum("w", form="dual")
def _(X, y, c, m):
    r"""X^\top (X X^\top + c I)^{-1} y"""
    return X.T @ jnp.linalg.inv(X @ X.T + c * jnp.eye(m)) @ y


@formula(where=lambda m, n: m >= n)
def weighted(
    A: Float[Array, "m n"], x: Float[Array, " n"], b: Float[Array, " m"], p: Positive[Array, " m"]
) -> Float[Array, ""]:
    r"""\tfrac12 (Ax - b)^\top \operatorname{diag}(p) (Ax - b)"""
    return jnp.sum(p * (A @ x - b) ** 2) / 2


@weighted.gradient("x", "p")
def _(A, x, b, p):
    r"""A^\top (p \odot (Ax - b)),\; \tfrac12 (Ax - b)^{\odot 2}"""
    r = A @ x - b
    return A.T @ jnp.diag(p) @ r, r * r / 2


@weighted.hessian("x")
def _(A, p):
    r"""\sum_i p_i a_i a_i^\top"""
    return sum(p[i] * jnp.outer(A[i], A[i]) for i in range(len(p)))


@weighted.minimum("x", form="QR")
def _(A, b, p):
    r"""R^{-1} Q^\top \sqrt{p} \odot b, \quad QR = \operatorname{diag}(\sqrt p) A"""
    Q, R = jnp.linalg.qr(jnp.sqrt(p)[:, None] * A)
    return jnp.linalg.solve(R, Q.T @ (jnp.sqrt(p) * b))


@formula
def logistic(
    X: Float[Array, "N d"], w: Float[Array, " d"], y: Sign[Array, " N"]
) -> Float[Array, ""]:
    r"""\sum_i \log(1 + \exp(-y_i x_i^\top w))"""
    return jnp.sum(jnp.logaddexp(0, -y * (X @ w)))


@logistic.gradient("w")
def _(X, w, y):
    r"""-X^\top (y \odot \sigma(-y \odot Xw))"""
    return -X.T @ (y / (1 + jnp.exp(y * (X @ w))))


@logistic.hessian("w")
def _(X, w):
    r"""X^\top \operatorname{diag}(\sigma(Xw) \sigma(-Xw)) X"""
    s = sigmoid(X @ w)
    return X.T * (s * (1 - s)) @ X


@formula
def poisson(
    X: Float[Array, "N d"], w: Float[Array, " d"], y: Positive[Array, " N"]
) -> Float[Array, ""]:
    r"""\sum_i \exp(x_i^\top w) - y_i x_i^\top w"""
    return jnp.sum(jnp.exp(X @ w) - y * (X @ w))


@poisson.gradient("w")
def _(X, w, y):
    r"""X^\top (\exp(Xw) - y)"""
    return X.T @ jnp.exp(X @ w) - X.T @ y


@poisson.hvp("w")
def _(X, w, dw):
    r"""X^\top (\exp(Xw) \odot X \,\mathrm{d}w)"""
    return X.T @ (jnp.exp(X @ w) * (X @ dw))


@formula
def cross_entropy(
    X: Float[Array, "N d"], W: Float[Array, "d c"], Y: OneHot[Array, "N c"]
) -> Float[Array, ""]:
    r"""-\tfrac1N \langle Y, \log\operatorname{softmax}(XW) \rangle"""
    return -jnp.mean(jnp.sum(Y * log_softmax(X @ W, axis=1), axis=1))


@cross_entropy.gradient("W")
def _(X, W, Y, N):
    r"""\tfrac1N X^\top (\operatorname{softmax}(XW) - Y)"""
    return X.T @ (softmax(X @ W, axis=1) - Y) / N


@cross_entropy.hessian("W")
def _(X, W, N):
    r"""\tfrac1N \sum_i (\operatorname{diag} p_i - p_i p_i^\top) \otimes x_i x_i^\top"""
    P = softmax(X @ W, axis=1)
    return (
        sum(
            jnp.kron(jnp.diag(p) - jnp.outer(p, p), jnp.outer(x, x))
            for x, p in zip(X, P, strict=True)
        )
        / N
    )
