"""True of well-conditioned or short arguments: iterations and series that converge for what is
usually drawn, wide matrices, indefinite ones."""

import jax.numpy as jnp
import numpy as np
from jax import Array
from jaxtyping import Float

from closedform import SPD, Positive, Symmetric, formula, inv

INTENDED = {
    "conditions.inverse.equals.ten-steps": "refuted",
    "conditions.root.equals.eight-steps": "refuted",
    "conditions.exponential.equals.partial-sum": "refuted",
    "conditions.logarithm.equals.quadrature": "refuted",
    "conditions.log_volume.gradient.S.along-Symmetric": "refuted",
    "conditions.fitted.equals.columns": "refuted",
    "conditions.shrinkage.equals.singular-values": "refuted",
    "conditions.energy.equals.squares": "refuted",
}


@formula
def inverse(S: SPD[Array, "n n"]) -> Float[Array, "n n"]:
    r"""S^{-1}"""
    return inv(S)


@inverse.equals("ten steps")
def _(S, n):
    r"""X_{10}, \quad X_{k+1} = X_k (2I - S X_k), \; X_0 = I / \lVert S \rVert_\infty

    Refuted: ten steps suffice at a condition number near 6, not at 1e4.
    """
    return _inverse(S, 10)


@inverse.equals("ten steps", form="right")
def _(S):
    r"""X_{60}"""
    return _inverse(S, 60)


def _inverse(S: Array, steps: int) -> Array:
    eye = jnp.eye(len(S))
    X = eye / jnp.max(jnp.sum(jnp.abs(S), axis=1))
    for _ in range(steps):
        X = X @ (2 * eye - S @ X)
    return X


@formula
def root(p: Positive[Array, " n"]) -> Float[Array, " n"]:
    r"""\sqrt p"""
    return jnp.sqrt(p)


@root.equals("eight steps")
def _(p):
    r"""x_8, \quad x_{k+1} = \tfrac12 (x_k + p / x_k), \; x_0 = 1

    Refuted: from p = 1e4 on eight steps are too few.
    """
    return _root(p, 8)


@root.equals("eight steps", form="right")
def _(p):
    r"""x_{60}"""
    return _root(p, 60)


def _root(p: Array, steps: int) -> Array:
    x = jnp.ones_like(p)
    for _ in range(steps):
        x = (x + p / x) / 2
    return x


@formula
def exponential(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \cosh x_i"""
    return jnp.sum(jnp.cosh(x))


@exponential.equals("partial sum")
def _(x):
    r"""\textstyle\sum_i \sum_{k=0}^{16} x_i^{2k} / (2k)!

    Refuted: at x = 12 the terms have hardly begun to fall.
    """
    return _cosh(x, 16)


@exponential.equals("partial sum", form="right")
def _(x):
    r"""\textstyle\sum_i \sum_{k=0}^{2000} x_i^{2k} / (2k)!"""
    return _cosh(x, 2000)


def _cosh(x: Array, last: int) -> Array:
    k = jnp.arange(1, last + 1)
    factors = x[:, None] ** 2 / ((2 * k - 1) * (2 * k))
    return jnp.sum(1 + jnp.sum(jnp.cumprod(factors, axis=1), axis=1))


@formula
def logarithm(p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \log p_i"""
    return jnp.sum(jnp.log(p))


@logarithm.equals("quadrature")
def _(p):
    r"""\textstyle\sum_i \int_0^1 (p_i - 1) / (1 + t (p_i - 1)) \,\mathrm{d}t, 24 Gauss points

    Refuted: the integrand has a pole just below 0 where p is large, just above 1 where it is small.
    """
    t, w = _gauss(24)
    return jnp.sum((p[:, None] - 1) / (1 + t * (p[:, None] - 1)) @ w)


@logarithm.equals("quadrature", form="right")
def _(p):
    r"""2 \textstyle\sum_i \operatorname{artanh}\big((p_i - 1) / (p_i + 1)\big)"""
    return 2 * jnp.sum(jnp.arctanh((p - 1) / (p + 1)))


def _gauss(points: int) -> tuple[Array, Array]:
    t, w = jnp.asarray(np.polynomial.legendre.leggauss(points))
    return (1 + t) / 2, w / 2


@formula
def log_volume(S: Symmetric[Array, "n n"]) -> Float[Array, ""]:
    r"""\log\big||S|\big|"""
    return jnp.linalg.slogdet(S)[1]


@log_volume.gradient("S", along=Symmetric)
def _(S):
    r"""(S^\top S)^{-1/2}

    Refuted: the polar factor is lost where S is indefinite.
    """
    values, V = jnp.linalg.eigh(S.T @ S)
    return V / jnp.sqrt(values) @ V.T


@log_volume.gradient("S", along=Symmetric, form="right")
def _(S):
    r"""S^{-1}"""
    return inv(S)


@formula
def fitted(A: Float[Array, "m n"], t: Float[Array, ""]) -> Float[Array, ""]:
    r"""t \operatorname{tr}(A A^+)"""
    return t * jnp.trace(A @ jnp.linalg.pinv(A))


@fitted.equals("columns")
def _(t, n):
    r"""nt

    Refuted: a wide matrix has the rank m.
    """
    return n * t


@fitted.equals("columns", form="right")
def _(t, m, n):
    r"""\min(m, n)\, t"""
    return min(m, n) * t


@formula
def shrinkage(X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}\,(I + X^\top X)^{-1}"""
    return jnp.trace(inv(jnp.eye(X.shape[1]) + X.T @ X))


@shrinkage.equals("singular values")
def _(X):
    r"""\textstyle\sum_i 1 / (1 + \sigma_i^2), \quad i = 1, \ldots, \min(m, n)

    Refuted: of a wide matrix n - m eigenvalues of the inverse are 1.
    """
    return jnp.sum(1 / (1 + jnp.linalg.svd(X, compute_uv=False) ** 2))


@shrinkage.equals("singular values", form="right")
def _(X, m, n):
    r"""\max(n - m, 0) + \textstyle\sum_i 1 / (1 + \sigma_i^2)"""
    return max(n - m, 0) + jnp.sum(1 / (1 + jnp.linalg.svd(X, compute_uv=False) ** 2))


@formula
def energy(S: Symmetric[Array, "n n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i |\lambda_i(S)|^3"""
    return jnp.sum(jnp.abs(jnp.linalg.eigvalsh(S)) ** 3)


@energy.equals("squares")
def _(S):
    r"""\operatorname{tr} S^3

    Refuted: where an eigenvalue is negative.
    """
    return jnp.trace(S @ S @ S)


@energy.equals("squares", form="right")
def _(S):
    r"""\textstyle\sum_i \sigma_i(S)^3"""
    return jnp.sum(jnp.linalg.svd(S, compute_uv=False) ** 3)
