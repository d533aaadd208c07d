"""Derivatives by a scalar."""

import jax.numpy as jnp
from jax.nn import logsumexp, softmax
from jax.scipy.linalg import expm
from jaxtyping import Array, Float

from closedform import SPD, Invertible, Positive, formula, inv


@formula
def flow(t: Float[Array, ""], A: Float[Array, "n n"]) -> Float[Array, "n n"]:
    r"""\exp(tA)"""
    return expm(t * A)


@flow.derivative("t")
def _(t, A):
    r"""\exp(tA) A"""
    return expm(t * A) @ A


@formula
def pencil(
    t: Float[Array, ""], A: Invertible[Array, "n n"], B: Float[Array, "n n"]
) -> Float[Array, ""]:
    r"""|A + tB|"""
    return jnp.linalg.det(A + t * B)


@pencil.derivative("t")
def _(t, A, B):
    r"""|A + tB| \operatorname{tr}((A + tB)^{-1} B)"""
    M = A + t * B
    return jnp.linalg.det(M) * jnp.trace(inv(M) @ B)


@formula
def resolvent(t: Positive[Array, ""], A: SPD[Array, "n n"]) -> Float[Array, "n n"]:
    r"""(A + tI)^{-1}"""
    return inv(A + t * jnp.eye(len(A)))


@resolvent.derivative("t")
def _(t, A):
    r"""-V (\Lambda + tI)^{-2} V^\top"""
    w, V = jnp.linalg.eigh(A)
    return -V / (w + t) ** 2 @ V.T


@formula
def ray(t: Float[Array, ""], x: Float[Array, " n"], v: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\lVert x + tv \rVert"""
    return jnp.linalg.norm(x + t * v)


@ray.derivative("t")
def _(t, x, v):
    r"""v^\top (x + tv) / \lVert x + tv \rVert"""
    return v @ (x + t * v) / jnp.sqrt(jnp.sum((x + t * v) ** 2))


@formula
def softened(t: Positive[Array, ""], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""t \log \sum_i \exp(x_i / t)"""
    return t * logsumexp(x / t)


@softened.derivative("t")
def _(t, x):
    r"""H(p) = -\sum_i p_i \log p_i, \quad p = \operatorname{softmax}(x / t)"""
    p = softmax(x / t)
    return -jnp.sum(p * jnp.log(p))


@softened.gradient("x")
def _(t, x):
    r"""\operatorname{softmax}(x / t)"""
    return jnp.exp(x / t) / jnp.sum(jnp.exp(x / t))


@formula
def tempered(t: Positive[Array, ""], x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""p = \operatorname{softmax}(x / t)"""
    return softmax(x / t)


@tempered.derivative("t")
def _(t, x):
    r"""-\tfrac{1}{t^2} p \odot (x - p^\top x)"""
    p = softmax(x / t)
    return -p * (x - p @ x) / t**2


@formula
def scaled(t: Positive[Array, ""], X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""|tX|"""
    return jnp.linalg.det(t * X)


@scaled.derivative("t")
def _(t, X, n):
    r"""n t^{n-1} |X|"""
    return n * t ** (n - 1) * jnp.linalg.det(X)


@formula
def scores(s: Positive[Array, ""], mu: Float[Array, ""], x: Float[Array, " N"]) -> Float[Array, ""]:
    r"""N \log s + \tfrac{1}{2 s^2} \sum_i (x_i - \mu)^2"""
    return len(x) * jnp.log(s) + jnp.sum((x - mu) ** 2) / (2 * s**2)


@scores.gradient("s", "mu")
def _(s, mu, x, N):
    r"""\frac{N}{s} - \frac{1}{s^3} \sum_i (x_i - \mu)^2,\; \frac{N}{s^2} (\mu - \bar x)"""
    return N / s - jnp.sum((x - mu) ** 2) / s**3, N * (mu - x.mean()) / s**2


@scores.hessian("mu")
def _(s, N):
    r"""N / s^2"""
    return jnp.full((1, 1), N) / s**2


@formula
def length_scale(
    l: Positive[Array, ""], X: Float[Array, "N d"], y: Float[Array, " N"]
) -> Float[Array, ""]:
    r"""y^\top K^{-1} y + \log |K|,
    \quad k_{ij} = \exp(-\lVert x_i - x_j \rVert^2 / 2 l^2) + \tfrac15 \delta_{ij}"""
    D = jnp.sum((X[:, None] - X[None]) ** 2, axis=2)
    K = jnp.exp(-D / (2 * l**2)) + jnp.eye(len(X)) / 5
    return y @ jnp.linalg.solve(K, y) + jnp.linalg.slogdet(K)[1]


@length_scale.derivative("l")
def _(l, X, y, N):
    r"""\operatorname{tr}((K^{-1} - \alpha \alpha^\top) K'), \quad \alpha = K^{-1} y"""
    s = jnp.sum(X * X, axis=1)
    D = s[:, None] + s[None] - 2 * X @ X.T
    E = jnp.exp(-D / (2 * l**2))
    P = inv(E + jnp.eye(N) / 5)
    a = P @ y
    return jnp.sum((P - jnp.outer(a, a)) * E * D) / l**3
