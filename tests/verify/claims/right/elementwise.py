"""Elementwise functions, Hadamard products, powers, and piecewise functions away from their
kinks."""

import jax.numpy as jnp
from jax.nn import relu
from jaxtyping import Array, Float

from closedform import Positive, Sign, formula, kron, vec


@formula
def hadamard(
    a: Float[Array, " m"], X: Float[Array, "m n"], Y: Float[Array, "m n"], b: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""a^\top (X \odot Y) b"""
    return a @ (X * Y) @ b


@hadamard.gradient("X", "Y")
def _(a, X, Y, b):
    r"""a b^\top \odot Y,\; a b^\top \odot X"""
    return jnp.diag(a) @ Y @ jnp.diag(b), jnp.diag(a) @ X @ jnp.diag(b)


@hadamard.equals("trace")
def _(a, X, Y, b):
    r"""\operatorname{tr}(\operatorname{diag}(a) X \operatorname{diag}(b) Y^\top)"""
    return jnp.trace(jnp.diag(a) @ X @ jnp.diag(b) @ Y.T)


@formula
def squares(X: Float[Array, "m n"]) -> Float[Array, "m n"]:
    r"""X \odot X"""
    return X * X


@squares.jacobian("X")
def _(X):
    r"""2 \operatorname{diag}(\operatorname{vec} X)"""
    return 2 * jnp.diag(vec(X))


@formula
def cauchy(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\sum_i \log(1 + x_i^2)"""
    return jnp.sum(jnp.log1p(x**2))


@cauchy.gradient("x")
def _(x):
    r"""2x / (1 + x^2)"""
    return 2 * x / (1 + x**2)


@cauchy.hessian("x")
def _(x):
    r"""\operatorname{diag}\big(2 (1 - x^2) / (1 + x^2)^2\big)"""
    return jnp.diag(2 * (1 - x) * (1 + x) / (1 + x**2) ** 2)


@formula
def powers(x: Positive[Array, " n"], p: Float[Array, ""]) -> Float[Array, ""]:
    r"""\sum_i x_i^p"""
    return jnp.sum(x**p)


@powers.gradient("x", "p")
def _(x, p):
    r"""p x^{p-1},\; \sum_i x_i^p \log x_i"""
    y = jnp.exp(p * jnp.log(x))
    return p * y / x, y @ jnp.log(x)


@formula
def product(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\prod_i x_i"""
    return jnp.prod(x)


@product.gradient("x")
def _(x):
    r"""\textstyle\prod_{j \ne i} x_j"""
    return jnp.prod(x) / x


@product.hessian("x")
def _(x, n):
    r"""\textstyle\prod_{k \ne i, j} x_k, \quad 0 \text{ on the diagonal}"""
    return jnp.prod(x) / jnp.outer(x, x) * (1 - jnp.eye(n))


@formula
def columns(X: Float[Array, "m n"]) -> Float[Array, " n"]:
    r"""\big[\log \sum_i \exp x_{ij}\big]_j"""
    return jnp.log(jnp.sum(jnp.exp(X), axis=0))


@columns.jacobian("X")
def _(X, m, n):
    r"""\operatorname{diag}(\operatorname{vec} P) (I_n \otimes 1_m),
    \quad P = \operatorname{softmax}(X)"""
    P = jnp.exp(X) / jnp.exp(X).sum(0)
    return vec(P)[:, None] * kron(jnp.eye(n), jnp.ones((m, 1)))


@formula
def rectified(X: Float[Array, "m n"], w: Float[Array, " n"]) -> Float[Array, ""]:
    r"""1^\top \max(Xw, 0)^{\odot 2}"""
    return jnp.sum(relu(X @ w) ** 2)


@rectified.gradient("w")
def _(X, w):
    r"""2 X^\top \max(Xw, 0)"""
    return X.T @ (X @ w + jnp.abs(X @ w))


@rectified.hessian("w")
def _(X, w):
    r"""2 X^\top \operatorname{diag}([Xw > 0]) X"""
    return 2 * X.T @ jnp.diag(1.0 * (X @ w > 0)) @ X


@formula
def ordered(c: Float[Array, " n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""c^\top \operatorname{sort}(x)"""
    return c @ jnp.sort(x)


@ordered.gradient("x")
def _(c, x):
    r"""P^\top c, \quad P x = \operatorname{sort}(x)"""
    return c[jnp.argsort(jnp.argsort(x))]


@formula
def peak(A: Float[Array, "m n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\max_i a_i^\top x + \lVert x \rVert_1"""
    return jnp.max(A @ x) + jnp.sum(jnp.abs(x))


@peak.gradient("x")
def _(A, x):
    r"""a_k + \operatorname{sign}(x), \quad k = \arg\max_i a_i^\top x"""
    return A[jnp.argmax(A @ x)] + jnp.sign(x)


@formula
def hinge(X: Float[Array, "N d"], w: Float[Array, " d"], y: Sign[Array, " N"]) -> Float[Array, ""]:
    r"""\sum_i \max(0, 1 - y_i x_i^\top w)"""
    return jnp.sum(jnp.maximum(0, 1 - y * (X @ w)))


@hinge.gradient("w")
def _(X, w, y, N):
    r"""-\sum_{i :\, y_i x_i^\top w < 1} y_i x_i"""
    return -sum(jnp.where(y[i] * (X[i] @ w) < 1, y[i], 0) * X[i] for i in range(N))


@formula
def shrunk(x: Float[Array, " n"], c: Positive[Array, ""]) -> Float[Array, " n"]:
    r"""\operatorname{sign}(x) \odot \max(|x| - c, 0)"""
    return jnp.sign(x) * jnp.maximum(jnp.abs(x) - c, 0)


@shrunk.pullback("x", "c")
def _(x, c, G):
    r"""G \odot [|x| > c],\; -\textstyle\sum_{|x_i| > c} \operatorname{sign}(x_i) g_i"""
    on = jnp.where(jnp.abs(x) > c, G, 0)
    return on, -on @ jnp.sign(x)
