"""Scalars, vectors and matrices by a scalar: every entry is differentiated, and the shape stays."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import D, formula, wave, wave_prime


@formula(title="Elementwise function of a scalar", source="S2-21")
def scalar_valued(x: Float[Array, ""], c: Float[Array, "3"]) -> Float[Array, ""]:
    r"""y(x) = \sigma(x)

    x is any number; sigma is any smooth function, here a wave with coefficients c.
    """
    return wave(x, c)


@scalar_valued.derivative("x", flops=lambda: 12)
def _(x, c):
    r"""\frac{\mathrm{d}y}{\mathrm{d}x} = \sigma'(x)"""
    return wave_prime(x, c)


@formula(title="Vector function of a scalar", source="S2-02; S2-21")
def vector_valued(
    x: Float[Array, ""], a: Float[Array, " n"], b: Float[Array, " n"], c: Float[Array, "3"]
) -> Float[Array, " n"]:
    r"""y(x) = \sigma(xa + b)

    x is any number, a and b are any vectors of n entries; sigma is any smooth function of one
    entry, here a wave with coefficients c."""
    return wave(x * a + b, c)


@vector_valued.derivative("x", flops=lambda n: 12 * n)
def _(x, a, b, c):
    r"""\frac{\mathrm{d}y}{\mathrm{d}x} = a \odot \sigma'(xa + b)

    A column of n entries, as y.
    """
    return a * wave_prime(x * a + b, c)


@vector_valued.derivative("x", form="entry by entry", flops=lambda n: 12 * n * n)
def _(x, a, b, c, n):
    r"""\frac{\mathrm{d}y}{\mathrm{d}x} = \left[\frac{\mathrm{d}y_i}{\mathrm{d}x}\right]"""
    return jnp.stack([D(lambda x, i=i: vector_valued(x, a, b, c)[i], x)[0, 0] for i in range(n)])


@vector_valued.jacobian("x", flops=lambda n: 12 * n)
def _(x, a, b, c):
    r"""\left(a \odot \sigma'(xa + b)\right)^\top

    In denominator layout a vector by a scalar is a row: 1 x n. "The shape of y" is the numerator
    layout's."""
    return (a * wave_prime(x * a + b, c))[None, :]


@vector_valued.jacobian("x", layout="numerator", flops=lambda n: 12 * n)
def _(x, a, b, c):
    r"""a \odot \sigma'(xa + b)

    A column, n x 1.
    """
    return (a * wave_prime(x * a + b, c))[:, None]


@formula(title="Matrix function of a scalar", source="S2-01; S2-21")
def matrix_valued(
    x: Float[Array, ""], A: Float[Array, "n m"], B: Float[Array, "n m"], c: Float[Array, "3"]
) -> Float[Array, "n m"]:
    r"""Y(x) = \sigma(xA + B)

    A matrix of functions of one number x, with n rows and m columns. A and B are any n x m
    matrices; sigma is any smooth function of one entry, here a wave with coefficients c."""
    return wave(x * A + B, c)


@matrix_valued.derivative("x", flops=lambda n, m: 12 * n * m)
def _(x, A, B, c):
    r"""\frac{\mathrm{d}Y}{\mathrm{d}x} = A \odot \sigma'(xA + B)

    Of n x m, as Y.
    """
    return A * wave_prime(x * A + B, c)


@matrix_valued.derivative("x", form="entry by entry", flops=lambda n, m: 12 * (n * m) ** 2)
def _(x, A, B, c, n, m):
    r"""\frac{\mathrm{d}Y}{\mathrm{d}x} = \left[\frac{\mathrm{d}Y_{ij}}{\mathrm{d}x}\right]"""
    entries = [
        [D(lambda x, i=i, j=j: matrix_valued(x, A, B, c)[i, j], x)[0, 0] for j in range(m)]
        for i in range(n)
    ]
    return jnp.array(entries)
