"""Wrong at exact zeros, ties, edges and empty masks, where the function is smooth: nothing drawn at
random lies there."""

import jax.numpy as jnp
from jax.nn import elu
from jaxtyping import Array, Float

from closedform import Sign, formula

INTENDED = {
    "points.sinc.gradient.x": "refuted",
    "points.unit.gradient.x": "refuted",
    "points.huber.gradient.x": "refuted",
    "points.product.gradient.x": "refuted",
    "points.softsign.jacobian.x": "refuted",
    "points.divided.equals.quotients": "refuted",
    "points.squared_hinge.hvp.w": "refuted",
}


@formula
def sinc(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \sin(\pi x_i) / (\pi x_i)"""
    return jnp.sum(jnp.sinc(x))


@sinc.gradient("x")
def _(x):
    r"""(\cos \pi x - \operatorname{sinc} x) / x, and 1 at x = 0

    Refuted: an even function has the derivative 0 at 0.
    """
    away = jnp.where(x == 0, 1.0, x)
    return jnp.where(x == 0, 1.0, (jnp.cos(jnp.pi * away) - jnp.sinc(away)) / away)


@sinc.gradient("x", form="right")
def _(x):
    r"""(\cos \pi x - \operatorname{sinc} x) / x, and 0 at x = 0"""
    away = jnp.where(x == 0, 1.0, x)
    return jnp.where(x == 0, 0.0, (jnp.cos(jnp.pi * away) - jnp.sinc(away)) / away)


@formula
def unit(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \operatorname{elu}(x_i): x above 0, e^x - 1 below"""
    return jnp.sum(elu(x))


@unit.gradient("x")
def _(x):
    r"""[x > 0] + e^x [x < 0]

    Refuted: at x = 0 the two branches meet with slope 1, and neither is taken.
    """
    return jnp.where(x > 0, 1.0, 0.0) + jnp.where(x < 0, jnp.exp(x), 0.0)


@unit.gradient("x", form="right")
def _(x):
    r"""[x > 0] + e^x [x \le 0]"""
    return jnp.where(x > 0, 1.0, jnp.exp(x))


@formula
def huber(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \tfrac12 x_i^2 where |x_i| < 1, else |x_i| - \tfrac12"""
    return jnp.sum(jnp.where(jnp.abs(x) < 1, x**2 / 2, jnp.abs(x) - 0.5))


@huber.gradient("x")
def _(x):
    r"""x [|x| < 1] + \operatorname{sign}(x) [|x| > 1]

    Refuted: where |x| = 1 the slope is x, and neither bracket holds.
    """
    return x * (jnp.abs(x) < 1) + jnp.sign(x) * (jnp.abs(x) > 1)


@huber.gradient("x", form="right")
def _(x):
    r"""\min(\max(x, -1), 1)"""
    return jnp.clip(x, -1, 1)


@formula
def product(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\prod_i x_i"""
    return jnp.prod(x)


@product.gradient("x")
def _(x):
    r"""\textstyle\prod_j x_j / x_i, and 0 where x_i = 0

    Refuted: where a single entry is 0, it is that entry whose derivative is not.
    """
    return jnp.where(x == 0, 0.0, jnp.prod(x) / jnp.where(x == 0, 1.0, x))


@product.gradient("x", form="right")
def _(x, n):
    r"""\textstyle\prod_{j \ne i} x_j"""
    return jnp.prod(jnp.where(jnp.eye(n) == 1, 1.0, x), axis=1)


@formula
def softsign(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""x / (1 + |x|)"""
    return x / (1 + jnp.abs(x))


@softsign.jacobian("x")
def _(x):
    r"""\operatorname{diag}\big(|\operatorname{sign}(x)| / (1 + |x|)^2\big)

    Refuted: the slope at 0 is 1, and the sign of 0 is 0.
    """
    return jnp.diag(jnp.abs(jnp.sign(x)) / (1 + jnp.abs(x)) ** 2)


@softsign.jacobian("x", form="right")
def _(x):
    r"""\operatorname{diag}\big(1 / (1 + |x|)^2\big)"""
    return jnp.diag(1 / (1 + jnp.abs(x)) ** 2)


@formula
def divided(x: Float[Array, " n"], y: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \int_0^1 \exp(x_i + t (y_i - x_i)) \,\mathrm{d}t"""
    d = y - x
    away = jnp.where(d == 0, 1.0, d)
    return jnp.sum(jnp.exp(x) * jnp.where(d == 0, 1.0, jnp.expm1(away) / away))


@divided.equals("quotients")
def _(x, y):
    r"""\textstyle\sum_{x_i \ne y_i} (e^{y_i} - e^{x_i}) / (y_i - x_i)

    Refuted: where x_i = y_i the quotient's limit e^{x_i} is left out.
    """
    d = y - x
    away = jnp.where(d == 0, 1.0, d)
    return jnp.sum(jnp.where(d == 0, 0.0, (jnp.exp(y) - jnp.exp(x)) / away))


@divided.equals("quotients", form="right")
def _(x, y):
    r"""\textstyle\sum_i e^{(x_i + y_i)/2} \operatorname{sinhc}((y_i - x_i)/2)"""
    h = (y - x) / 2
    away = jnp.where(h == 0, 1.0, h)
    return jnp.sum(jnp.exp((x + y) / 2) * jnp.where(h == 0, 1.0, jnp.sinh(away) / away))


@formula
def squared_hinge(
    X: Float[Array, "N d"], w: Float[Array, " d"], y: Sign[Array, " N"]
) -> Float[Array, ""]:
    r"""\tfrac13 \textstyle\sum_i \max(0, y_i x_i^\top w)^3"""
    return jnp.sum(jnp.maximum(0, y * (X @ w)) ** 3) / 3


@squared_hinge.hvp("w")
def _(X, w, y, dw):
    r"""2 \textstyle\sum_i \max(0, y_i x_i^\top w)\, x_i x_i^\top \mathrm{d}w
    + [w = 0]\, \mathrm{d}w

    Refuted: at w = 0 the Hessian vanishes, without the identity of a regulariser.
    """
    z = jnp.maximum(0, y * (X @ w))
    return 2 * X.T @ (z * (X @ dw)) + jnp.where(jnp.all(w == 0), dw, 0.0)


@squared_hinge.hvp("w", form="right")
def _(X, w, y, dw):
    r"""2 \textstyle\sum_i \max(0, y_i x_i^\top w)\, x_i x_i^\top \mathrm{d}w"""
    return 2 * X.T @ (jnp.maximum(0, y * (X @ w)) * (X @ dw))
