"""``differs`` claimed of expressions that are equal: they differ by rounding, some of them by a
lot."""

import jax.numpy as jnp
from jax.nn import logsumexp, sigmoid
from jaxtyping import Array, Float

from closedform import SPD, Invertible, formula, inv

INTENDED = {
    "rounding.total.differs.backwards": "refuted",
    "rounding.squares.differs.factored": "refuted",
    "rounding.spread.differs.moments": "refuted",
    "rounding.small.differs.expm1": "refuted",
    "rounding.versine.differs.half-angle": "refuted",
    "rounding.cancelled.differs.directly": "refuted",
    "rounding.solved.differs.by-inverse": "refuted",
    "rounding.interpolated.differs.lagrange": "refuted",
    "rounding.volume.differs.of-the-inverse": "refuted",
    "rounding.log_odds.differs.of-logistic": "refuted",
}


@formula
def total(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i 10^{3i} x_i"""
    return jnp.sum(10.0 ** (3 * jnp.arange(len(x))) * x)


@total.differs("backwards")
def _(x, n):
    r"""the same, summed from the last to the first by Horner's rule

    Refuted: equal.
    """
    value = 0 * x[0]
    for k in range(n - 1, -1, -1):
        value = 1000 * value + x[k]
    return value


@total.differs("backwards", form="right")
def _(x):
    r"""\textstyle\sum_i 10^{3i} x_i + 10^{-3} x_1"""
    return jnp.sum(10.0 ** (3 * jnp.arange(len(x))) * x) + 1e-3 * x[0]


@formula
def squares(x: Float[Array, " n"], y: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""(1000 + x)^2 - (1000 + y)^2"""
    return (1000 + x) ** 2 - (1000 + y) ** 2


@squares.differs("factored")
def _(x, y):
    r"""(x - y)(2000 + x + y)

    Refuted: equal.
    """
    return (x - y) * (2000 + x + y)


@squares.differs("factored", form="right")
def _(x, y):
    r"""(x - y)(2000 + x + y + 10^{-7})"""
    return (x - y) * (2000 + x + y + 1e-7)


@formula
def spread(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac1n \textstyle\sum_i (z_i - \bar z)^2, \quad z = x + 10^5"""
    return jnp.var(x + 1e5)


@spread.differs("moments")
def _(x):
    r"""\overline{z^2} - \bar z^2

    Refuted: equal, and off by 1e-6 in 64 bits.
    """
    z = x + 1e5
    return jnp.mean(z**2) - jnp.mean(z) ** 2


@spread.differs("moments", form="right")
def _(x):
    r"""(1 + 10^{-5})\, \overline{(z - \bar z)^2}"""
    return (1 + 1e-5) * jnp.var(x)


@formula
def small(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""\exp(10^{-8} x) - 1"""
    return jnp.exp(1e-8 * x) - 1


@small.differs("expm1")
def _(x):
    r"""\operatorname{expm1}(10^{-8} x)

    Refuted: equal, and off by 1e-8 of it in 64 bits.
    """
    return jnp.expm1(1e-8 * x)


@small.differs("expm1", form="right")
def _(x):
    r"""10^{-8} x (1 + 10^{-3})"""
    return 1e-8 * x * (1 + 1e-3)


@formula
def versine(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""1 - \cos(10^{-4} x)"""
    return 1 - jnp.cos(1e-4 * x)


@versine.differs("half angle")
def _(x):
    r"""2 \sin^2(10^{-4} x / 2)

    Refuted: equal.
    """
    return 2 * jnp.sin(1e-4 * x / 2) ** 2


@versine.differs("half angle", form="right")
def _(x):
    r"""\tfrac12 (1 + 10^{-4}) 10^{-8} x^2"""
    return (1 + 1e-4) * 1e-8 * x**2 / 2


@formula
def cancelled(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\log\textstyle\sum_i e^{x_i + 200} - 200"""
    return jnp.log(jnp.sum(jnp.exp(x + 200))) - 200


@cancelled.differs("directly")
def _(x):
    r"""\log\textstyle\sum_i e^{x_i}

    Refuted: equal.
    """
    return logsumexp(x)


@cancelled.differs("directly", form="right")
def _(x, n):
    r"""\log\textstyle\sum_i e^{x_i} + 10^{-7} n"""
    return logsumexp(x) + 1e-7 * n


@formula
def solved(S: SPD[Array, "n n"], b: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""(10^{-7} I + b b^\top + 10^{-7} S)^{-1} b"""
    return jnp.linalg.solve(1e-7 * (jnp.eye(len(b)) + S) + jnp.outer(b, b), b)


@solved.differs("by inverse")
def _(S, b, n):
    r"""M^{-1} b / (1 + b^\top M^{-1} b), \quad M = 10^{-7} (I + S)

    Refuted: equal, by Sherman and Morrison.
    """
    y = jnp.linalg.solve(1e-7 * (jnp.eye(n) + S), b)
    return y / (1 + b @ y)


@solved.differs("by inverse", form="right")
def _(S, b, n):
    r"""(1 + 10^{-4}) M^{-1} b / (1 + b^\top M^{-1} b)"""
    y = jnp.linalg.solve(1e-7 * (jnp.eye(n) + S), b)
    return (1 + 1e-4) * y / (1 + b @ y)


@formula(where=lambda n: n < 8)
def interpolated(c: Float[Array, " n"]) -> Float[Array, ""]:
    r"""e_1^\top V^{-1} c, \quad v_{ij} = (1 + i/10)^{j-1}"""
    t = 1 + jnp.arange(1, len(c) + 1) / 10
    return jnp.linalg.solve(t[:, None] ** jnp.arange(len(c)), c)[0]


@interpolated.differs("lagrange")
def _(c, n):
    r"""\textstyle\sum_i c_i \prod_{j \ne i} t_j / (t_j - t_i)

    Refuted: equal, by Lagrange's polynomials at 0.
    """
    t = 1 + jnp.arange(1, n + 1) / 10
    gaps = jnp.where(jnp.eye(n) == 1, t, t - t[:, None])
    return c @ jnp.prod(t / gaps, axis=1)


@interpolated.differs("lagrange", form="right")
def _(c, n):
    r"""(1 + 10^{-5}) \textstyle\sum_i c_i \prod_{j \ne i} t_j / (t_j - t_i)"""
    t = 1 + jnp.arange(1, n + 1) / 10
    gaps = jnp.where(jnp.eye(n) == 1, t, t - t[:, None])
    return (1 + 1e-5) * c @ jnp.prod(t / gaps, axis=1)


@formula
def volume(X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""|X|"""
    return jnp.linalg.det(X)


@volume.differs("of the inverse")
def _(X):
    r"""1 / |X^{-1}|

    Refuted: equal.
    """
    return 1 / jnp.linalg.det(inv(X))


@volume.differs("of the inverse", form="right")
def _(X):
    r"""|X| + 10^{-8} \operatorname{tr} X"""
    return jnp.linalg.det(X) + 1e-8 * jnp.trace(X)


@formula
def log_odds(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""x + 12"""
    return x + 12


@log_odds.differs("of logistic")
def _(x):
    r"""\log\big(s / (1 - s)\big), \quad s = \sigma(x + 12)

    Refuted: equal, and off by 1e-10 in 64 bits.
    """
    s = sigmoid(x + 12)
    return jnp.log(s / (1 - s))


@log_odds.differs("of logistic", form="right")
def _(x):
    r"""x + 12 + 10^{-6} \sin x"""
    return x + 12 + 1e-6 * jnp.sin(x)
