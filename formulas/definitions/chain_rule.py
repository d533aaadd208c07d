"""The chain rule for matrices: differentials composed, and the order of the factors in each
layout."""

from jax import Array as JaxArray
from jaxtyping import Array, Float

from closedform import D, formula, wave, wave_prime


def inner(A: JaxArray, X: JaxArray, c: JaxArray) -> JaxArray:
    """Y(X) = sigma(AX), l x n."""
    return wave(A @ X, c)


def outer(Y: JaxArray, B: JaxArray, e: JaxArray) -> JaxArray:
    """F(Y) = sigma(YB), l x p, with coefficients of its own."""
    return wave(Y @ B, e)


def passes(l: int, m: int, n: int, p: int) -> int:
    """Work of the product of the two derivatives, once they are there."""
    return 2 * m * n * l * n * l * p


@formula(title="Chain rule for matrix functions", source="S3-M16; S3-M17; S0-11")
def chain_rule(
    A: Float[Array, "l m"],
    X: Float[Array, "m n"],
    B: Float[Array, "n p"],
    c: Float[Array, "3"],
    e: Float[Array, "3"],
) -> Float[Array, "l p"]:
    r"""F(Y(X)), \quad Y = \sigma(AX), \; F = \tau(YB)

    A, X and B are any matrices of fitting shapes; sigma and tau are any smooth functions of one
    entry, here waves with coefficients c and e."""
    return outer(inner(A, X, c), B, e)


@chain_rule.differential(
    source="S0-11", flops=lambda l, m, n, p: 2 * l * (2 * m * n + 2 * n * p + 9 * n + 6 * p)
)
def _(A, X, B, c, e, dX):
    r"""\mathrm{d}F = \tau'(YB) \odot (\mathrm{d}Y\, B), \quad \mathrm{d}Y = \sigma'(AX) \odot (A \,\mathrm{d}X)

    The linear map of F after that of Y. What each leaves over is o(|dX|), and so are bounded
    multiples, sums and products of what is."""
    dY = wave_prime(A @ X, c) * (A @ dX)
    return wave_prime(inner(A, X, c) @ B, e) * (dY @ B)


@chain_rule.jacobian("X", source="S3-M16", flops=passes)
def _(A, X, B, c, e):
    r"""\frac{\partial F}{\partial X} = \frac{\partial Y}{\partial X} \frac{\partial F}{\partial Y}

    Denominator layout: the inner derivative comes first.
    """
    return D(lambda X: inner(A, X, c), X) @ D(lambda Y: outer(Y, B, e), inner(A, X, c))


@chain_rule.jacobian("X", layout="numerator", source="S3-M17", flops=passes)
def _(A, X, B, c, e):
    r"""\frac{\partial F}{\partial X} = \frac{\partial F}{\partial Y} \frac{\partial Y}{\partial X}

    Numerator layout: the outer derivative comes first.
    """
    dY, dF = D(lambda X: inner(A, X, c), X).T, D(lambda Y: outer(Y, B, e), inner(A, X, c)).T
    return dF @ dY
