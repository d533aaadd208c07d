"""Functions of one number that rules for the entries of a matrix rest on: their derivatives."""

import jax.numpy as jnp
from jax.nn import sigmoid
from jaxtyping import Array, Float

from closedform import Positive, formula


@formula(title="Exponential function", source="DLMF-4.2.(iii)")
def exponential(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""\exp(x)

    x is any number.
    """
    return jnp.exp(x)


@exponential.derivative("x")
def _(x):
    r"""\exp(x)"""
    return jnp.exp(x)


@formula(title="Natural logarithm", source="DLMF-4.7.1")
def logarithm(x: Positive[Array, ""]) -> Float[Array, ""]:
    r"""\log x

    x > 0.
    """
    return jnp.log(x)


@logarithm.derivative("x")
def _(x):
    r"""1/x"""
    return 1 / x


@formula(title="Logistic function", source="S0-10")
def logistic_function(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""\sigma(x) = \frac{1}{1 + \exp(-x)}

    x is any number.
    """
    return sigmoid(x)


@logistic_function.derivative("x")
def _(x):
    r"""\sigma(x) (1 - \sigma(x))"""
    return sigmoid(x) * (1 - sigmoid(x))


@formula(title="Sign", source="DLMF-1.16.13")
def sign_function(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""\operatorname{sign} x

    x is not zero.
    """
    return jnp.sign(x)


@sign_function.derivative("x")
def _(x):
    r"""0"""
    return jnp.zeros_like(x)


@formula(title="Unit step", source="DLMF-1.16.13")
def step_function(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""[x > 0]

    x is not zero.
    """
    return jnp.where(x > 0, 1.0, 0.0)


@step_function.derivative("x")
def _(x):
    r"""0"""
    return jnp.zeros_like(x)
