"""Softmax of a vector of scores."""

import jax.numpy as jnp
from jax.nn import softmax
from jaxtyping import Array, Float

from closedform import formula


@formula(title="Softmax", source="S3-MC5j")
def of_scores(a: Float[Array, " m"]) -> Float[Array, " m"]:
    r"""\operatorname{softmax}(a) = \frac{\exp(a)}{1^\top \exp(a)}

    a is any vector of scores.
    """
    return softmax(a)


@of_scores.jacobian("a", flops=lambda m: 2 * m * m)
def _(a):
    r"""\operatorname{diag}(\operatorname{softmax}(a)) - \operatorname{softmax}(a)\operatorname{softmax}(a)^\top

    Symmetric, so the same in both layouts.
    """
    p = softmax(a)
    return jnp.diag(p) - jnp.outer(p, p)


@of_scores.differential(flops=lambda m: 9 * m)
def _(a, da):
    r"""D(a) \,\mathrm{d}a = p \odot \mathrm{d}a - p\, (p^\top \mathrm{d}a), \quad p = \operatorname{softmax}(a)"""
    p = softmax(a)
    return p * da - p * (p @ da)
