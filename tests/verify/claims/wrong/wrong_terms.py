"""One constant, sign, exponent or operand inside is wrong."""

import jax.numpy as jnp
from jax.nn import sigmoid, softplus
from jaxtyping import Array, Float

from closedform import SPD, Invertible, Positive, formula, inv

CAUSES = {
    "wrong_terms.tanh_layer.gradient.W": "wrong-term",
    "wrong_terms.logistic_slope.jacobian.x": "wrong-term",
    "wrong_terms.cubed_norm.gradient.x": ("wrong-term", "special-case", "scaled"),
    "wrong_terms.of_inverse.gradient.X": ("wrong-term", "special-case"),
    "wrong_terms.poisson.gradient.w": "wrong-term",
    "wrong_terms.soft_layer.pullback.x": ("wrong-term", "special-case"),
    "wrong_terms.mahalanobis.gradient.x": ("wrong-term", "special-case"),
    "wrong_terms.bilinear.gradient.x": "wrong-term",
    "wrong_terms.powers.gradient.x": "wrong-term",
    "wrong_terms.cauchy.hessian.x": "wrong-term",
    "wrong_terms.ridge.minimum.w": "wrong-term",
    "wrong_terms.scale.derivative.s": ("wrong-term", "special-case"),
    "wrong_terms.ridge.gradient.w": "wrong-term",
}


@formula
def tanh_layer(
    W: Float[Array, "m n"], x: Float[Array, " n"], y: Float[Array, " m"]
) -> Float[Array, ""]:
    r"""\tfrac12 \lVert \tanh(Wx) - y \rVert^2"""
    return jnp.sum((jnp.tanh(W @ x) - y) ** 2) / 2


@tanh_layer.gradient("W")
def _(W, x, y):
    r"""\big((h - y) \odot (1 + h^{\odot 2})\big) x^\top"""
    h = jnp.tanh(W @ x)
    return jnp.outer((h - y) * (1 + h**2), x)


@tanh_layer.gradient("W", form="right")
def _(W, x, y):
    r"""\big((h - y) \odot (1 - h^{\odot 2})\big) x^\top"""
    h = jnp.tanh(W @ x)
    return jnp.outer((h - y) * (1 - h**2), x)


