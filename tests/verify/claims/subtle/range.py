"""True of the arguments that are usually drawn, and not of others in the same domain: larger ones,
smaller ones, those of the other sign."""

import jax.numpy as jnp
from jax.nn import sigmoid, softplus
from jax.scipy.special import gammaln
from jaxtyping import Array, Float

from closedform import Count, Invertible, Positive, Simplex, formula, inv

INTENDED = {
    "range.quarter.gradient.x": "refuted",
    "range.angle.gradient.x": "refuted",
    "range.hinge.gradient.x": "refuted",
    "range.poisson.equals.table": "refuted",
    "range.bits.gradient.w": "refuted",
    "range.volume.gradient.X": "refuted",
    "range.orientation.equals.root-of-gram": "refuted",
    "range.entropy.gradient.p": "refuted",
    "range.steep.gradient.p": "refuted",
}


@formula
def quarter(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac14 \textstyle\sum_i x_i^4"""
    return jnp.sum(x**4) / 4


@quarter.gradient("x")
def _(x):
    r"""\min(\max(x^3, -10^3), 10^3)

    Refuted: it is clipped from |x_i| = 10 on.
    """
    return jnp.clip(x**3, -1e3, 1e3)


@quarter.gradient("x", form="right")
def _(x):
    r"""x^3"""
    return x**3


@formula
def angle(x: Float[Array, " n"], c: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac12 c^\top x^2"""
    return c @ x**2 / 2


@angle.gradient("x")
def _(x, c):
    r"""4 c \odot \operatorname{atan2}(\sin\tfrac x4, \cos\tfrac x4)

    Refuted: x is measured as an angle, and begins again at 4 \pi.
    """
    return 4 * c * jnp.arctan2(jnp.sin(x / 4), jnp.cos(x / 4))


@angle.gradient("x", form="right")
def _(x, c):
    r"""c \odot x"""
    return c * x


@formula
def hinge(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \log(1 + e^{x_i})"""
    return jnp.sum(softplus(x))


@hinge.gradient("x")
def _(x):
    r"""\sigma(x) where x < 8, else 1

    Refuted: at x = 9 that is off by 1e-4.
    """
    return jnp.where(x < 8, sigmoid(x), 1.0)


@hinge.gradient("x", form="right")
def _(x):
    r"""\sigma(x)"""
    return sigmoid(x)


@formula
def poisson(k: Count[Array, " n"], a: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i e^{a_i} - k_i a_i + \log k_i!"""
    return jnp.sum(jnp.exp(a) - k * a + gammaln(k + 1))


@poisson.equals("table")
def _(k, a):
    r"""\textstyle\sum_i e^{a_i} - k_i a_i + \ell_{k_i}, \quad \ell = (0, 0, \log 2, \ldots)

    Refuted: the table ends at 9!.
    """
    table = jnp.log(jnp.array([1.0, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880]))
    return jnp.sum(jnp.exp(a) - k * a + table[jnp.minimum(k, 9).astype(int)])


@poisson.equals("table", form="right")
def _(k, a):
    r"""\textstyle\sum_i e^{a_i} - k_i a_i + \log\Gamma(k_i + 1)"""
    return jnp.sum(jnp.exp(a)) - k @ a + jnp.sum(gammaln(1 + k))


@formula
def bits(k: Count[Array, " n"], w: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac12 k^\top w^2"""
    return k @ w**2 / 2


@bits.gradient("w")
def _(k, w):
    r"""k \odot w, \quad k = \textstyle\sum_{j < 4} 2^j b_j

    Refuted: four bits count to 15.
    """
    return sum(2**j * ((k.astype(int) >> j) & 1) for j in range(4)) * w


@bits.gradient("w", form="right")
def _(k, w):
    r"""k \odot w"""
    return k * w


@formula
def volume(X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""|X|^3"""
    return jnp.linalg.det(X) ** 3


@volume.gradient("X")
def _(X):
    r"""3 \sqrt{|X|^6}\, X^{-\top}

    Refuted: the root is the cube's magnitude, and an invertible matrix may turn space over.
    """
    return 3 * jnp.sqrt(jnp.linalg.det(X) ** 6) * inv(X).T


@volume.gradient("X", form="right")
def _(X):
    r"""3 |X|^3 X^{-\top}"""
    return 3 * jnp.linalg.det(X) ** 3 * inv(X).T


@formula
def orientation(X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""|X|"""
    return jnp.linalg.det(X)


@orientation.equals("root of gram")
def _(X):
    r"""|X^\top X|^{1/2}

    Refuted: where the determinant is negative.
    """
    return jnp.sqrt(jnp.linalg.det(X.T @ X))


@orientation.equals("root of gram", form="right")
def _(X):
    r"""\operatorname{sign}(|X|)\, |X^\top X|^{1/2}"""
    return jnp.linalg.slogdet(X)[0] * jnp.sqrt(jnp.linalg.det(X.T @ X))


@formula
def entropy(p: Simplex[Array, " n"], a: Float[Array, " n"]) -> Float[Array, ""]:
    r"""-\textstyle\sum_i p_i \log p_i + a^\top p"""
    return -jnp.sum(p * jnp.log(p)) + a @ p


@entropy.gradient("p")
def _(p, a):
    r"""a - 1 - \log\max(p, 0.01)

    Refuted: probabilities below 0.01 are on the simplex, too.
    """
    return a - 1 - jnp.log(jnp.maximum(p, 0.01))


@entropy.gradient("p", form="right")
def _(p, a):
    r"""a - 1 - \log p"""
    return a - 1 - jnp.log(p)


@formula
def steep(p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""2 \textstyle\sum_i \sqrt{p_i}"""
    return 2 * jnp.sum(jnp.sqrt(p))


@steep.gradient("p")
def _(p):
    r"""1 / \max(\sqrt p, 0.1)

    Refuted: where p is below 0.01.
    """
    return 1 / jnp.maximum(jnp.sqrt(p), 0.1)


@steep.gradient("p", form="right")
def _(p):
    r"""1 / \sqrt p"""
    return p**-0.5
