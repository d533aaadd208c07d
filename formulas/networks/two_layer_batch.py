"""Back-propagation through two layers for a batch: N samples in columns, each step in matrix form and sample by sample."""

import jax
import jax.numpy as jnp
from jax.nn import log_softmax, sigmoid, softmax
from jaxtyping import Array, Float

from formulas import OneHotColumns, formula


def slope(a: Array) -> Array:
    """sigma'(a) of the logistic function, elementwise: one exponential, shared with sigma(a) where that is needed."""
    return sigmoid(a) * (1 - sigmoid(a))


# ── The rule of each layer ──────────────────────────────────────────────────────


@formula(source="S3-C7k; S3-C7m; S3-C7n")
def layer(W: Float[Array, "m p"], H: Float[Array, "p N"], b: Float[Array, " m"]) -> Float[Array, "m N"]:
    r"""A = WH + b 1^\top

    Either layer: A2 of W2, H1, b2, or A1 of W1, X, b1; any matrices. 1 is the vector of N ones. The loss is any function of A.
    """
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
    "W", "H", "b", form="sample by sample", source="S3-C7f; S3-C7g; S3-C7h; S3-C7i; S3-C7j", flops=lambda m, p, N: 4 * m * p * N
)
def _(W, H, G):
    r"""\sum_i \frac{\partial\ell}{\partial a_i} h_i^\top,\;
    \left[ W^\top \frac{\partial\ell}{\partial a_i} \right]_i,\; \sum_i \frac{\partial\ell}{\partial a_i}

    a_i and h_i are the columns of A and H.
    """
    return jnp.einsum("mi,pi->mp", G, H), jnp.einsum("mp,mi->pi", W, G), jnp.einsum("mi->m", G)


@formula(source="S3-C7h")
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

    One tanh is cheaper than an exponential and a division. Its error is a rounding of sigma's largest slope, so that small
    slopes, at large |a|, have few right digits.
    """
    return G * (0.25 * (1 - jnp.tanh(A1 / 2) ** 2))


# ── The loss by each quantity on the way ────────────────────────────────────────


@formula(source="S3-C7l")
def loss_of_scores(A2: Float[Array, "m N"], Y: OneHotColumns[Array, "m N"]) -> Float[Array, ""]:
    r"""-\sum_i y_i^\top \log\operatorname{softmax}(a_{2,i}) = -\langle Y, \log\operatorname{softmax}(A_2) \rangle

    Softmax runs down each column; Y is one-hot in each column.
    """
    return -jnp.sum(Y * log_softmax(A2, axis=0))


@loss_of_scores.gradient("A2", source="S3-C7f; S3-C7l", flops=lambda m, N: 5 * m * N)
def _(A2, Y):
    r"""[\operatorname{softmax}(a_{2,1}) - y_1, \ldots, \operatorname{softmax}(a_{2,N}) - y_N]"""
    return softmax(A2, axis=0) - Y


@formula(source="S3-C7m")
def loss_of_hidden(
    H1: Float[Array, "p N"], Y: OneHotColumns[Array, "m N"], W2: Float[Array, "m p"], b2: Float[Array, " m"]
) -> Float[Array, ""]:
    r"""-\langle Y, \log\operatorname{softmax}(A_2) \rangle, \quad A_2 = W_2 H_1 + b_2 1^\top

    Column i of H1 holds the hidden units of sample i. Softmax runs down each column; Y is one-hot in each column.
    """
    return -jnp.sum(Y * log_softmax(W2 @ H1 + b2[:, None], axis=0))


@loss_of_hidden.gradient("W2", "b2", flops=lambda p, N, m: 4 * m * p * N)
def _(H1, Y, W2, b2):
    r"""\frac{\partial\ell}{\partial A_2} H_1^\top,\; \frac{\partial\ell}{\partial A_2} 1, \quad
    \frac{\partial\ell}{\partial A_2} = \operatorname{softmax}(A_2) - Y"""
    D2 = softmax(W2 @ H1 + b2[:, None], axis=0) - Y
    return D2 @ H1.T, D2.sum(1)


@loss_of_hidden.gradient("H1", source="S3-C7h; S3-C7m", flops=lambda p, N, m: 4 * m * p * N)
def _(H1, Y, W2, b2):
    r"""W_2^\top \frac{\partial\ell}{\partial A_2}, \quad
    \frac{\partial\ell}{\partial A_2} = \operatorname{softmax}(A_2) - Y"""
    return W2.T @ (softmax(W2 @ H1 + b2[:, None], axis=0) - Y)


@formula(source="S3-C7h")
def loss_of_inputs(
    A1: Float[Array, "p N"], Y: OneHotColumns[Array, "m N"], W2: Float[Array, "m p"], b2: Float[Array, " m"]
) -> Float[Array, ""]:
    r"""-\langle Y, \log\operatorname{softmax}(W_2 \sigma(A_1) + b_2 1^\top) \rangle

    Column i of A1 holds the inputs of the hidden units for sample i. Softmax runs down each column; Y is one-hot in
    each column.
    """
    return -jnp.sum(Y * log_softmax(W2 @ sigmoid(A1) + b2[:, None], axis=0))


@loss_of_inputs.gradient("A1", flops=lambda p, N, m: 4 * m * p * N)
def _(A1, Y, W2, b2):
    r"""\left( W_2^\top \frac{\partial\ell}{\partial A_2} \right) \odot \sigma'(A_1)"""
    return (W2.T @ (softmax(W2 @ sigmoid(A1) + b2[:, None], axis=0) - Y)) * slope(A1)
