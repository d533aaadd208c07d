"""Of two files with the same name and the same claims, the one that is wrong."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula

INTENDED = {"moments.second.gradient.x": "refuted", "moments.third.gradient.x": "verified"}


@formula
def second(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac1n \textstyle\sum_i x_i^2"""
    return jnp.mean(x**2)


@second.gradient("x")
def _(x):
    r"""2x

    Refuted: 1/n is missing; the other file's verdict is not this one's.
    """
    return 2 * x


@formula
def third(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac1n \textstyle\sum_i x_i^3"""
    return jnp.mean(x**3)


@third.gradient("x")
def _(x, n):
    r"""\tfrac3n x^2"""
    return 3 * x**2 / n
