"""Log-sum-exp, whose gradient is softmax, and the multinomial logistic loss written with it."""

import jax.numpy as jnp
from jax.nn import logsumexp, softmax
from jaxtyping import Array, Float

from closedform import DiagonalPlusOuter, formula, kron


def D(a: Array) -> Array:
    """diag(softmax(a)) - softmax(a) softmax(a)^T, m x m."""
    p = softmax(a)
    return jnp.diag(p) - jnp.outer(p, p)


@formula(title="Log-sum-exp", source="S3-MC5j")
def log_sum_exp(a: Float[Array, " m"]) -> Float[Array, ""]:
    r"""\log(1^\top \exp(a))

    a is any vector.
    """
    return logsumexp(a)


@log_sum_exp.gradient("a", flops=lambda m: 4 * m)
def _(a):
    r"""\operatorname{softmax}(a)"""
    return softmax(a)


@log_sum_exp.hessian("a", flops=lambda m: 2 * m * m)
def _(a):
    r"""D(a) = \operatorname{diag}(\operatorname{softmax}(a)) - \operatorname{softmax}(a)\operatorname{softmax}(a)^\top

    The Jacobian of softmax: positive semidefinite, and singular, since D 1 = 0.
    """
    return D(a)


@log_sum_exp.hessian("a", form="factors", flops=lambda m: 4 * m)
def _(a):
    r"""\operatorname{diag}(p) - p p^\top

    p alone: a diagonal and an outer product.
    """
    p = softmax(a)
    return DiagonalPlusOuter(p, jnp.asarray(-1.0, a.dtype), p)


@log_sum_exp.hvp("a", flops=lambda m: 9 * m)
def _(a, da):
    r"""p \odot \mathrm{d}a - p\, (p^\top \mathrm{d}a), \quad p = \operatorname{softmax}(a)"""
    p = softmax(a)
    return p * da - p * (p @ da)


@formula(title="Multinomial logistic loss, written out", source="S3-MC5g; S3-MC5h")
def multinomial_logit(
    W: Float[Array, "m n"], x: Float[Array, " n"], y: Float[Array, " m"]
) -> Float[Array, ""]:
    r"""-y^\top Wx + \log(1^\top \exp(Wx))

    The multinomial logistic loss written out. It equals -y^T log softmax(Wx) where 1^T y = 1, but
    its derivatives hold for any y."""
    return -y @ W @ x + logsumexp(W @ x)


@multinomial_logit.gradient("W", source="S3-MC5g", flops=lambda m, n: 3 * m * n)
def _(W, x, y):
    r"""(\operatorname{softmax}(Wx) - y)\, x^\top"""
    return jnp.outer(softmax(W @ x) - y, x)


@multinomial_logit.hessian("W", source="S3-MC5h", flops=lambda m, n: m * m * n * n)
def _(W, x):
    r"""(x x^\top) \otimes D(Wx)"""
    return kron(jnp.outer(x, x), D(W @ x))


@multinomial_logit.hvp("W", source="S3-MC5h", flops=lambda m, n: 5 * m * n)
def _(W, x, dW):
    r"""D(Wx) \,\mathrm{d}W\, x x^\top"""
    p, t = softmax(W @ x), dW @ x
    return jnp.outer(p * t - p * (p @ t), x)
