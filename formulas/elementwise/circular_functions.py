"""Sine, cosine and tangent of a number, and their inverses: derivatives."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula


@formula(title="Sine", source="DLMF-4.20.1")
def sine(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""\sin x

    x is any number.
    """
    return jnp.sin(x)


@sine.derivative("x")
def _(x):
    r"""\cos x"""
    return jnp.cos(x)


@formula(title="Cosine", source="DLMF-4.20.2")
def cosine(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""\cos x

    x is any number.
    """
    return jnp.cos(x)


@cosine.derivative("x")
def _(x):
    r"""-\sin x"""
    return -jnp.sin(x)


@formula(title="Tangent", source="DLMF-4.20.3")
def tangent(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""\tan x

    cos x is not zero.
    """
    return jnp.tan(x)


@tangent.derivative("x")
def _(x):
    r"""1 + \tan^2 x"""
    return 1 + jnp.tan(x) ** 2


@formula(title="Arcsine", source="DLMF-4.24.7")
def arcsine(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""\arcsin x

    |x| < 1.
    """
    return jnp.arcsin(x)


@arcsine.derivative("x")
def _(x):
    r"""(1 - x^2)^{-1/2}"""
    return 1 / jnp.sqrt(1 - x**2)


@formula(title="Arccosine", source="DLMF-4.24.8")
def arccosine(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""\arccos x

    |x| < 1.
    """
    return jnp.arccos(x)


@arccosine.derivative("x")
def _(x):
    r"""-(1 - x^2)^{-1/2}"""
    return -1 / jnp.sqrt(1 - x**2)


@formula(title="Arctangent", source="DLMF-4.24.9")
def arctangent(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""\arctan x

    x is any number.
    """
    return jnp.arctan(x)


@arctangent.derivative("x")
def _(x):
    r"""1 / (1 + x^2)"""
    return 1 / (1 + x**2)
