"""Wrong for masks without a one, labels of one class alone, ties and repeated eigenvalues."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import SPD, Binary, Count, OneHot, Sign, Symmetric, formula

INTENDED = {
    "masks.average.gradient.x": "refuted",
    "masks.balanced.gradient.x": "refuted",
    "masks.class_means.gradient.X": "refuted",
    "masks.weighted.gradient.x": "refuted",
    "masks.cubes.differential.S.along-Symmetric": "refuted",
    "masks.square_root.differential.S.along-Symmetric": "refuted",
    "masks.gaps.gradient.x": "refuted",
    "masks.rank_weights.gradient.x": "refuted",
}


@formula
def average(m: Binary[Array, " n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""the mean of x_i^2 over m_i = 1; over all i, if there is none"""
    one = jnp.where(jnp.any(m > 0.5), m, jnp.ones_like(m))
    return one @ x**2 / jnp.sum(one)


@average.gradient("x")
def _(m, x):
    r"""2 m \odot x / \max(1^\top m, 1)

    Refuted: it is 0 for an empty mask, and the mean over all is not.
    """
    return 2 * m * x / jnp.maximum(jnp.sum(m), 1)


@average.gradient("x", form="right")
def _(m, x, n):
    r"""2 m \odot x / 1^\top m, of an empty mask 2x/n"""
    return jnp.where(jnp.any(m > 0.5), 2 * m * x / jnp.maximum(jnp.sum(m), 1), 2 * x / n)


