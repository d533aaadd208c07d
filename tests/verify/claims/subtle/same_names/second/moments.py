"""Of two files with the same name and the same claims, the one that is wrong elsewhere."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula

INTENDED = {"moments.second.gradient.x": "verified", "moments.third.gradient.x": "refuted"}


@formula
def second(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac1n \textstyle\sum_i x_i^2"""
    return jnp.mean(x**2)


@second.gradient("x")
def _(x, n):
    r"""\tfrac2n x"""
    return 2 * x / n


@formula
def third(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac1n \textstyle\sum_i x_i^3"""
    return jnp.mean(x**3)


@third.gradient("x")
def _(x):
    r"""3 x^2

    Refuted: 1/n is missing.
    """
    return 3 * x**2
