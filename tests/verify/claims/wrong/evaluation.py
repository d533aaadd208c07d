"""The right formula badly evaluated, not finite, or another formula altogether."""

import jax.numpy as jnp
from jax.nn import gelu, logsumexp, sigmoid, softmax, softplus
from jax.scipy.special import digamma, gammaln, ndtr, xlogy
from jaxtyping import Array, Float

from closedform import Count, Invertible, OneHot, Positive, formula

CAUSES = {
    "evaluation.divergence.equals.entropies": "non-finite",
    "evaluation.saturated.gradient.x": "non-finite",
    "evaluation.steep.jacobian.x": "non-finite",
    "evaluation.counts.gradient.c": "non-finite",
    "evaluation.tiny.equals.logarithm": "non-finite",
    "evaluation.sines.gradient.x": "precision",
    "evaluation.least_squares.gradient.x": "precision",
    "evaluation.offset.equals.moments": "precision",
    "evaluation.tail.equals.logarithm": "precision",
    "evaluation.small.equals.cosine": "precision",
    "evaluation.activation.jacobian.x": "unknown",
    "evaluation.gammas.gradient.x": "unknown",
    "evaluation.robust.gradient.r": "unknown",
    "evaluation.normal.jacobian.x": "unknown",
}


@formula
def divergence(p: OneHot[Array, " n"], q: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\sum_i p_i \log(p_i / q_i)"""
    return jnp.sum(xlogy(p, p) - p * jnp.log(q))


@divergence.equals("entropies")
def _(p, q):
    r"""\sum_i p_i \log p_i - p_i \log q_i"""
    return jnp.sum(p * jnp.log(p)) - p @ jnp.log(q)


@divergence.equals("entropies", form="right")
def _(p, q):
    r"""-\sum_{p_i > 0} p_i \log(q_i / p_i)"""
    return -jnp.sum(jnp.where(p > 0, p * jnp.log(q / jnp.where(p > 0, p, 1)), 0))


@formula
def saturated(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\log \sum_i \exp(5000 x_i)"""
    return logsumexp(5000 * x)


@saturated.gradient("x")
def _(x):
    r"""5000 \exp(5000 x) / 1^\top \exp(5000 x)"""
    e = jnp.exp(5000 * x)
    return 5000 * e / jnp.sum(e)


@saturated.gradient("x", form="right")
def _(x):
    r"""5000 \operatorname{softmax}(5000 x)"""
    return 5000 * softmax(5000 * x)


@formula
def steep(x: Positive[Array, " n"]) -> Float[Array, " n"]:
    r"""\sigma(9000 x)"""
    return sigmoid(9000 * x)


@steep.jacobian("x")
def _(x):
    r"""9000 \operatorname{diag}(e / (1 + e)^2), \quad e = \exp(9000 x)"""
    e = jnp.exp(9000 * x)
    return 9000 * jnp.diag(e / (1 + e) ** 2)


@steep.jacobian("x", form="right")
def _(x):
    r"""9000 \operatorname{diag}(\sigma(9000 x) \sigma(-9000 x))"""
    return 9000 * jnp.diag(sigmoid(9000 * x) * sigmoid(-9000 * x))


@formula
def counts(c: Count[Array, " n"], w: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\sum_i w_i c_i^3"""
    return jnp.sum(w * c**3)


@counts.gradient("c")
def _(c, w):
    r"""3 w \odot c^3 / c"""
    return 3 * w * c**3 / c


@counts.gradient("c", form="right")
def _(c, w):
    r"""3 w \odot c^2"""
    return 3 * w * c**2


@formula(where=lambda n: n > 1)
def tiny(X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""\log |10^{-200} X|"""
    return jnp.linalg.slogdet(1e-200 * X)[1]


@tiny.equals("logarithm")
def _(X):
    r"""\log(\det(10^{-200} X))"""
    return jnp.log(jnp.linalg.det(1e-200 * X))


@tiny.equals("logarithm", form="right")
def _(X, n):
    r"""\log(\det X) - 200 n \log 10"""
    return jnp.log(jnp.linalg.det(X)) - 200 * n * jnp.log(10.0)


@formula
def sines(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\sum_i \exp(\sin x_i)"""
    return jnp.sum(jnp.exp(jnp.sin(x)))


@sines.gradient("x")
def _(x):
    r"""\big(\exp(\sin(x + h)) - \exp(\sin x)\big) / h, \quad h = 10^{-8}"""
    return (jnp.exp(jnp.sin(x + 1e-8)) - jnp.exp(jnp.sin(x))) / 1e-8


@sines.gradient("x", form="right")
def _(x):
    r"""\exp(\sin x) \odot \cos x"""
    return jnp.exp(jnp.sin(x)) * jnp.cos(x)


@formula
def least_squares(
    A: Float[Array, "m n"], x: Float[Array, " n"], b: Float[Array, " m"]
) -> Float[Array, ""]:
    r"""\tfrac14 \sum_i (a_i^\top x - b_i)^4"""
    return jnp.sum((A @ x - b) ** 4) / 4


@least_squares.gradient("x")
def _(A, x, b):
    r"""A^\top (Ax - b)^{\odot 3}, \text{ in single precision}"""
    A, x, b = (jnp.asarray(a, jnp.float32) for a in (A, x, b))
    return jnp.asarray(A.T @ (A @ x - b) ** 3, jnp.float64)


@least_squares.gradient("x", form="right")
def _(A, x, b):
    r"""A^\top (Ax - b)^{\odot 3}"""
    return A.T @ (A @ x - b) ** 3


@formula(where=lambda n: n > 1)
def offset(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac1n \sum_i (z_i - \bar z)^2, \quad z = x + 10^6"""
    return jnp.var(x + 1e6)


@offset.equals("moments")
def _(x):
    r"""\overline{z^2} - \bar z^2"""
    z = x + 1e6
    return jnp.mean(z**2) - jnp.mean(z) ** 2


@offset.equals("moments", form="right")
def _(x):
    r"""\overline{(z - z_1)^2} - (\overline{z - z_1})^2"""
    z = x + 1e6
    z = z - z[0]
    return jnp.mean(z**2) - jnp.mean(z) ** 2


@formula
def tail(x: Positive[Array, " n"]) -> Float[Array, " n"]:
    r"""\log(1 + \exp(-5x - 20))"""
    return softplus(-5 * x - 20)


@tail.equals("logarithm")
def _(x):
    r"""\log(1 + e), \quad e = \exp(-5x - 20)"""
    return jnp.log(1 + jnp.exp(-5 * x - 20))


@tail.equals("logarithm", form="right")
def _(x):
    r"""\operatorname{log1p}(e), \quad e = \exp(-5x - 20)"""
    return jnp.log1p(jnp.exp(-5 * x - 20))


@formula
def small(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""2 \sin^2(x / 20000)"""
    return 2 * jnp.sin(x / 20000) ** 2


@small.equals("cosine")
def _(x):
    r"""1 - \cos(x / 10000)"""
    return 1 - jnp.cos(x / 10000)


@small.equals("cosine", form="right")
def _(x):
    r"""\sin^2(x / 10000) / (1 + \cos(x / 10000))"""
    return jnp.sin(x / 10000) ** 2 / (1 + jnp.cos(x / 10000))


@formula
def activation(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""x \odot \Phi(x)"""
    return gelu(x, approximate=False)


@activation.jacobian("x")
def _(x):
    r"""\operatorname{diag}\big(\tfrac12 (1 + t) + \tfrac12 x (1 - t^2) u'\big), \quad t = \tanh u

    u = sqrt(2/pi) (x + 0.044715 x^3).
    """
    c = jnp.sqrt(2 / jnp.pi)
    t = jnp.tanh(c * (x + 0.044715 * x**3))
    return jnp.diag((1 + t) / 2 + x * (1 - t**2) * c * (1 + 3 * 0.044715 * x**2) / 2)


@activation.jacobian("x", form="right")
def _(x):
    r"""\operatorname{diag}(\Phi(x) + x \varphi(x))"""
    return jnp.diag(ndtr(x) + x * jnp.exp(-(x**2) / 2) / jnp.sqrt(2 * jnp.pi))


@formula
def gammas(x: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\sum_i \log \Gamma(x_i)"""
    return jnp.sum(gammaln(x))


@gammas.gradient("x")
def _(x):
    r"""\log x - \tfrac{1}{2x}"""
    return jnp.log(x) - 1 / (2 * x)


@gammas.gradient("x", form="right")
def _(x):
    r"""\psi(x)"""
    return digamma(x)


@formula
def robust(r: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\sum_i \tfrac12 r_i^2 \text{ where } |r_i| \le 1, \text{ else } |r_i| - \tfrac12"""
    a = jnp.abs(r)
    return jnp.sum(jnp.where(a <= 1, r**2 / 2, a - 0.5))


@robust.gradient("r")
def _(r):
    r"""r / \sqrt{1 + r^2}"""
    return r / jnp.sqrt(1 + r**2)


@robust.gradient("r", form="right")
def _(r):
    r"""\max(-1, \min(1, r))"""
    return jnp.clip(r, -1, 1)


@formula
def normal(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""\Phi(x)"""
    return ndtr(x)


@normal.jacobian("x")
def _(x):
    r"""\operatorname{diag}(1.702 s (1 - s)), \quad s = \sigma(1.702 x)"""
    s = sigmoid(1.702 * x)
    return jnp.diag(1.702 * s * (1 - s))


@normal.jacobian("x", form="right")
def _(x):
    r"""\operatorname{diag}(\exp(-x^2 / 2) / \sqrt{2\pi})"""
    return jnp.diag(jnp.exp(-(x**2) / 2) / jnp.sqrt(2 * jnp.pi))
