"""Misprints that a single draw does not tell from the right formula: too few draws to tell is not
verified. They are run with DRAWS of them."""

import jax.numpy as jnp
from jax.nn import relu
from jaxtyping import Array, Float

from closedform import Count, formula

DRAWS = 1
UNTOLD = ("unexercised", "refuted")
"""What a misprint may come to: it is seen, or it can't be told."""
FEW = ("verified", "unexercised")
"""What a right formula may come to by as few draws."""
INTENDED = {
    "misprints.mean_square.gradient.X.as-printed": UNTOLD,
    "misprints.rectified.gradient.x.as-printed": UNTOLD,
    "misprints.cubes.gradient.x.as-printed": UNTOLD,
    "misprints.rates.gradient.a.as-printed": UNTOLD,
    "misprints.mean_square.gradient.X.form-right": FEW,
    "misprints.rectified.gradient.x.form-right": FEW,
    "misprints.cubes.gradient.x.form-right": FEW,
    "misprints.rates.gradient.a.form-right": FEW,
}


@formula
def mean_square(X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\tfrac{1}{2 (m - n)} \lVert X \rVert_F^2 where m > n, else \tfrac12 \lVert X \rVert_F^2"""
    m, n = X.shape
    return jnp.sum(X**2) / (2 * max(m - n, 1))


@mean_square.gradient("X", as_printed=True)
def _(X, m, n):
    r"""X / |m - n|

    As printed, the condition m > n is left out: told where m < n - 1.
    """
    return X / max(abs(m - n), 1)


@mean_square.gradient("X", form="right")
def _(X, m, n):
    r"""X / \max(m - n, 1)"""
    return X / max(m - n, 1)


@formula
def rectified(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac12 \max(x_1, 0)^2 + \tfrac12 x_2^2 + \cdots"""
    return jnp.sum(x.at[0].set(relu(x[0])) ** 2) / 2


@rectified.gradient("x", as_printed=True)
def _(x):
    r"""x

    As printed, the bracket [x_1 > 0] is lost: told by one draw in two.
    """
    return x


@rectified.gradient("x", form="right")
def _(x):
    r"""(\max(x_1, 0), x_2, \ldots)"""
    return x.at[0].set(relu(x[0]))


@formula
def cubes(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i |x_i - 2|^3 / 3"""
    return jnp.sum(jnp.abs(x - 2) ** 3) / 3


@cubes.gradient("x", as_printed=True)
def _(x):
    r"""-(x - 2)^2

    As printed, without the sign: told where an entry exceeds 2.
    """
    return -((x - 2) ** 2)


@cubes.gradient("x", form="right")
def _(x):
    r"""(x - 2) |x - 2|"""
    return (x - 2) * jnp.abs(x - 2)


@formula
def rates(a: Float[Array, ""], k: Count[Array, " n"]) -> Float[Array, ""]:
    r"""n e^a - a\, 1^\top \min(k, 5)"""
    return len(k) * jnp.exp(a) - a * jnp.sum(jnp.minimum(k, 5))


@rates.gradient("a", as_printed=True)
def _(a, k, n):
    r"""n e^a - 1^\top k

    As printed, counts are not cut at 5: told where a count exceeds it.
    """
    return n * jnp.exp(a) - jnp.sum(k)


@rates.gradient("a", form="right")
def _(a, k, n):
    r"""n e^a - 1^\top \min(k, 5)"""
    return n * jnp.exp(a) - jnp.sum(jnp.minimum(k, 5))
