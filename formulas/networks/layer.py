"""The rule of each layer for a batch of N samples in columns: back through the affine map, and
through its activation."""

import jax
import jax.numpy as jnp
from jax.nn import sigmoid
from jaxtyping import Array, Float

from closedform import formula, transposed
from closedform.formulas.networks._activation import slope


@formula(title="Affine layer, of a batch", source="S3-C7k; S3-C7m; S3-C7n")
def layer(
    W: Float[Array, "m p"], H: Float[Array, "p N"], b: Float[Array, " m"]
) -> Float[Array, "m N"]:
    r"""A = WH + b 1^\top

    Either layer: A2 of W2, H1, b2, or A1 of W1, X, b1; any matrices. 1 is the vector of N ones. The
    loss is any function of A."""
    return W @ H + b[:, None]


@layer.equals("column by column", source="S3-C7k")
def _(W, H, b):
    r"""[W h_1 + b, \ldots, W h_N + b]

    h_i is column i of H.
    """
    return jax.vmap(lambda h: W @ h + b, in_axes=1, out_axes=1)(H)


@layer.pullback("W", "H", "b", source="S3-C7m; S3-C7n", flops=lambda m, p, N: 4 * m * p * N)
def _(W, H, G):
    r"""\frac{\partial\ell}{\partial A} H^\top,\; W^\top \frac{\partial\ell}{\partial A},\; \frac{\partial\ell}{\partial A} 1"""
    return G @ H.T, W.T @ G, G.sum(1)


@layer.pullback(
    "W",
    "H",
    "b",
    form="transpose first",
    source="S3-C7m; S3-C7n",
    flops=lambda m, p, N: 4 * m * p * N,
)
def _(W, H, G):
    r"""\frac{\partial\ell}{\partial A} H^\top,\; W^\top \frac{\partial\ell}{\partial A},\; \frac{\partial\ell}{\partial A} 1"""
    return G @ H.T, transposed(W) @ G, G.sum(1)


@layer.pullback(
    "W",
    "H",
    "b",
    form="sample by sample",
    source="S3-C7f; S3-C7g; S3-C7h; S3-C7i; S3-C7j",
    flops=lambda m, p, N: 4 * m * p * N,
)
def _(W, H, G):
    r"""\sum_i \frac{\partial\ell}{\partial a_i} h_i^\top,\;
    \left[ W^\top \frac{\partial\ell}{\partial a_i} \right]_i,\; \sum_i \frac{\partial\ell}{\partial a_i}

    a_i and h_i are the columns of A and H.
    """
    return jnp.einsum("mi,pi->mp", G, H), jnp.einsum("mp,mi->pi", W, G), jnp.einsum("mi->m", G)


@formula(title="Logistic activation, of a batch", source="S3-C7h")
def activation(A1: Float[Array, "p N"]) -> Float[Array, "p N"]:
    r"""H_1 = \sigma(A_1)

    sigma is the elementwise logistic function; A1 is any matrix, and the loss any function of H1.
    """
    return sigmoid(A1)


@activation.pullback("A1", flops=lambda p, N: 5 * p * N)
def _(A1, G):
    r"""\frac{\partial\ell}{\partial H_1} \odot \sigma'(A_1)

    Column i is (dl/dh_i) .* sigma'(a_i). Not printed in matrix form.
    """
    return G * slope(A1)


@activation.pullback("A1", form="tanh", flops=lambda p, N: 5 * p * N)
def _(A1, G):
    r"""\frac{\partial\ell}{\partial H_1} \odot \tfrac14 \left(1 - \tanh^2(A_1 / 2)\right)

    One tanh is cheaper than an exponential and a division. Its error is a rounding of sigma's
    largest slope, so that small slopes, at large |a|, have few right digits."""
    return G * (0.25 * (1 - jnp.tanh(A1 / 2) ** 2))
