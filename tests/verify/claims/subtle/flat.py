"""Points where the curvature vanishes and says nothing: what is an optimum there, the values around
the point decide."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import Positive, formula

INTENDED = {
    "flat.sextic.maximum.x": "refuted",
    "flat.sunken.minimum.x": "refuted",
    "flat.inflected.minimum.x": "refuted",
    "flat.fitted.minimum.x": "refuted",
    "flat.trough.minimum.x": "refuted",
    "flat.triple.maximum.X": "refuted",
    "flat.plateau.minimum.x": "refuted",
    "flat.pairing.maximum.x-y": "refuted",
    "flat.cubed_trace.minimum.X": "refuted",
    "flat.parabolas.minimum.x": "refuted",
}


@formula
def sextic(x: Float[Array, " n"], p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i p_i x_i^6"""
    return p @ x**6


@sextic.maximum("x")
def _(n):
    r"""0

    Refuted: it is the minimum.
    """
    return jnp.zeros(n)


@sextic.minimum("x", form="right")
def _(n):
    r"""0"""
    return jnp.zeros(n)


@formula
def sunken(x: Float[Array, " n"], b: Float[Array, " n"]) -> Float[Array, ""]:
    r"""-\lVert x - b \rVert^4"""
    return -(jnp.sum((x - b) ** 2) ** 2)


@sunken.minimum("x")
def _(b):
    r"""b

    Refuted: it is the maximum.
    """
    return b


@sunken.maximum("x", form="right")
def _(b):
    r"""b"""
    return b


@formula
def inflected(x: Float[Array, " n"], b: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i (x_i - b_i)^5"""
    return jnp.sum((x - b) ** 5)


@inflected.minimum("x")
def _(b):
    r"""b

    Refuted: an inflection.
    """
    return b


@inflected.stationary("x", form="right")
def _(b):
    r"""b"""
    return b


@formula(where=lambda m, n: m >= n)
def fitted(
    M: Float[Array, "m n"], x: Float[Array, " n"], c: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""1^\top (M(x - c))^{\odot 3}"""
    return jnp.sum((M @ (x - c)) ** 3)


@fitted.minimum("x")
def _(c):
    r"""c

    Refuted: residuals cubed have no smallest sum.
    """
    return c


@fitted.stationary("x", form="right")
def _(c):
    r"""c"""
    return c


@formula(where=lambda m, n: m < n)
def trough(M: Float[Array, "m n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\lVert Mx \rVert^2 - \lVert x \rVert^4, \quad M \text{ wide}"""
    return jnp.sum((M @ x) ** 2) - (x @ x) ** 2


@trough.minimum("x")
def _(n):
    r"""0

    Refuted: along the null space of M it falls, where the curvature is 0.
    """
    return jnp.zeros(n)


@trough.stationary("x", form="right")
def _(n):
    r"""0"""
    return jnp.zeros(n)


@formula(where=lambda n: n > 2)
def triple(X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""|X|, \quad n > 2"""
    return jnp.linalg.det(X)


@triple.maximum("X")
def _(n):
    r"""0

    Refuted: it takes both signs near 0, to the order n.
    """
    return jnp.zeros((n, n))


@triple.stationary("X", form="right")
def _(n):
    r"""0"""
    return jnp.zeros((n, n))


@formula
def plateau(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""1 / (1 + \lVert x \rVert^4)"""
    return 1 / (1 + (x @ x) ** 2)


@plateau.minimum("x")
def _(n):
    r"""0

    Refuted: it is the maximum.
    """
    return jnp.zeros(n)


@plateau.maximum("x", form="right")
def _(n):
    r"""0"""
    return jnp.zeros(n)


@formula
def pairing(x: Float[Array, " n"], y: Float[Array, " n"]) -> Float[Array, ""]:
    r"""(x^\top y)^3"""
    return (x @ y) ** 3


@pairing.maximum("x", "y")
def _(n):
    r"""0,\; 0

    Refuted: a saddle of order six.
    """
    return jnp.zeros(n), jnp.zeros(n)


@pairing.stationary("x", "y", form="right")
def _(n):
    r"""0,\; 0"""
    return jnp.zeros(n), jnp.zeros(n)


@formula
def cubed_trace(X: Float[Array, "m n"], B: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\lVert X - B \rVert_F^4 + 3 \operatorname{tr}(B^\top (X - B))^3"""
    return jnp.sum((X - B) ** 2) ** 2 + 3 * jnp.sum(B * (X - B)) ** 3


@cubed_trace.minimum("X")
def _(B):
    r"""B

    Refuted: near B the cube outweighs the fourth power.
    """
    return B


@cubed_trace.stationary("X", form="right")
def _(B):
    r"""B"""
    return B


@formula(where=lambda n: n > 1)
def parabolas(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""(x_n - s)(x_n - 3s), \quad s = x_1^2 + \cdots + x_{n-1}^2"""
    s = jnp.sum(x[:-1] ** 2)
    return (x[-1] - s) * (x[-1] - 3 * s)


@parabolas.minimum("x")
def _(n):
    r"""0

    Refuted: smallest along every line through 0, and negative between the paraboloids (Peano).
    """
    return jnp.zeros(n)


@parabolas.stationary("x", form="right")
def _(n):
    r"""0"""
    return jnp.zeros(n)
