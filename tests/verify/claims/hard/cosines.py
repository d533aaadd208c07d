"""Cosines near 1, angles near 0, lengths of nearly equal vectors: what cancels is the answer."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import Unit, formula


@formula(where=lambda n: n > 1)
def similarity(x: Float[Array, " n"], z: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\top y / (\lVert x \rVert \lVert y \rVert), \quad y = x + 10^{-3} z"""
    y = x + 1e-3 * z
    return x @ y / (jnp.linalg.norm(x) * jnp.linalg.norm(y))


@similarity.gradient("z")
def _(x, z):
    r"""\frac{10^{-3}}{\lVert x \rVert \lVert y \rVert}
    \Big(x - \frac{x^\top y}{\lVert y \rVert^2} y\Big)

    Verified: 1e-6, by subtracting vectors of length 1.
    """
    y = x + 1e-3 * z
    return 1e-3 * (x - x @ y / (y @ y) * y) / (jnp.linalg.norm(x) * jnp.linalg.norm(y))


@formula(where=lambda n: n > 1)
def dissimilarity(x: Float[Array, " n"], z: Float[Array, " n"]) -> Float[Array, ""]:
    r"""1 - \cos\angle(x, y), \quad y = x + 10^{-4} z"""
    y = x + 1e-4 * z
    return 1 - x @ y / jnp.sqrt((x @ x) * (y @ y))


@dissimilarity.equals("half the distance")
def _(x, z):
    r"""\tfrac12 \big\lVert x / \lVert x \rVert - y / \lVert y \rVert \big\rVert^2

    Verified: 1e-9, where the other expression is good to 1e-16 of 1.
    """
    y = x + 1e-4 * z
    return jnp.sum((x / jnp.linalg.norm(x) - y / jnp.linalg.norm(y)) ** 2) / 2


@formula
def flat_angle(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \cos(10^{-3} x_i)"""
    return jnp.sum(jnp.cos(1e-3 * x))


@flat_angle.gradient("x")
def _(x):
    r"""-10^{-3} \sin(10^{-3} x)

    Verified: 1e-6, beside a value of n.
    """
    return -1e-3 * jnp.sin(1e-3 * x)


@flat_angle.hessian("x")
def _(x):
    r"""-10^{-6} \operatorname{diag}(\cos(10^{-3} x))

    Verified.
    """
    return -1e-6 * jnp.diag(jnp.cos(1e-3 * x))


@formula
def great_circle(a: Float[Array, ""], b: Float[Array, ""]) -> Float[Array, ""]:
    r"""\arccos(\sin a \sin b + \cos a \cos b \cos\tfrac1{100})"""
    return jnp.arccos(jnp.sin(a) * jnp.sin(b) + jnp.cos(a) * jnp.cos(b) * jnp.cos(0.01))


@great_circle.equals("haversine")
def _(a, b):
    r"""2 \arcsin\sqrt{\sin^2\tfrac{a - b}2 + \cos a \cos b \sin^2\tfrac1{200}}

    Verified.
    """
    h = jnp.sin((a - b) / 2) ** 2 + jnp.cos(a) * jnp.cos(b) * jnp.sin(0.005) ** 2
    return 2 * jnp.arctan2(jnp.sqrt(h), jnp.sqrt(1 - h))


@formula(where=lambda n: n > 1)
def turned(u: Unit[Array, " n"], z: Float[Array, " n"]) -> Float[Array, ""]:
    r"""(u^\top y)^2 / \lVert y \rVert^2, \quad y = u + 10^{-2} z"""
    y = u + 1e-2 * z
    return (u @ y) ** 2 / (y @ y)


@turned.gradient("z")
def _(u, z):
    r"""\frac{2 \cdot 10^{-2}\, u^\top y}{\lVert y \rVert^2}
    \Big(u - \frac{u^\top y}{\lVert y \rVert^2} y\Big)

    Verified: 1e-4, by subtracting nearly equal vectors.
    """
    y = u + 1e-2 * z
    c = u @ y / (y @ y)
    return 2e-2 * c * (u - c * y)


@formula(where=lambda n: n > 1)
def gap(x: Float[Array, " n"], z: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\lVert x + 10^{-5} z \rVert - \lVert x \rVert"""
    return jnp.linalg.norm(x + 1e-5 * z) - jnp.linalg.norm(x)


@gap.gradient("x")
def _(x, z):
    r"""y / \lVert y \rVert - x / \lVert x \rVert, \quad y = x + 10^{-5} z

    Verified: 1e-5, by subtracting unit vectors.
    """
    y = x + 1e-5 * z
    return y / jnp.linalg.norm(y) - x / jnp.linalg.norm(x)


@gap.equals("conjugate")
def _(x, z):
    r"""(2 \cdot 10^{-5} x^\top z + 10^{-10} z^\top z) / (\lVert y \rVert + \lVert x \rVert),
    \quad y = x + 10^{-5} z

    Verified.
    """
    length = jnp.linalg.norm(x + 1e-5 * z) + jnp.linalg.norm(x)
    return (2e-5 * x @ z + 1e-10 * z @ z) / length
