"""Functions of each entry: their differential, and the logistic function's own derivative."""

import jax.numpy as jnp
from jax.nn import sigmoid
from jaxtyping import Array, Float

from closedform import formula, wave, wave_prime


@formula(title="Elementwise function of a matrix", source="S3-17")
def elementwise_function(X: Float[Array, "m n"], c: Float[Array, "3"]) -> Float[Array, "m n"]:
    r"""\sigma(X) = [\sigma(X_{ij})]

    X is any matrix; sigma is any smooth function of one entry, here a wave with coefficients c. A
    function of the matrix as a whole, such as its exponential series, obeys no such rule."""
    return wave(X, c)


@elementwise_function.differential(flops=lambda m, n: 12 * m * n)
def _(X, c, dX):
    r"""\sigma'(X) \odot \mathrm{d}X"""
    return wave_prime(X, c) * dX


@formula(title="Logistic function of a scalar", source="S0-10")
def logistic(a: Float[Array, ""]) -> Float[Array, ""]:
    r"""\sigma(a) = \frac{1}{1 + \exp(-a)}

    a is any number.
    """
    return sigmoid(a)


@logistic.derivative("a", form="exponentials", flops=lambda: 4)
def _(a):
    r"""\frac{\exp(a)}{(1 + \exp(a))^2}

    Overflows for large a.
    """
    return jnp.exp(a) / (1 + jnp.exp(a)) ** 2


@logistic.derivative("a", flops=lambda: 4)
def _(a):
    r"""\sigma(a) (1 - \sigma(a))"""
    return sigmoid(a) * (1 - sigmoid(a))


@formula(title="Logistic function of a vector", source="S0-10")
def logistic_of_vector(a: Float[Array, " m"]) -> Float[Array, " m"]:
    r"""\sigma(a), \quad \sigma(t) = \frac{1}{1 + \exp(-t)}

    Of each entry of any vector a.
    """
    return sigmoid(a)


@logistic_of_vector.differential(flops=lambda m: 5 * m)
def _(a, da):
    r"""\sigma(a) \odot (1 - \sigma(a)) \odot \mathrm{d}a"""
    return sigmoid(a) * (1 - sigmoid(a)) * da
