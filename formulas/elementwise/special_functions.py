"""Special functions of one number: the normal distribution's, and those of the gamma function."""

import jax.numpy as jnp
from jax.scipy.special import digamma, erf, gammaln, log_ndtr, ndtr, polygamma
from jaxtyping import Array, Float

from closedform import Positive, formula


@formula(title="Error function", source="DLMF-7.2.1")
def error_function(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""\operatorname{erf} x = \frac{2}{\sqrt\pi} \int_0^x e^{-t^2} \,\mathrm{d}t

    x is any number.
    """
    return erf(x)


@error_function.derivative("x")
def _(x):
    r"""\frac{2}{\sqrt\pi} e^{-x^2}"""
    return 2 / jnp.sqrt(jnp.pi) * jnp.exp(-(x**2))


@formula(title="Normal distribution function", source="DLMF-7.2.1")
def normal_distribution(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""\Phi(x) = \tfrac12 (1 + \operatorname{erf}(x / \sqrt2))

    x is any number.
    """
    return ndtr(x)


@normal_distribution.derivative("x")
def _(x):
    r"""\varphi(x) = \frac{1}{\sqrt{2\pi}} e^{-x^2/2}"""
    return jnp.exp(-(x**2) / 2) / jnp.sqrt(2 * jnp.pi)


@formula(title="Logarithm of the normal distribution function", source="DLMF-7.8.1")
def log_normal_distribution(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""\log \Phi(x)

    x is any number.
    """
    return log_ndtr(x)


@log_normal_distribution.derivative("x")
def _(x):
    r"""m(x) = \varphi(x) / \Phi(x)"""
    return jnp.exp(-(x**2) / 2 - log_ndtr(x)) / jnp.sqrt(2 * jnp.pi)


@formula(title="Inverse Mills ratio", source="DLMF-7.8.1")
def mills_ratio(x: Float[Array, ""]) -> Float[Array, ""]:
    r"""m(x) = \varphi(x) / \Phi(x)

    x is any number.
    """
    return jnp.exp(-(x**2) / 2 - log_ndtr(x)) / jnp.sqrt(2 * jnp.pi)


@mills_ratio.derivative("x")
def _(x):
    r"""-m(x) (x + m(x))"""
    m = jnp.exp(-(x**2) / 2 - log_ndtr(x)) / jnp.sqrt(2 * jnp.pi)
    return -m * (x + m)


@formula(title="Logarithm of the gamma function", source="DLMF-5.2.2")
def log_gamma(x: Positive[Array, ""]) -> Float[Array, ""]:
    r"""\log \Gamma(x)

    x > 0.
    """
    return gammaln(x)


@log_gamma.derivative("x")
def _(x):
    r"""\psi(x)"""
    return digamma(x)


@formula(title="Digamma function", source="DLMF-5.15.1")
def digamma_function(x: Positive[Array, ""]) -> Float[Array, ""]:
    r"""\psi(x)

    x > 0.
    """
    return digamma(x)


@digamma_function.derivative("x")
def _(x):
    r"""\psi'(x) = \sum_{k \ge 0} (x + k)^{-2}"""
    return polygamma(1, x)
