"""Hyperbolic functions of a number, and their inverses: derivatives."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import Positive, formula


@formula(title="Hyperbolic sine", source="DLMF-4.34.1")
def hyperbolic_sine(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""\sinh x

    x is any number.
    """
    return jnp.sinh(x)


@hyperbolic_sine.derivative("x")
def _(x):
    r"""\cosh x"""
    return jnp.cosh(x)


@formula(title="Hyperbolic cosine", source="DLMF-4.34.2")
def hyperbolic_cosine(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""\cosh x

    x is any number.
    """
    return jnp.cosh(x)


@hyperbolic_cosine.derivative("x")
def _(x):
    r"""\sinh x"""
    return jnp.sinh(x)


@formula(title="Hyperbolic tangent", source="DLMF-4.34.3")
def hyperbolic_tangent(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""\tanh x

    x is any number.
    """
    return jnp.tanh(x)


@hyperbolic_tangent.derivative("x")
def _(x):
    r"""1 - \tanh^2 x"""
    return 1 - jnp.tanh(x) ** 2


@formula(title="Inverse hyperbolic sine", source="DLMF-4.38.9")
def inverse_hyperbolic_sine(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""\operatorname{arsinh} x

    x is any number.
    """
    return jnp.arcsinh(x)


@inverse_hyperbolic_sine.derivative("x")
def _(x):
    r"""(1 + x^2)^{-1/2}"""
    return 1 / jnp.sqrt(1 + x**2)


@formula(title="Inverse hyperbolic cosine", source="DLMF-4.38.10")
def inverse_hyperbolic_cosine(x: Positive[Array, ""]) -> Float[Array, ""]:
    r"""\operatorname{arcosh} x

    x > 1.
    """
    return jnp.arccosh(x)


@inverse_hyperbolic_cosine.derivative("x")
def _(x):
    r"""(x^2 - 1)^{-1/2}"""
    return 1 / jnp.sqrt(x**2 - 1)


@formula(title="Inverse hyperbolic tangent", source="DLMF-4.38.11")
def inverse_hyperbolic_tangent(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""\operatorname{artanh} x

    |x| < 1.
    """
    return jnp.arctanh(x)


@inverse_hyperbolic_tangent.derivative("x")
def _(x):
    r"""1 / (1 - x^2)"""
    return 1 / (1 - x**2)
