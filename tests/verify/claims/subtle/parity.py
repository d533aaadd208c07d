"""True at odd sizes, or at even ones."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import Invertible, Skew, formula, inv

INTENDED = {
    "parity.differences.gradient.x": "refuted",
    "parity.energy.equals.half-spectrum": "refuted",
    "parity.adjugate.equals.of-the-negative": "refuted",
    "parity.remainder.gradient.x": "refuted",
    "parity.skew.gradient.S.along-Skew": "refuted",
    "parity.mirrored.equals.by-swaps": "refuted",
}


@formula
def differences(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i (-1)^i x_i, \quad i = 0, 1, \ldots, n - 1"""
    return x[::2].sum() - x[1::2].sum()


@differences.gradient("x")
def _(n):
    r"""(1, -1, 1, -1, \ldots), in pairs

    Refuted: at odd n the last entry has no partner, and is left out.
    """
    pairs = jnp.tile(jnp.array([1.0, -1.0]), n // 2)
    return jnp.zeros(n).at[: len(pairs)].set(pairs)


@differences.gradient("x", form="right")
def _(n):
    r"""[(-1)^i]_i"""
    return (-1.0) ** jnp.arange(n)


@formula
def energy(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\top x"""
    return x @ x


@energy.equals("half spectrum")
def _(x, n):
    r"""\big(|\hat x_0|^2 + 2 \sum_{k=1}^{\lfloor n/2 \rfloor} |\hat x_k|^2\big) / n

    Refuted: at even n the frequency n/2 is its own conjugate, and counts once.
    """
    power = jnp.abs(jnp.fft.rfft(x)) ** 2
    return (power[0] + 2 * power[1:].sum()) / n


@energy.equals("half spectrum", form="right")
def _(x, n):
    r"""\big(|\hat x_0|^2 + 2 \sum_{0 < k < n/2} |\hat x_k|^2 + |\hat x_{n/2}|^2\big) / n"""
    power = jnp.abs(jnp.fft.rfft(x)) ** 2
    k = jnp.arange(n // 2 + 1)
    return jnp.where((k == 0) | (2 * k == n), 1, 2) @ power / n


@formula
def adjugate(X: Invertible[Array, "n n"]) -> Float[Array, "n n"]:
    r"""\operatorname{adj} X = |X| X^{-1}"""
    return jnp.linalg.det(X) * inv(X)


@adjugate.equals("of the negative")
def _(X):
    r"""\operatorname{adj}(-X)

    Refuted: (-1)^{n-1} times as much, the negative at even n.
    """
    return jnp.linalg.det(-X) * inv(-X)


@adjugate.equals("of the negative", form="right")
def _(X, n):
    r"""(-1)^{n-1} \operatorname{adj}(-X)"""
    return (-1) ** (n - 1) * jnp.linalg.det(-X) * inv(-X)


@formula
def remainder(x: Float[Array, " n"], a: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\prod_i (a_i - x_i)"""
    return jnp.prod(a - x)


@remainder.gradient("x")
def _(x, a):
    r"""\textstyle\prod_j (x_j - a_j) / (x_i - a_i)

    Refuted: the product of n negated factors has the sign (-1)^n.
    """
    return jnp.prod(x - a) / (x - a)


@remainder.gradient("x", form="right")
def _(x, a):
    r"""\textstyle\prod_j (a_j - x_j) / (x_i - a_i)"""
    return jnp.prod(a - x) / (x - a)


@formula
def skew(S: Skew[Array, "n n"], A: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""|S| + \operatorname{tr}(A^\top S), \quad S^\top = -S"""
    return jnp.linalg.det(S) + jnp.sum(A * S)


@skew.gradient("S", along=Skew)
def _(A):
    r"""A, since a skew-symmetric matrix has the determinant 0

    Refuted: that holds at odd n.
    """
    return A


@skew.gradient("S", along=Skew, form="right")
def _(S, A, n):
    r"""A + [n \text{ even}]\, |S| S^{-\top}"""
    return A if n % 2 else A + jnp.linalg.det(S) * inv(S).T


@formula
def mirrored(X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""|X J|, \quad J \text{ the reversal of columns}"""
    return jnp.linalg.det(X[:, ::-1])


@mirrored.equals("by swaps")
def _(X, n):
    r"""(-1)^{n - 1} |X|, a swap for each column but the first

    Refuted: it takes half of n, rounded down; both are odd or even together at n = 1, 2, 5, 6.
    """
    return (-1) ** (n - 1) * jnp.linalg.det(X)


@mirrored.equals("by swaps", form="right")
def _(X, n):
    r"""(-1)^{\lfloor n/2 \rfloor} |X|"""
    return (-1) ** (n // 2) * jnp.linalg.det(X)
