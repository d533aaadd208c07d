"""Differences of nearly equal numbers, in the formula, in autodiff's evaluation, or in both."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import SPD, Positive, formula, inv


@formula
def conjugate(p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \sqrt{10^6 p_i + 1} - \sqrt{10^6 p_i}"""
    return jnp.sum(jnp.sqrt(1e6 * p + 1) - jnp.sqrt(1e6 * p))


@conjugate.gradient("p")
def _(p):
    r"""-\tfrac12 10^6 \big/ \big((a + b)\, a b\big), \quad a^2 = 10^6 p + 1, b^2 = 10^6 p

    Verified: autodiff subtracts two numbers that agree to six digits.
    """
    a, b = jnp.sqrt(1e6 * p + 1), jnp.sqrt(1e6 * p)
    return -1e6 / (2 * a * b * (a + b))


@formula
def perturbed(S: SPD[Array, "n n"], E: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\log|I + 10^{-4} S^{-1} E^\top E| = \log|S + 10^{-4} E^\top E| - \log|S|"""
    return jnp.linalg.slogdet(S + 1e-4 * E.T @ E)[1] - jnp.linalg.slogdet(S)[1]


@perturbed.gradient("S")
def _(S, E):
    r"""-10^{-4} (S + 10^{-4} E^\top E)^{-1} E^\top E\, S^{-1}

    Verified: autodiff subtracts two inverses that agree to four digits.
    """
    M = E.T @ E
    return -1e-4 * inv(S + 1e-4 * M) @ M @ inv(S)


@formula
def centred(X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\lVert Z - 1 \bar z^\top \rVert_F^2, \quad Z = X + 3000"""
    Z = X + 3000
    return jnp.sum((Z - Z.mean(axis=0)) ** 2)


@centred.gradient("X")
def _(X):
    r"""2 (X - 1 \bar x^\top)

    Verified: the formula's own differences lose four digits.
    """
    return 2 * (X - X.mean(axis=0))


@formula
def quotient(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i (e^{h x_i} - 1) / h, \quad h = 10^{-5}"""
    return jnp.sum((jnp.exp(1e-5 * x) - 1) / 1e-5)


@quotient.gradient("x")
def _(x):
    r"""e^{h x}

    Verified.
    """
    return jnp.exp(1e-5 * x)


@formula
def alternating(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \sum_{k=0}^{60} (-4 x_i)^k / k!"""
    terms = -4 * x[:, None] / jnp.arange(1, 61)
    return jnp.sum(1 + jnp.sum(jnp.cumprod(terms, axis=1), axis=1))


@alternating.gradient("x")
def _(x):
    r"""-4 \exp(-4x), to where the series stops: \textstyle-4 \sum_{k=0}^{59} (-4x)^k / k!

    Verified: at x = 4 terms of 1e6 add up to 1e-7.
    """
    terms = -4 * x[:, None] / jnp.arange(1, 60)
    return -4 * (1 + jnp.sum(jnp.cumprod(terms, axis=1), axis=1))


@formula
def telescope(p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_{k=1}^{200} \frac1{k + p_1} - \frac1{k + 1 + p_1}, and so on for each p_i"""
    k = jnp.arange(1, 201)
    return jnp.sum(1 / (k + p[:, None]) - 1 / (k + 1 + p[:, None]))


@telescope.equals("ends")
def _(p):
    r"""\textstyle\sum_i \frac1{1 + p_i} - \frac1{201 + p_i}

    Verified.
    """
    return jnp.sum(1 / (1 + p) - 1 / (201 + p))


@telescope.gradient("p")
def _(p):
    r"""-\frac1{(1 + p)^2} + \frac1{(201 + p)^2}

    Verified.
    """
    return 1 / (201 + p) ** 2 - 1 / (1 + p) ** 2


@formula
def third_difference(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""h^{-2} \textstyle\sum_i \sin(x_i + 3h) - 3 \sin(x_i + 2h) + 3 \sin(x_i + h) - \sin x_i,
    \quad h = 0.01"""
    h = 0.01
    d = jnp.sin(x + 3 * h) - 3 * jnp.sin(x + 2 * h) + 3 * jnp.sin(x + h) - jnp.sin(x)
    return jnp.sum(d) / h**2


@third_difference.gradient("x")
def _(x):
    r"""8 \sin^3(h/2) \sin(x + \tfrac32 h) / h^2

    Verified: differences of cosines are products of sines.
    """
    h = 0.01
    return 8 * jnp.sin(h / 2) ** 3 * jnp.sin(x + 1.5 * h) / h**2