@formula
def balanced(y: Sign[Array, " n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i x_i^2 / n_i, \quad n_i the number of samples with the label y_i"""
    count = jnp.where(y > 0, jnp.sum(y > 0), jnp.sum(y < 0))
    return jnp.sum(x**2 / count)


@balanced.gradient("x")
def _(y, x, n):
    r"""2 x_i / n_i where both labels are there, else 2x

    Refuted: where one label is not, the other has all n samples.
    """
    count = jnp.where(y > 0, jnp.sum(y > 0), jnp.sum(y < 0))
    return 2 * x / jnp.where(jnp.abs(jnp.sum(y)) == n, 1, count)


@balanced.gradient("x", form="right")
def _(y, x):
    r"""2 x_i / n_i"""
    return 2 * x / jnp.where(y > 0, jnp.sum(y > 0), jnp.sum(y < 0))


@formula
def class_means(X: Float[Array, "N d"], Y: OneHot[Array, "N k"]) -> Float[Array, ""]:
    r"""\tfrac12 \textstyle\sum_j \lVert \mu_j \rVert^2, \quad \mu_j = X^\top y_j / \max(1, n_j)"""
    return jnp.sum((X.T @ Y / jnp.maximum(jnp.sum(Y, axis=0), 1)) ** 2) / 2


@class_means.gradient("X")
def _(X, Y, N):
    r"""Y \operatorname{diag}(\mu_j / n_j), where one class has all samples X/N

    Refuted: then every sample has the gradient \mu / N.
    """
    counts = jnp.sum(Y, axis=0)
    G = Y @ (X.T @ Y / jnp.maximum(counts, 1) ** 2).T
    return jnp.where(jnp.max(counts) == N, X / N, G)


@class_means.gradient("X", form="right")
def _(X, Y):
    r"""Y \operatorname{diag}(\mu_j / n_j)"""
    return Y @ (X.T @ Y / jnp.maximum(jnp.sum(Y, axis=0), 1) ** 2).T


@formula
def weighted(k: Count[Array, " n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i k_i x_i^2 / (1 + 1^\top k)"""
    return k @ x**2 / (1 + jnp.sum(k))


@weighted.gradient("x")
def _(k, x):
    r"""2 k \odot x / (1 + 1^\top k), without counts 2x

    Refuted: without counts the function is 0.
    """
    return jnp.where(jnp.any(k > 0), 2 * k * x / (1 + jnp.sum(k)), 2 * x)


@weighted.gradient("x", form="right")
def _(k, x):
    r"""2 k \odot x / (1 + 1^\top k)"""
    return 2 * k * x / (1 + jnp.sum(k))


@formula
def cubes(S: Symmetric[Array, "n n"]) -> Float[Array, "n n"]:
    r"""S^3"""
    return S @ S @ S


@cubes.differential(along=Symmetric)
def _(S, dS):
    r"""V (F \odot V^\top \mathrm{d}S\, V) V^\top, \quad
    f_{ij} = (\lambda_i^3 - \lambda_j^3) / (\lambda_i - \lambda_j), f_{ii} = 3 \lambda_i^2

    Refuted: equal eigenvalues i \ne j are given 0, and of a multiple of I only the diagonal
    is left.
    """
    e, V = jnp.linalg.eigh(S)
    gap = e[:, None] - e
    F = jnp.where(jnp.abs(gap) < 1e-9, 0.0, (e[:, None] ** 3 - e**3) / jnp.where(gap == 0, 1, gap))
    return V @ ((F + 3 * jnp.diag(e**2)) * (V.T @ dS @ V)) @ V.T


@cubes.differential(along=Symmetric, form="right")
def _(S, dS):
    r"""V (F \odot V^\top \mathrm{d}S\, V) V^\top, \quad
    f_{ij} = \lambda_i^2 + \lambda_i \lambda_j + \lambda_j^2"""
    e, V = jnp.linalg.eigh(S)
    F = e[:, None] ** 2 + e[:, None] * e + e**2
    return V @ (F * (V.T @ dS @ V)) @ V.T


@formula
def square_root(S: SPD[Array, "n n"], A: Float[Array, "n n"]) -> Float[Array, "n n"]:
    r"""S^2 A"""
    return S @ S @ A


@square_root.differential(along=Symmetric)
def _(S, A, dS):
    r"""V (F \odot V^\top \mathrm{d}S\, V) V^\top A, \quad
    f_{ij} = \lambda_i + \lambda_j, and \lambda_i where they are equal

    Refuted: where they are equal, too, the divided difference of the square is their sum.
    """
    e, V = jnp.linalg.eigh(S)
    F = jnp.where(jnp.abs(e[:, None] - e) < 1e-9, e, e[:, None] + e) + jnp.diag(e)
    return V @ (F * (V.T @ dS @ V)) @ V.T @ A


@square_root.differential(along=Symmetric, form="right")
def _(S, A, dS):
    r"""(S \,\mathrm{d}S + \mathrm{d}S\, S) A"""
    return (S @ dS + dS @ S) @ A


@formula
def gaps(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac14 \textstyle\sum_{ij} (x_i - x_j)^2 + \sum_i x_i^3"""
    return jnp.sum((x[:, None] - x) ** 2) / 4 + jnp.sum(x**3)


@gaps.gradient("x")
def _(x, n):
    r"""\textstyle\sum_j (x_i - x_j) + 3 x_i^2, the last term once for each group of equal entries

    Refuted: where two entries are equal the second one's cube is left out.
    """
    first = jnp.argmax(x[:, None] == x, axis=1) == jnp.arange(n)
    return jnp.sum(x[:, None] - x, axis=1) + 3 * x**2 * first


@gaps.gradient("x", form="right")
def _(x, n):
    r"""n (x - \bar x) + 3 x^2"""
    return n * (x - jnp.mean(x)) + 3 * x**2


@formula
def rank_weights(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac16 \textstyle\sum_{ij} |x_i - x_j|^3"""
    return jnp.sum(jnp.abs(x[:, None] - x) ** 3) / 6


@rank_weights.gradient("x")
def _(x):
    r"""\textstyle\sum_j (x_i - x_j) |x_i - x_j|, and x_i where x_i = x_j, i \ne j

    Refuted: a tie adds nothing.
    """
    d = x[:, None] - x
    ties = jnp.sum(d == 0, axis=1) > 1
    return jnp.where(ties, x, jnp.sum(d * jnp.abs(d), axis=1))


@rank_weights.gradient("x", form="right")
def _(x):
    r"""\textstyle\sum_j (x_i - x_j) |x_i - x_j|"""
    d = x[:, None] - x
    return jnp.sum(d * jnp.abs(d), axis=1)
