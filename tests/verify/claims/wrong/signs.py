"""Wrong by a sign: minuses lost or gained."""

import jax.numpy as jnp
from jax.nn import sigmoid
from jaxtyping import Array, Float

from closedform import SPD, Invertible, Positive, Sign, formula, inv, kron

CAUSES = {
    "signs.logistic.gradient.w": "sign",
    "signs.bilinear.gradient.X": "sign",
    "signs.mahalanobis.gradient.mu": "sign",
    "signs.inverse.jacobian.X.numerator": "sign",
    "signs.entropy.gradient.p": "sign",
    "signs.barrier.hessian.x": "sign",
    "signs.resolvent.derivative.t": "sign",
    "signs.kernel.gradient.x": "sign",
}


@formula
def logistic(
    X: Float[Array, "N d"], w: Float[Array, " d"], y: Sign[Array, " N"]
) -> Float[Array, ""]:
    r"""\sum_i \log(1 + \exp(-y_i x_i^\top w))"""
    return jnp.sum(jnp.logaddexp(0, -y * (X @ w)))


@logistic.gradient("w")
def _(X, w, y):
    r"""X^\top (y \odot \sigma(-y \odot Xw))"""
    return X.T @ (y * sigmoid(-y * (X @ w)))


@logistic.gradient("w", form="right")
def _(X, w, y):
    r"""-X^\top (y \odot \sigma(-y \odot Xw))"""
    return -X.T @ (y * sigmoid(-y * (X @ w)))


@formula
def bilinear(
    a: Float[Array, " n"], X: Invertible[Array, "n n"], b: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""a^\top X^{-1} b"""
    return a @ inv(X) @ b


@bilinear.gradient("X")
def _(a, X, b):
    r"""X^{-\top} a b^\top X^{-\top}"""
    return inv(X).T @ jnp.outer(a, b) @ inv(X).T


@bilinear.gradient("X", form="right")
def _(a, X, b):
    r"""-X^{-\top} a b^\top X^{-\top}"""
    return -inv(X).T @ jnp.outer(a, b) @ inv(X).T


@formula
def mahalanobis(
    x: Float[Array, " n"], mu: Float[Array, " n"], S: SPD[Array, "n n"]
) -> Float[Array, ""]:
    r"""(x - \mu)^\top S^{-1} (x - \mu)"""
    return (x - mu) @ jnp.linalg.solve(S, x - mu)


@mahalanobis.gradient("mu")
def _(x, mu, S):
    r"""2 S^{-1} (x - \mu)"""
    return 2 * jnp.linalg.solve(S, x - mu)


@mahalanobis.gradient("mu", form="right")
def _(x, mu, S):
    r"""2 S^{-1} (\mu - x)"""
    return 2 * jnp.linalg.solve(S, mu - x)


@formula
def inverse(X: Invertible[Array, "n n"]) -> Float[Array, "n n"]:
    r"""X^{-1}"""
    return inv(X)


@inverse.jacobian("X", layout="numerator")
def _(X):
    r"""X^{-\top} \otimes X^{-1}"""
    return kron(inv(X).T, inv(X))


@inverse.jacobian("X", layout="numerator", form="right")
def _(X):
    r"""-X^{-\top} \otimes X^{-1}"""
    return -kron(inv(X).T, inv(X))


@formula
def entropy(p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""-\sum_i p_i \log p_i"""
    return -jnp.sum(p * jnp.log(p))


@entropy.gradient("p")
def _(p):
    r"""1 + \log p"""
    return 1 + jnp.log(p)


@entropy.gradient("p", form="right")
def _(p):
    r"""-1 - \log p"""
    return -1 - jnp.log(p)


@formula
def barrier(x: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\sum_i \log x_i"""
    return jnp.sum(jnp.log(x))


@barrier.hessian("x")
def _(x):
    r"""\operatorname{diag}(1 / x^2)"""
    return jnp.diag(1 / x**2)


@barrier.hessian("x", form="right")
def _(x):
    r"""-\operatorname{diag}(1 / x^2)"""
    return -jnp.diag(1 / x**2)


@formula
def resolvent(
    t: Positive[Array, ""], A: SPD[Array, "n n"], B: SPD[Array, "n n"]
) -> Float[Array, "n n"]:
    r"""(A + tB)^{-1}"""
    return inv(A + t * B)


@resolvent.derivative("t")
def _(t, A, B):
    r"""(A + tB)^{-1} B (A + tB)^{-1}"""
    return inv(A + t * B) @ B @ inv(A + t * B)


@resolvent.derivative("t", form="right")
def _(t, A, B):
    r"""-(A + tB)^{-1} B (A + tB)^{-1}"""
    return -inv(A + t * B) @ B @ inv(A + t * B)


@formula
def kernel(
    x: Float[Array, " n"], y: Float[Array, " n"], s: Positive[Array, ""]
) -> Float[Array, ""]:
    r"""k = \exp(-\lVert x - y \rVert^2 / 2 s^2)"""
    return jnp.exp(-jnp.sum((x - y) ** 2) / (2 * s**2))


@kernel.gradient("x")
def _(x, y, s):
    r"""k \, (x - y) / s^2"""
    return jnp.exp(-jnp.sum((x - y) ** 2) / (2 * s**2)) * (x - y) / s**2


@kernel.gradient("x", form="right")
def _(x, y, s):
    r"""k \, (y - x) / s^2"""
    return jnp.exp(-jnp.sum((x - y) ** 2) / (2 * s**2)) * (y - x) / s**2
