"""Terms that only draws of small values show, beside others where the value is astronomical.

A tolerance that rests on the largest value over all draws lets each of them through."""

import jax.numpy as jnp
from jax.nn import sigmoid, softplus
from jaxtyping import Array, Float

from closedform import SPD, Positive, formula, inv

INTENDED = {
    "borrowed.hyperbolic.gradient.x": "refuted",
    "borrowed.powers.gradient.p": "refuted",
    "borrowed.volume.gradient.S": "refuted",
    "borrowed.bowl.hessian.x": "refuted",
    "borrowed.tilted.hvp.x": "refuted",
    "borrowed.growth.derivative.t": "refuted",
    "borrowed.response.pullback.x": "refuted",
    "borrowed.gram.differential.X": "refuted",
    "borrowed.barrier.gradient.x": "refuted",
    "borrowed.poisson.gradient.x": "refuted",
}


@formula
def hyperbolic(x: Float[Array, " n"], c: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \cosh(12 x_i) + c^\top x

    The gradient is near c where x is small, and 1e20 at another draw.
    """
    return jnp.sum(jnp.cosh(12 * x)) + c @ x


@hyperbolic.gradient("x")
def _(x):
    r"""12 \sinh(12 x)

    Refuted: c is missing.
    """
    return 12 * jnp.sinh(12 * x)


@hyperbolic.gradient("x", form="right")
def _(x, c):
    r"""12 \sinh(12 x) + c"""
    return 12 * jnp.sinh(12 * x) + c


@formula
def powers(p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i p_i^{40} + \sum_i \log p_i"""
    return jnp.sum(p**40) + jnp.sum(jnp.log(p))


@powers.gradient("p")
def _(p):
    r"""40 p^{39}

    Refuted: 1/p is missing, which is nearly all of it where p < 0.8.
    """
    return 40 * p**39


@powers.gradient("p", form="right")
def _(p):
    r"""40 p^{39} + 1/p"""
    return 40 * p**39 + 1 / p


@formula
def volume(S: SPD[Array, "n n"]) -> Float[Array, ""]:
    r"""|S|^{60} + \operatorname{tr} S

    The determinant's power runs from 1e-90 to 1e40 over the draws.
    """
    return jnp.linalg.det(S) ** 60 + jnp.trace(S)


@volume.gradient("S")
def _(S):
    r"""60 |S|^{60} S^{-1}

    Refuted: the identity is missing.
    """
    return 60 * jnp.linalg.det(S) ** 60 * inv(S)


@volume.gradient("S", form="right")
def _(S, n):
    r"""60 |S|^{60} S^{-1} + I"""
    return 60 * jnp.linalg.det(S) ** 60 * inv(S) + jnp.eye(n)


@formula
def bowl(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\exp(6 x^\top x) + \textstyle\sum_i x_i^4"""
    return jnp.exp(6 * x @ x) + jnp.sum(x**4)


@bowl.hessian("x")
def _(x, n):
    r"""e^{6 x^\top x} (12 I + 144 x x^\top)

    Refuted: 12 diag(x^2) is missing.
    """
    return jnp.exp(6 * x @ x) * (12 * jnp.eye(n) + 144 * jnp.outer(x, x))


@bowl.hessian("x", form="right")
def _(x, n):
    r"""e^{6 x^\top x} (12 I + 144 x x^\top) + 12 \operatorname{diag}(x^2)"""
    A = jnp.exp(6 * x @ x) * (12 * jnp.eye(n) + 144 * jnp.outer(x, x))
    return A + 12 * jnp.diag(x**2)


@formula
def tilted(x: Float[Array, " n"], c: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\exp(6 x^\top x) + \tfrac16 (c^\top x)^3"""
    return jnp.exp(6 * x @ x) + (c @ x) ** 3 / 6


@tilted.hvp("x")
def _(x, dx):
    r"""12 e^{6 x^\top x} \big(\mathrm{d}x + 12 x\, x^\top \mathrm{d}x\big)

    Refuted: the cubic's part is missing.
    """
    return 12 * jnp.exp(6 * x @ x) * (dx + 12 * x * (x @ dx))


@tilted.hvp("x", form="right")
def _(x, c, dx):
    r"""12 e^{6 x^\top x} \big(\mathrm{d}x + 12 x\, x^\top \mathrm{d}x\big)
    + (c^\top x)(c^\top \mathrm{d}x) c"""
    return 12 * jnp.exp(6 * x @ x) * (dx + 12 * x * (x @ dx)) + (c @ x) * (c @ dx) * c


@formula
def growth(t: Float[Array, ""], A: Float[Array, "m n"]) -> Float[Array, "m n"]:
    r"""e^{30 t} 1 1^\top + tA"""
    return jnp.exp(30 * t) + t * A


@growth.derivative("t")
def _(t, m, n):
    r"""30 e^{30 t} 1 1^\top

    Refuted: A is missing, which is all of it at t < 0.
    """
    return 30 * jnp.exp(30 * t) * jnp.ones((m, n))


@growth.derivative("t", form="right")
def _(t, A):
    r"""30 e^{30 t} 1 1^\top + A"""
    return 30 * jnp.exp(30 * t) + A


@formula
def response(x: Float[Array, " n"], A: Float[Array, "n n"]) -> Float[Array, " n"]:
    r"""\exp(20 x) + Ax"""
    return jnp.exp(20 * x) + A @ x


@response.pullback("x")
def _(x, A, G):
    r"""20 \exp(20 x) \odot G + AG

    Refuted: A is transposed in the other term, which is the small one at most draws.
    """
    return 20 * jnp.exp(20 * x) * G + A @ G


@response.pullback("x", form="right")
def _(x, A, G):
    r"""20 \exp(20 x) \odot G + A^\top G"""
    return 20 * jnp.exp(20 * x) * G + A.T @ G


@formula
def gram(X: Float[Array, "m n"], A: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\exp(2 \lVert X \rVert_F^2) - \operatorname{tr}(A^\top X)"""
    return jnp.exp(2 * jnp.sum(X**2)) - jnp.sum(A * X)


@gram.differential
def _(X, A, dX):
    r"""4 e^{2 \lVert X \rVert_F^2} \operatorname{tr}(X^\top \mathrm{d}X)
    + \operatorname{tr}(A^\top \mathrm{d}X)

    Refuted: the sign of A.
    """
    return 4 * jnp.exp(2 * jnp.sum(X**2)) * jnp.sum(X * dX) + jnp.sum(A * dX)


@gram.differential(form="right")
def _(X, A, dX):
    r"""4 e^{2 \lVert X \rVert_F^2} \operatorname{tr}(X^\top \mathrm{d}X)
    - \operatorname{tr}(A^\top \mathrm{d}X)"""
    return 4 * jnp.exp(2 * jnp.sum(X**2)) * jnp.sum(X * dX) - jnp.sum(A * dX)


@formula
def barrier(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \exp(25 x_i) - \sum_i \log(1 + e^{x_i})"""
    return jnp.sum(jnp.exp(25 * x)) - jnp.sum(softplus(x))


@barrier.gradient("x")
def _(x):
    r"""25 \exp(25 x) - \sigma(-x)

    Refuted: the sign inside the logistic function.
    """
    return 25 * jnp.exp(25 * x) - sigmoid(-x)


@barrier.gradient("x", form="right")
def _(x):
    r"""25 \exp(25 x) - \sigma(x)"""
    return 25 * jnp.exp(25 * x) - sigmoid(x)


@formula
def poisson(
    A: Float[Array, "m n"], x: Float[Array, " n"], b: Float[Array, " m"]
) -> Float[Array, ""]:
    r"""1^\top \exp(8 Ax) - 8 b^\top Ax + \tfrac12 \lVert x \rVert^2"""
    z = 8 * A @ x
    return jnp.sum(jnp.exp(z)) - b @ z + x @ x / 2


@poisson.gradient("x")
def _(A, x, b):
    r"""8 A^\top (\exp(8 Ax) - b)

    Refuted: the penalty's x is missing.
    """
    return 8 * A.T @ (jnp.exp(8 * A @ x) - b)


@poisson.gradient("x", form="right")
def _(A, x, b):
    r"""8 A^\top (\exp(8 Ax) - b) + x"""
    return 8 * A.T @ (jnp.exp(8 * A @ x) - b) + x
