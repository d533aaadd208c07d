"""True at small sizes: those below 7, 8, 9, 17, 21, 32."""

import math

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import Positive, formula, inv

INTENDED = {
    "sizes.resolvent.equals.series": "refuted",
    "sizes.lanes.gradient.x": "refuted",
    "sizes.weighted.gradient.x": "refuted",
    "sizes.newton.equals.power-sums": "refuted",
    "sizes.tiles.gradient.x": "refuted",
    "sizes.ranks.equals.factorial": "refuted",
    "sizes.horner.derivative.t": "refuted",
    "sizes.doubling.equals.powers-of-two": "refuted",
}


@formula
def resolvent(X: Float[Array, "n n"]) -> Float[Array, "n n"]:
    r"""(I - N)^{-1}, \quad N \text{ the part of } X \text{ below its diagonal}"""
    return inv(jnp.eye(len(X)) - jnp.tril(X, -1))


@resolvent.equals("series")
def _(X, n):
    r"""\textstyle\sum_{k=0}^{5} N^k

    Refuted: N^n = 0 ends the series for n up to 6 only.
    """
    N = jnp.tril(X, -1)
    return sum((jnp.linalg.matrix_power(N, k) for k in range(1, 6)), jnp.eye(n))


@resolvent.equals("series", form="right")
def _(X, n):
    r"""\textstyle\sum_{k=0}^{n-1} N^k"""
    N = jnp.tril(X, -1)
    return sum((jnp.linalg.matrix_power(N, k) for k in range(1, n)), jnp.eye(n))


@formula
def lanes(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac13 \textstyle\sum_i x_i^3"""
    return jnp.sum(x**3) / 3


@lanes.gradient("x")
def _(x):
    r"""x^2, eight entries at a time

    Refuted: what follows the first eight entries is left as it was.
    """
    return x.at[:8].set(x[:8] ** 2)


@lanes.gradient("x", form="right")
def _(x):
    r"""x^2"""
    return x**2


@formula
def weighted(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_k C_k x_k, \quad C_k = \binom{2k}{k} / (k + 1), \; k = 0, 1, \ldots"""
    return sum((math.comb(2 * k, k) / (k + 1) * x[k] for k in range(len(x))), jnp.zeros(()))


@weighted.gradient("x")
def _(n):
    r"""(1, 1, 2, 5, 14, 42, 131, 429, \ldots)

    Refuted: the seventh Catalan number is 132.
    """
    catalan = [math.comb(2 * k, k) // (k + 1) for k in range(n)]
    return jnp.array([131 if k == 6 else c for k, c in enumerate(catalan)], float)


@weighted.gradient("x", form="right")
def _(n):
    r"""(1, 1, 2, 5, 14, 42, 132, 429, \ldots)"""
    return jnp.array([float(math.comb(2 * k, k) // (k + 1)) for k in range(n)])


@formula
def newton(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\prod_i (1 + x_i / 8)"""
    return jnp.prod(1 + x / 8)


@newton.equals("power sums")
def _(x):
    r"""e_0 + e_1 + \cdots + e_6, \quad k e_k = \sum_{j=1}^k (-1)^{j-1} e_{k-j} p_j

    Refuted: the elementary symmetric polynomials go on to e_n.
    """
    return sum(_elementary(x / 8, 6), jnp.zeros(()))


@newton.equals("power sums", form="right")
def _(x, n):
    r"""e_0 + e_1 + \cdots + e_n, \quad k e_k = \sum_{j=1}^k (-1)^{j-1} e_{k-j} p_j"""
    return sum(_elementary(x / 8, n), jnp.zeros(()))


def _elementary(x: Array, last: int) -> list[Array]:
    p = [jnp.sum(x**j) for j in range(last + 1)]
    e = [jnp.ones(())]
    for k in range(1, last + 1):
        terms = [(-1) ** (j - 1) * e[k - j] * p[j] for j in range(1, k + 1)]
        e.append(jnp.sum(jnp.stack(terms)) / k)
    return e


@formula
def tiles(x: Float[Array, " n"], c: Float[Array, " n"]) -> Float[Array, ""]:
    r"""c^\top \sin x"""
    return c @ jnp.sin(x)


@tiles.gradient("x")
def _(x, c, n):
    r"""c \odot \cos x, by tiles of 16

    Refuted: above 16 an incomplete last tile is skipped.
    """
    whole = n // 16 * 16 if n > 16 else n
    return jnp.where(jnp.arange(n) < whole, c * jnp.cos(x), 0)


@tiles.gradient("x", form="right")
def _(x, c):
    r"""c \odot \cos x"""
    return c * jnp.cos(x)


@formula
def ranks(p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_k \log(k p_k), \quad k = 1, \ldots, n"""
    return jnp.sum(jnp.log(jnp.arange(1, len(p) + 1) * p))


@ranks.equals("factorial")
def _(p, n):
    r"""\log n! + \textstyle\sum_k \log p_k

    Refuted: 21! is beyond 64-bit integers.
    """
    return jnp.log(jnp.abs(1.0 * jnp.prod(jnp.arange(1, n + 1)))) + jnp.sum(jnp.log(p))


@ranks.equals("factorial", form="right")
def _(p, n):
    r"""\log n! + \textstyle\sum_k \log p_k"""
    return math.lgamma(n + 1) + jnp.sum(jnp.log(p))


@formula
def horner(t: Float[Array, ""], c: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_k c_k (t/2)^k, \quad k = 0, \ldots, n - 1"""
    return c @ (t / 2) ** jnp.arange(len(c))


@horner.derivative("t")
def _(t, c, n):
    r"""\textstyle\sum_k \tfrac12 k c_k (t/2)^{k-1}

    Refuted: k is counted in three bits, and begins again at 8.
    """
    k = jnp.arange(1, n)
    return c[1:] @ ((k % 8) * (t / 2) ** (k - 1)) / 2


@horner.derivative("t", form="right")
def _(t, c, n):
    r"""\textstyle\sum_k \tfrac12 k c_k (t/2)^{k-1}"""
    k = jnp.arange(1, n)
    return c[1:] @ (k * (t / 2) ** (k - 1)) / 2


@formula
def doubling(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_k x_k 2^k, \quad k = 0, 1, \ldots"""
    return x @ 2.0 ** jnp.arange(len(x))


@doubling.equals("powers of two")
def _(x, n):
    r"""\textstyle\sum_k x_k 2^k

    Refuted: shifts of 32-bit integers give the weights, and 2^{32} is 0 among them.
    """
    return x @ (jnp.ones(n, jnp.int32) << jnp.arange(n, dtype=jnp.int32))


@doubling.equals("powers of two", form="right")
def _(x):
    r"""\textstyle\sum_k x_k 2^k, by Horner's rule"""
    value = jnp.zeros(())
    for term in x[::-1]:
        value = 2 * value + term
    return value