@formula
def logistic_slope(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""\sigma(x)"""
    return sigmoid(x)


@logistic_slope.jacobian("x")
def _(x):
    r"""\operatorname{diag}(\sigma(x) (1 + \sigma(x)))"""
    return jnp.diag(sigmoid(x) * (1 + sigmoid(x)))


@logistic_slope.jacobian("x", form="right")
def _(x):
    r"""\operatorname{diag}(\sigma(x) (1 - \sigma(x)))"""
    return jnp.diag(sigmoid(x) * (1 - sigmoid(x)))


@formula
def cubed_norm(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\lVert x \rVert^3"""
    return jnp.sum(x**2) ** 1.5


@cubed_norm.gradient("x")
def _(x):
    r"""3 \lVert x \rVert^2 x"""
    return 3 * jnp.linalg.norm(x) ** 2 * x


@cubed_norm.gradient("x", form="right")
def _(x):
    r"""3 \lVert x \rVert x"""
    return 3 * jnp.linalg.norm(x) * x


@formula
def of_inverse(A: Float[Array, "n n"], X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(A X^{-1})"""
    return jnp.trace(A @ inv(X))


@of_inverse.gradient("X")
def _(A, X):
    r"""-(X^{-1} A X^{-2})^\top"""
    return -(inv(X) @ A @ inv(X) @ inv(X)).T


@of_inverse.gradient("X", form="right")
def _(A, X):
    r"""-(X^{-1} A X^{-1})^\top"""
    return -(inv(X) @ A @ inv(X)).T


@formula
def poisson(
    X: Float[Array, "N d"], w: Float[Array, " d"], y: Positive[Array, " N"]
) -> Float[Array, ""]:
    r"""\sum_i \exp(x_i^\top w) - y_i x_i^\top w"""
    return jnp.sum(jnp.exp(X @ w) - y * (X @ w))


@poisson.gradient("w")
def _(X, w, y):
    r"""X^\top (\exp(Xw) + y)"""
    return X.T @ (jnp.exp(X @ w) + y)


@poisson.gradient("w", form="right")
def _(X, w, y):
    r"""X^\top (\exp(Xw) - y)"""
    return X.T @ (jnp.exp(X @ w) - y)


@formula
def soft_layer(A: Float[Array, "m n"], x: Float[Array, " n"]) -> Float[Array, " m"]:
    r"""\log(1 + \exp(Ax))"""
    return softplus(A @ x)


@soft_layer.pullback("x")
def _(A, x, G):
    r"""A^\top (G \odot \sigma(-Ax))"""
    return A.T @ (G * sigmoid(-(A @ x)))


@soft_layer.pullback("x", form="right")
def _(A, x, G):
    r"""A^\top (G \odot \sigma(Ax))"""
    return A.T @ (G * sigmoid(A @ x))


@formula
def mahalanobis(
    x: Float[Array, " n"], mu: Float[Array, " n"], S: SPD[Array, "n n"]
) -> Float[Array, ""]:
    r"""(x - \mu)^\top S^{-1} (x - \mu)"""
    return (x - mu) @ jnp.linalg.solve(S, x - mu)


@mahalanobis.gradient("x")
def _(x, mu, S):
    r"""2 S^{-1} (x + \mu)"""
    return 2 * jnp.linalg.solve(S, x + mu)


@mahalanobis.gradient("x", form="right")
def _(x, mu, S):
    r"""2 S^{-1} (x - \mu)"""
    return 2 * jnp.linalg.solve(S, x - mu)


@formula
def bilinear(
    x: Float[Array, " n"], A: Float[Array, "n n"], y: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""\sin(x^\top A y)"""
    return jnp.sin(x @ A @ y)


@bilinear.gradient("x")
def _(x, A, y):
    r"""\cos(x^\top A y) A x"""
    return jnp.cos(x @ A @ y) * A @ x


@bilinear.gradient("x", form="right")
def _(x, A, y):
    r"""\cos(x^\top A y) A y"""
    return jnp.cos(x @ A @ y) * A @ y


@formula
def powers(x: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\sum_i x_i^5 + \tfrac{1}{x_i}"""
    return jnp.sum(x**5 + 1 / x)


@powers.gradient("x")
def _(x):
    r"""5 x^4 - x^{-3}"""
    return 5 * x**4 - x**-3


@powers.gradient("x", form="right")
def _(x):
    r"""5 x^4 - x^{-2}"""
    return 5 * x**4 - x**-2


@formula
def cauchy(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\sum_i \log(1 + x_i^2)"""
    return jnp.sum(jnp.log(1 + x**2))


@cauchy.hessian("x")
def _(x):
    r"""\operatorname{diag}\big(2 (1 - x^2) / (1 + x^2)\big)"""
    return jnp.diag(2 * (1 - x**2) / (1 + x**2))


@cauchy.hessian("x", form="right")
def _(x):
    r"""\operatorname{diag}\big(2 (1 - x^2) / (1 + x^2)^2\big)"""
    return jnp.diag(2 * (1 - x**2) / (1 + x**2) ** 2)


@formula
def ridge(
    X: Float[Array, "m n"], w: Float[Array, " n"], y: Float[Array, " m"], c: Positive[Array, ""]
) -> Float[Array, ""]:
    r"""\lVert Xw - y \rVert^2 + c \lVert w \rVert^2"""
    return jnp.sum((X @ w - y) ** 2) + c * jnp.sum(w**2)


@ridge.minimum("w")
def _(X, y, c, n):
    r"""(X^\top X + 2cI)^{-1} X^\top y"""
    return jnp.linalg.solve(X.T @ X + 2 * c * jnp.eye(n), X.T @ y)


@ridge.minimum("w", form="right")
def _(X, y, c, n):
    r"""(X^\top X + cI)^{-1} X^\top y"""
    return jnp.linalg.solve(X.T @ X + c * jnp.eye(n), X.T @ y)


@ridge.gradient("w")
def _(X, w, y, c):
    r"""2 X^\top (Xw - y) + cw"""
    return 2 * X.T @ (X @ w - y) + c * w


@ridge.gradient("w", form="right")
def _(X, w, y, c):
    r"""2 X^\top (Xw - y) + 2cw"""
    return 2 * X.T @ (X @ w - y) + 2 * c * w


@formula
def scale(s: Positive[Array, ""], x: Float[Array, " N"]) -> Float[Array, ""]:
    r"""N \log s + \tfrac{1}{2 s^2} x^\top x"""
    return len(x) * jnp.log(s) + x @ x / (2 * s**2)


@scale.derivative("s")
def _(s, x, N):
    r"""N / s - x^\top x / s^2"""
    return N / s - x @ x / s**2


@scale.derivative("s", form="right")
def _(s, x, N):
    r"""N / s - x^\top x / s^3"""
    return N / s - x @ x / s**3
