"""Functions with kinks in their parts that are differentiable at the arguments that come up: exact
zeros, ties, empty masks, repeated eigenvalues.

"verified" is what should come out; where autodiff gives nan or 0 at such a point it may be disputed
with it, and never refuted."""

import jax.numpy as jnp
from jax.scipy.special import xlogy
from jaxtyping import Array, Float

from closedform import Binary, Count, Orthogonal, Positive, Sign, Symmetric, formula, kron

AUTODIFF_FAILS = ("verified", "disputed")
INTENDED = {
    "nonsmooth.distances.gradient.X": AUTODIFF_FAILS,
    "nonsmooth.doubled.hessian.S.along-Symmetric": AUTODIFF_FAILS,
    "nonsmooth.absolute_cubes.gradient.x": AUTODIFF_FAILS,
}


@formula
def distances(X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\tfrac16 \textstyle\sum_{ij} \lVert x_i - x_j \rVert^3, \quad x_i^\top \text{ the rows}"""
    return jnp.sum(jnp.linalg.norm(X[:, None] - X, axis=2) ** 3) / 6


@distances.gradient("X")
def _(X):
    r"""\textstyle\sum_j \lVert x_i - x_j \rVert (x_i - x_j)

    Verified: i = j is a distance of 0, where autodiff gives nan.
    """
    D = X[:, None] - X
    return jnp.sum(jnp.linalg.norm(D, axis=2, keepdims=True) * D, axis=1)


@formula
def absolute_cubes(x: Float[Array, " n"], m: Binary[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \big((m_i x_i)^2\big)^{3/2}, \quad m_i \in \{0, 1\}"""
    return jnp.sum(((m * x) ** 2) ** 1.5)


@absolute_cubes.gradient("x")
def _(x, m):
    r"""3 m \odot x |x|

    Verified: 0 where the mask is 0.
    """
    return 3 * m * x * jnp.abs(x)


@formula
def pairwise_hinge(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac12 \textstyle\sum_{ij} \max(0, x_i - x_j)^2"""
    return jnp.sum(jnp.maximum(0, x[:, None] - x) ** 2) / 2


@pairwise_hinge.gradient("x")
def _(x, n):
    r"""n (x - \bar x)

    Verified: i = j ties at the kink, where the square is smooth.
    """
    return n * (x - jnp.mean(x))


@formula
def unclipped(x: Float[Array, " n"], k: Count[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac13 \textstyle\sum_i |k_i - 3|\, (k_i - 3)^2 x_i + |x_i|^3"""
    return jnp.sum(jnp.abs(k - 3) * (k - 3) ** 2 * x + jnp.abs(x) ** 3) / 3


@unclipped.gradient("x", "k")
def _(x, k):
    r"""\tfrac13 |k - 3|^3 + x |x|,\; (k - 3) |k - 3| \odot x

    Verified: k = 3 lies in the fold of |k - 3|^3, which is smooth.
    """
    return jnp.abs(k - 3) ** 3 / 3 + x * jnp.abs(x), (k - 3) * jnp.abs(k - 3) * x


@formula
def poisson(k: Count[Array, " n"], p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i p_i - k_i + k_i \log(k_i / p_i), with 0 \log 0 = 0"""
    return jnp.sum(p - k + xlogy(k, k) - k * jnp.log(p))


@poisson.gradient("p")
def _(k, p):
    r"""1 - k/p

    Verified: at counts of 0 too.
    """
    return 1 - k / p


@formula
def gated(m: Binary[Array, " n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_{m_i = 1} \log |x_i|, the others guarded"""
    return jnp.sum(jnp.where(m == 1, jnp.log(jnp.abs(jnp.where(m == 1, x, 1.0))), 0.0))


@gated.gradient("x")
def _(m, x):
    r"""m / x

    Verified.
    """
    return m / x


@formula
def of_threes(k: Count[Array, " n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac12 \textstyle\sum_{k_i = 3} x_i^2 + \tfrac12 x^\top x"""
    return jnp.sum(jnp.where(k == 3, 2, 1) * x**2) / 2


@of_threes.gradient("x")
def _(k, x):
    r"""(1 + [k = 3]) \odot x

    Verified: a count is a count, and 3 (1 + 1e-15) is none.
    """
    return (1 + (k == 3)) * x


@formula
def smoothed(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i 3 t_i^2 - 2 t_i^3, \quad t = \min(\max(x, 0), 1)"""
    t = jnp.clip(x, 0, 1)
    return jnp.sum(3 * t**2 - 2 * t**3)


@smoothed.gradient("x")
def _(x):
    r"""6 t (1 - t)

    Verified: the clipped t makes it 0 outside by itself.
    """
    t = jnp.clip(x, 0, 1)
    return 6 * t * (1 - t)


@formula
def doubled(S: Symmetric[Array, "n n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \exp \lambda_i(I_2 \otimes S)"""
    return jnp.sum(jnp.exp(jnp.linalg.eigvalsh(kron(jnp.eye(2), S))))


@doubled.gradient("S", along=Symmetric)
def _(S):
    r"""2 \exp S

    Verified: every eigenvalue is double, and their symmetric function is smooth.
    """
    e, V = jnp.linalg.eigh(S)
    return 2 * V * jnp.exp(e) @ V.T


@doubled.hessian("S", along=Symmetric)
def _(S, n):
    r"""2 (V \otimes V) \operatorname{diag}(\operatorname{vec} F) (V \otimes V)^\top, \quad
    f_{ij} = (e^{\lambda_i} - e^{\lambda_j}) / (\lambda_i - \lambda_j), f_{ii} = e^{\lambda_i}

    Verified: autodiff divides by the zero gaps between equal eigenvalues.
    """
    e, V = jnp.linalg.eigh(S)
    h = (e[:, None] - e) / 2
    away = jnp.where(h == 0, 1.0, h)
    F = jnp.exp((e[:, None] + e) / 2) * jnp.where(h == 0, 1.0, jnp.sinh(away) / away)
    W = kron(V, V)
    return 2 * W * F.reshape(-1) @ W.T


@formula
def isotropic(Q: Orthogonal[Array, "n n"], t: Positive[Array, ""]) -> Float[Array, ""]:
    r"""\lVert t Q \rVert_* = \textstyle\sum_i \sigma_i(tQ)"""
    return jnp.sum(jnp.linalg.svd(t * Q, compute_uv=False))


@isotropic.gradient("Q")
def _(Q, t):
    r"""t Q

    Verified: all singular values are equal, and the nuclear norm is smooth at full rank.
    """
    return t * Q


@formula
def signed(y: Sign[Array, " n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac14 \textstyle\sum_i (1 - |y_i|)^4 + y_i x_i |x_i|, \quad y_i = \pm 1"""
    return jnp.sum((1 - jnp.abs(y)) ** 4 + y * x * jnp.abs(x)) / 4


@signed.gradient("y", "x")
def _(y, x):
    r"""\tfrac14 x |x|,\; \tfrac12 y \odot |x|

    Verified: the fourth power is flat at |y| = 1.
    """
    return x * jnp.abs(x) / 4, y * jnp.abs(x) / 2
