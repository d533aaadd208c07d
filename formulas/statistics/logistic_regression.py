"""Logistic regression: the loss of one sample, and of N samples in the rows of X."""

import jax.numpy as jnp
from jax.nn import sigmoid, softplus
from jaxtyping import Array, Float

from closedform import Binary, Gram, Real, formula, transposed


def slope(a: Array) -> Array:
    """sigma'(a) = exp(a) / (1 + exp(a))^2 of the logistic function, elementwise, without
    overflow."""
    return sigmoid(a) * sigmoid(-a)


@formula(title="Logistic loss of one sample", source="S3-MC4g; S3-MC4h")
def one_sample(
    x: Float[Array, " n"], y: Binary[Array, ""], w: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""-y x^\top w + \log(1 + \exp(x^\top w))

    x holds one sample's features, y is its label, 0 or 1. sigma is the logistic function.
    """
    return -y * (x @ w) + softplus(x @ w)


@one_sample.gradient("w", source="S3-MC4g", flops=lambda n: 3 * n)
def _(x, y, w):
    r"""x (\sigma(x^\top w) - y), \quad \sigma(a) = \frac{\exp(a)}{1 + \exp(a)}"""
    return x * (sigmoid(x @ w) - y)


@one_sample.gradient("w", given={"y": Real}, source="S3-MC4g", flops=lambda n: 3 * n)
def _(x, y, w):
    r"""x (\sigma(x^\top w) - y)

    The label enters linearly, so y may be any real number.
    """
    return x * (sigmoid(x @ w) - y)


@one_sample.hessian("w", source="S3-MC4h", flops=lambda n: 2 * n * n)
def _(x, w):
    r"""x \,\sigma'(x^\top w)\, x^\top, \quad \sigma'(a) = \frac{\exp(a)}{(1 + \exp(a))^2}

    Of rank one, and positive semidefinite.
    """
    return slope(x @ w) * jnp.outer(x, x)


@one_sample.hvp("w", source="S3-MC4h", flops=lambda n: 5 * n)
def _(x, w, dw):
    r"""x \,\sigma'(x^\top w)\, (x^\top \mathrm{d}w)"""
    return x * (slope(x @ w) * (x @ dw))


@formula(title="Logistic regression", source="S3-MC4i; S3-MC4j; S3-MC4k")
def logistic_regression(
    X: Float[Array, "N n"], y: Binary[Array, " N"], w: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""-y^\top X w + 1^\top \log(1 + \exp(Xw))

    Samples are the rows of X; labels y are 0 or 1. log, exp and the logistic sigma act on each
    entry. The sum over samples, not the mean."""
    return -y @ X @ w + jnp.sum(softplus(X @ w))


@logistic_regression.equals("sum over samples", source="S3-MC4i")
def _(X, y, w, N):
    r"""\sum_i \left( -y_i x_i^\top w + \log(1 + \exp(x_i^\top w)) \right)"""
    return sum(-y[i] * (X[i] @ w) + softplus(X[i] @ w) for i in range(N))


@logistic_regression.equals("cross-entropy", source="S3-MC4i")
def _(X, y, w):
    r"""-y^\top \log\sigma(Xw) - (1 - y)^\top \log(1 - \sigma(Xw))

    Not printed: the negative log-likelihood of the labels. 1 - sigma(a) = sigma(-a), and -log
    sigma(a) = log(1 + exp(-a))."""
    return y @ softplus(-X @ w) + (1 - y) @ softplus(X @ w)


@logistic_regression.gradient("w", source="S3-MC4j", flops=lambda N, n: 4 * N * n)
def _(X, y, w):
    r"""X^\top (\sigma(Xw) - y)"""
    return X.T @ (sigmoid(X @ w) - y)


@logistic_regression.gradient(
    "w", form="row vector", source="S3-MC4j", flops=lambda N, n: 4 * N * n
)
def _(X, y, w):
    r"""\left((\sigma(Xw) - y)^\top X\right)^\top

    A row times a matrix: XLA's loop for a transposed matrix times a vector is many times slower on
    a CPU."""
    return (sigmoid(X @ w) - y) @ X


@logistic_regression.gradient(
    "w", given={"y": Real}, source="S3-MC4j", flops=lambda N, n: 4 * N * n
)
def _(X, y, w):
    r"""X^\top (\sigma(Xw) - y)

    The labels enter linearly, so y may be any real vector.
    """
    return X.T @ (sigmoid(X @ w) - y)


@logistic_regression.gradient(
    "w", given={"y": Real}, form="row vector", source="S3-MC4j", flops=lambda N, n: 4 * N * n
)
def _(X, y, w):
    r"""\left((\sigma(Xw) - y)^\top X\right)^\top"""
    return (sigmoid(X @ w) - y) @ X


@logistic_regression.hessian(
    "w", source="S3-MC4k", flops=lambda N, n: 2 * N * N * n + 2 * N * n * n
)
def _(X, w):
    r"""X^\top \operatorname{diag}(\sigma'(Xw))\, X"""
    return X.T @ jnp.diag(slope(X @ w)) @ X


@logistic_regression.hessian(
    "w", form="scaled rows", source="S3-MC4k", flops=lambda N, n: 2 * N * n * n
)
def _(X, w):
    r"""X^\top (\sigma'(Xw) 1^\top \odot X)

    Each row of X is scaled; no N x N matrix. The transpose is an array of its own: XLA's product of
    a transposed matrix takes twice as long on a CPU."""
    return transposed(X) @ (slope(X @ w)[:, None] * X)


@logistic_regression.hessian("w", form="factors", source="S3-MC4k", flops=lambda N, n: 2 * N * n)
def _(X, w):
    r"""X^\top \operatorname{diag}(\sigma'(Xw)) X

    X and the diagonal alone.
    """
    return Gram(X, slope(X @ w))


@logistic_regression.hvp("w", source="S3-MC4k", flops=lambda N, n: 6 * N * n)
def _(X, w, dw):
    r"""X^\top (\sigma'(Xw) \odot (X \,\mathrm{d}w))"""
    return X.T @ (slope(X @ w) * (X @ dw))


@logistic_regression.hvp("w", form="row vector", source="S3-MC4k", flops=lambda N, n: 6 * N * n)
def _(X, w, dw):
    r"""\left((\sigma'(Xw) \odot (X \,\mathrm{d}w))^\top X\right)^\top"""
    return (slope(X @ w) * (X @ dw)) @ X


@logistic_regression.third("w", flops=lambda N, n: 8 * N * n)
def _(X, w, dw, ew, fw):
    r"""1^\top \left(\sigma''(Xw) \odot X\mathrm{d}w \odot X\mathrm{e}w \odot X\mathrm{f}w\right)

    sigma'' = sigma' (1 - 2 sigma). Not printed: what changes of the Hessian's bilinear form as w moves along fw.
    """
    p = sigmoid(X @ w)
    return jnp.sum(p * (1 - p) * (1 - 2 * p) * (X @ dw) * (X @ ew) * (X @ fw))
