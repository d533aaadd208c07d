"""Maximum likelihood of a Gaussian's covariance: the loss, its two terms, and its minimum."""

import jax.numpy as jnp
from jax.scipy.linalg import cho_solve, solve_triangular
from jaxtyping import Array, Float

from closedform import SPD, Invertible, Singular, Symmetric, formula, inv


def covariance(X: Array) -> Array:
    """S = (1/N) sum (x_i - mean)(x_i - mean)^T, m x m, of samples in the columns of X (m x N)."""
    Z = X - X.mean(axis=1, keepdims=True)
    return Z @ Z.T / X.shape[1]


@formula(title="Log-determinant of a covariance", source="S3-C5a")
def log_determinant(Sigma: SPD[Array, "m m"]) -> Float[Array, ""]:
    r"""\log |\Sigma|

    Sigma symmetric positive definite.
    """
    return jnp.linalg.slogdet(Sigma)[1]


@log_determinant.differential(form="Cholesky", flops=lambda m: 10 * m**3 / 3)
def _(Sigma, dSigma, m):
    r"""\langle L^{-1} \,\mathrm{d}\Sigma, L^{-1} \rangle, \quad \Sigma = L L^\top"""
    # Half the factorisation, one triangular solve, and a product, which is faster than another
    # solve.
    R = solve_triangular(jnp.linalg.cholesky(Sigma), jnp.eye(m, dtype=Sigma.dtype), lower=True)
    return jnp.sum(
        (R @ dSigma * R) @ jnp.ones(m, R.dtype)
    )  # row sums first: XLA would draw a plain sum into the product


@log_determinant.differential(flops=lambda m: 8 * m**3 / 3)
def _(Sigma, dSigma):
    r"""\operatorname{tr}(\Sigma^{-1} \,\mathrm{d}\Sigma)

    |Sigma|^-1 d|Sigma|, with d|Sigma| = |Sigma| tr(Sigma^-1 dSigma).
    """
    return jnp.trace(jnp.linalg.solve(Sigma, dSigma))


@formula(title="Mean Mahalanobis distance", source="S3-C5b")
def mean_mahalanobis(X: Float[Array, "m N"], Sigma: SPD[Array, "m m"]) -> Float[Array, ""]:
    r"""\frac1N \sum_i (x_i - \bar x)^\top \Sigma^{-1} (x_i - \bar x)

    Samples x_i are the columns of X, with the mean x-bar. Sigma symmetric positive definite.
    """
    Z = X - X.mean(axis=1, keepdims=True)
    return jnp.sum(Z * jnp.linalg.solve(Sigma, Z)) / X.shape[1]


@mean_mahalanobis.differential(form="Cholesky", flops=lambda m, N: 4 * m * m * N + m**3 / 3)
def _(X, Sigma, dSigma):
    r"""-\tfrac1N \langle Y, \mathrm{d}\Sigma\, Y \rangle, \quad \Sigma Y = X - \bar x 1^\top"""
    # One solve with half the factorisation, where S and dSigma take two.
    Y = cho_solve((jnp.linalg.cholesky(Sigma), True), X - X.mean(axis=1, keepdims=True))
    return -jnp.sum(Y * (dSigma @ Y)) / X.shape[1]


@mean_mahalanobis.differential(flops=lambda m, N: 2 * m * m * N + 22 * m**3 / 3)
def _(X, Sigma, dSigma):
    r"""-\operatorname{tr}(\Sigma^{-1} S \Sigma^{-1} \,\mathrm{d}\Sigma)

    S is the biased (1/N) sample covariance.
    """
    S = covariance(X)
    return -jnp.trace(jnp.linalg.solve(Sigma, S) @ jnp.linalg.solve(Sigma, dSigma))


@formula(title="Gaussian likelihood by the covariance", source="S3-C5", where=lambda m, N: m < N)
def gaussian_mle(X: Float[Array, "m N"], Sigma: SPD[Array, "m m"]) -> Float[Array, ""]:
    r"""\log |\Sigma| + \frac1N \sum_i (x_i - \bar x)^\top \Sigma^{-1} (x_i - \bar x)

    Twice the negative log-likelihood over N, less a constant: the estimate minimises it. Samples
    are the columns of X. Sigma symmetric positive definite; the minimum needs S invertible, so N >
    m."""
    Z = X - X.mean(axis=1, keepdims=True)
    return jnp.linalg.slogdet(Sigma)[1] + jnp.sum(Z * jnp.linalg.solve(Sigma, Z)) / X.shape[1]


@gaussian_mle.gradient("Sigma", flops=lambda m, N: 2 * m * m * N + 6 * m**3)
def _(X, Sigma):
    r"""(\Sigma^{-1} - \Sigma^{-1} S \Sigma^{-1})^\top

    Entries of Sigma count as independent; S is the biased (1/N) sample covariance.
    """
    P = inv(Sigma)
    return (P - P @ covariance(X) @ P).T


@gaussian_mle.gradient(
    "Sigma", given={"Sigma": Invertible}, flops=lambda m, N: 2 * m * m * N + 6 * m**3
)
def _(X, Sigma):
    r"""(\Sigma^{-1} - \Sigma^{-1} S \Sigma^{-1})^\top

    At any invertible Sigma, where the transpose matters.
    """
    P = inv(Sigma)
    return (P - P @ covariance(X) @ P).T


@gaussian_mle.gradient("Sigma", on=Symmetric, flops=lambda m, N: 2 * m * m * N + 6 * m**3)
def _(X, Sigma):
    r"""2G - G \odot I, \quad G = \Sigma^{-1} - \Sigma^{-1} S \Sigma^{-1}

    Tied entries move together; the zero is the same.
    """
    P = inv(Sigma)
    G = P - P @ covariance(X) @ P
    return 2 * G - jnp.diag(jnp.diag(G))


@gaussian_mle.stationary("Sigma", source="S3-C5z")
def _(X):
    r"""S"""
    return covariance(X)


@gaussian_mle.minimum("Sigma", along=Symmetric, source="S3-C5z")
def _(X):
    r"""S

    A minimum among symmetric matrices; over independent entries it is a saddle, falling along skew
    directions."""
    return covariance(X)


@formula(title="Gaussian likelihood by a root of the sample covariance", source="S3-C5z")
def loss_by_root(R: Invertible[Array, "m m"], Sigma: SPD[Array, "m m"]) -> Float[Array, ""]:
    r"""\log |\Sigma| + \operatorname{tr}(\Sigma^{-1} S), \quad S = R R^\top

    The same loss, with any square root R of the sample covariance S in place of the samples. R
    invertible says that there are m + 1 samples or more, in general position; with m or fewer S is
    singular, and so is R."""
    return jnp.linalg.slogdet(Sigma)[1] + jnp.trace(jnp.linalg.solve(Sigma, R @ R.T))


@loss_by_root.stationary("Sigma")
def _(R):
    r"""S"""
    return R @ R.T


@loss_by_root.stationary("Sigma", given={"R": Singular}, as_printed=True)
def _(R):
    r"""S

    Printed without a condition. At a singular S the loss has no gradient; it has no zero anywhere
    else, and no lower bound."""
    return R @ R.T
