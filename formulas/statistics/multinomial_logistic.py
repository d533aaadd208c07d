"""Multinomial logistic regression of one sample: the loss by weights and by scores, the Hessian."""

import jax.numpy as jnp
from jax.nn import log_softmax, logsumexp, softmax
from jaxtyping import Array, Float

from closedform import Kronecker, OneHot, Real, Simplex, formula, kron


def D(a: Array) -> Array:
    """diag(softmax(a)) - softmax(a) softmax(a)^T, m x m."""
    p = softmax(a)
    return jnp.diag(p) - jnp.outer(p, p)


@formula(title="Multinomial logistic regression", source="S3-C6; S3-MC5g")
def multinomial_logistic(
    W: Float[Array, "m n"], x: Float[Array, " n"], y: OneHot[Array, " m"]
) -> Float[Array, ""]:
    r"""-y^\top \log\operatorname{softmax}(Wx)

    W holds a row of weights a class, x one sample's features; y is one-hot (1^T y = 1 is what is
    used)."""
    return -y @ log_softmax(W @ x)


@multinomial_logistic.equals("log-sum-exp", source="S3-C6a")
def _(W, x, y):
    r"""-y^\top Wx + \log(1^\top \exp(Wx))"""
    return -y @ W @ x + logsumexp(W @ x)


@multinomial_logistic.equals("log-sum-exp", given={"y": Real}, source="S3-C6a")
def _(W, x, y):
    r"""-y^\top Wx + (1^\top y) \log(1^\top \exp(Wx))

    For any y the sum of its entries stays as a factor.
    """
    return -y @ W @ x + y.sum() * logsumexp(W @ x)


@multinomial_logistic.differential(source="S3-C6b", flops=lambda m, n: 4 * m * n)
def _(W, x, y, dW):
    r"""\operatorname{tr}(x (\operatorname{softmax}(Wx) - y)^\top \,\mathrm{d}W)"""
    return (softmax(W @ x) - y) @ (dW @ x)


@multinomial_logistic.gradient("W", flops=lambda m, n: 3 * m * n)
def _(W, x, y):
    r"""(\operatorname{softmax}(Wx) - y)\, x^\top"""
    return jnp.outer(softmax(W @ x) - y, x)


@multinomial_logistic.gradient("W", given={"y": Simplex}, flops=lambda m, n: 3 * m * n)
def _(W, x, y):
    r"""(\operatorname{softmax}(Wx) - y)\, x^\top

    The same for class probabilities y: only 1^T y = 1 is used.
    """
    return jnp.outer(softmax(W @ x) - y, x)


@multinomial_logistic.gradient("W", given={"y": Real}, flops=lambda m, n: 3 * m * n)
def _(W, x, y):
    r"""((1^\top y) \operatorname{softmax}(Wx) - y)\, x^\top

    For any y.
    """
    return jnp.outer(y.sum() * softmax(W @ x) - y, x)


@multinomial_logistic.hessian("W", source="S3-MC5h", flops=lambda m, n: m * m * n * n)
def _(W, x):
    r"""(x x^\top) \otimes D(Wx), \quad D(a) = \operatorname{diag}(p) - p p^\top, \; p = \operatorname{softmax}(a)

    Singular, since D 1 = 0: Newton's step needs a pseudo-inverse.
    """
    return kron(jnp.outer(x, x), D(W @ x))


@multinomial_logistic.hessian(
    "W", form="factors", source="S3-MC5h", flops=lambda m, n: 2 * m * n + n * n + 2 * m * m
)
def _(W, x):
    r"""(x x^\top) \otimes D(Wx)

    The two factors alone.
    """
    return Kronecker(jnp.outer(x, x), D(W @ x))


@multinomial_logistic.hvp("W", source="S3-MC5h", flops=lambda m, n: 5 * m * n)
def _(W, x, dW):
    r"""D(Wx) \,\mathrm{d}W\, x x^\top"""
    p, t = softmax(W @ x), dW @ x
    return jnp.outer(p * t - p * (p @ t), x)


@formula(title="Cross-entropy of softmax, by the scores", source="S3-C6c; S3-C7a")
def loss_of_scores(a: Float[Array, " m"], y: OneHot[Array, " m"]) -> Float[Array, ""]:
    r"""-y^\top \log\operatorname{softmax}(a)

    a holds a score a class; y is one-hot. Also the last layer of a network, where a is a_2.
    """
    return -y @ log_softmax(a)


@loss_of_scores.gradient("a", flops=lambda m: 5 * m)
def _(a, y):
    r"""\operatorname{softmax}(a) - y"""
    return softmax(a) - y


@formula(title="Scores of a linear classifier", source="S3-C6d")
def scores(W: Float[Array, "m n"], x: Float[Array, " n"]) -> Float[Array, " m"]:
    r"""Wx

    The step from weights to scores a = Wx, for any W and x. The loss is any function of a.
    """
    return W @ x


@scores.pullback("W", source="S3-C6d; S3-C7b; S3-C7e", flops=lambda m, n: m * n)
def _(x, G):
    r"""\frac{\partial \ell}{\partial a}\, x^\top"""
    return jnp.outer(G, x)


@scores.pullback("x", source="S3-C7c", flops=lambda m, n: 2 * m * n)
def _(W, G):
    r"""W^\top \frac{\partial \ell}{\partial a}"""
    return W.T @ G


@scores.pullback("x", form="row vector", source="S3-C7c", flops=lambda m, n: 2 * m * n)
def _(W, G):
    r"""\left(\left(\frac{\partial \ell}{\partial a}\right)^\top W\right)^\top

    A row times a matrix: XLA's loop for a transposed matrix times a vector is many times slower on
    a CPU."""
    return G @ W
