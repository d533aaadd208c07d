"""A layer sigma(WX) under any elementwise sigma, and a quadratic form of its output."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import Symmetric, formula, transposed, wave, wave_prime


@formula(title="Layer under an elementwise function", source="S3-C3c")
def elementwise_layer(
    W: Float[Array, "l m"], X: Float[Array, "m n"], c: Float[Array, "3"]
) -> Float[Array, "l n"]:
    r"""Y = \sigma(WX)

    sigma is any smooth function of one entry, here a wave with coefficients c. W and X are any; f
    is any function of Y."""
    return wave(W @ X, c)


@elementwise_layer.pullback("X", flops=lambda l, m, n: 4 * l * m * n + 12 * l * n)
def _(W, X, c, G):
    r"""W^\top \left( \frac{\partial f}{\partial Y} \odot \sigma'(WX) \right)"""
    return W.T @ (G * wave_prime(W @ X, c))


@elementwise_layer.pullback(
    "X", form="transpose first", flops=lambda l, m, n: 4 * l * m * n + 12 * l * n
)
def _(W, X, c, G):
    r"""W^\top \left( \frac{\partial f}{\partial Y} \odot \sigma'(WX) \right)

    The transpose is an array of its own: XLA's product of a transposed matrix takes twice as long
    on a CPU."""
    return transposed(W) @ (G * wave_prime(W @ X, c))


@elementwise_layer.pullback("W", flops=lambda l, m, n: 4 * l * m * n + 12 * l * n)
def _(W, X, c, G):
    r"""\left( \frac{\partial f}{\partial Y} \odot \sigma'(WX) \right) X^\top

    By the same step; not printed.
    """
    return (G * wave_prime(W @ X, c)) @ X.T


@formula(title="Quadratic form of a layer's output", source="S3-C3")
def quadratic_form_of_layer(
    W: Float[Array, "l m"], X: Float[Array, "m n"], M: Float[Array, "l l"], c: Float[Array, "3"]
) -> Float[Array, ""]:
    r"""\operatorname{tr}(Y^\top M Y), \quad Y = \sigma(WX)

    sigma is any smooth function of one entry, here a wave with coefficients c. M is any square
    matrix unless a claim says that it is symmetric."""
    Y = wave(W @ X, c)
    return jnp.trace(Y.T @ M @ Y)


@quadratic_form_of_layer.gradient(
    "X", flops=lambda l, m, n: 4 * l * m * n + 2 * l * l * n + 24 * l * n
)
def _(W, X, M, c):
    r"""W^\top \left( ((M + M^\top)\, \sigma(WX)) \odot \sigma'(WX) \right)

    For any M.
    """
    A = W @ X
    return W.T @ (((M + M.T) @ wave(A, c)) * wave_prime(A, c))


@quadratic_form_of_layer.gradient(
    "X", form="transpose first", flops=lambda l, m, n: 4 * l * m * n + 2 * l * l * n + 24 * l * n
)
def _(W, X, M, c):
    r"""W^\top \left( ((M + M^\top)\, \sigma(WX)) \odot \sigma'(WX) \right)"""
    A = W @ X
    return transposed(W) @ (((M + M.T) @ wave(A, c)) * wave_prime(A, c))


@quadratic_form_of_layer.gradient(
    "X", given={"M": Symmetric}, flops=lambda l, m, n: 4 * l * m * n + 2 * l * l * n + 24 * l * n
)
def _(W, X, M, c):
    r"""W^\top \left( (2M \sigma(WX)) \odot \sigma'(WX) \right)

    M is symmetric.
    """
    A = W @ X
    return W.T @ ((2 * M @ wave(A, c)) * wave_prime(A, c))


@quadratic_form_of_layer.gradient(
    "X",
    given={"M": Symmetric},
    form="transpose first",
    flops=lambda l, m, n: 4 * l * m * n + 2 * l * l * n + 24 * l * n,
)
def _(W, X, M, c):
    r"""W^\top \left( (2M \sigma(WX)) \odot \sigma'(WX) \right)

    M is symmetric; the transpose is an array of its own.
    """
    A = W @ X
    return transposed(W) @ ((2 * M @ wave(A, c)) * wave_prime(A, c))


@quadratic_form_of_layer.gradient("X", given={"M": Symmetric}, as_printed=True)
def _(W, X, M, c):
    r"""W^\top \left( 2M \sigma(WX) \odot \sigma'(WX) \right)

    Printed without inner brackets and read here as 2M (sigma(WX) .* sigma'(WX)), elementwise
    product first; the matrix product comes first. The two agree where M is diagonal."""
    A = W @ X
    return W.T @ (2 * M @ (wave(A, c) * wave_prime(A, c)))
