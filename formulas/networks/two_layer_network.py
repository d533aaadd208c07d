"""A network of two layers without biases, of one sample, step by step."""

import jax.numpy as jnp
from jax.nn import log_softmax, sigmoid, softmax
from jaxtyping import Array, Float

from closedform import OneHot, formula
from closedform.formulas.networks._activation import slope


@formula(title="Network of two layers, of one sample", source="S3-C7b; S3-C7e")
def two_layer_network(
    W1: Float[Array, "p n"], W2: Float[Array, "m p"], x: Float[Array, " n"], y: OneHot[Array, " m"]
) -> Float[Array, ""]:
    r"""-y^\top \log\operatorname{softmax}(W_2 \sigma(W_1 x))

    sigma is the elementwise logistic function; y is one-hot. a1 = W1 x, h1 = sigma(a1), a2 = W2 h1.
    """
    return -y @ log_softmax(W2 @ sigmoid(W1 @ x))


@two_layer_network.gradient("W1", "W2", flops=lambda p, n, m: 3 * p * n + 5 * m * p)
def _(W1, W2, x, y):
    r"""\frac{\partial\ell}{\partial a_1} x^\top,\; \frac{\partial\ell}{\partial a_2} h_1^\top

    dl/da2 = softmax(a2) - y, and dl/da1 = (W2^T dl/da2) .* sigma'(a1).
    """
    h1 = sigmoid(W1 @ x)
    d2 = softmax(W2 @ h1) - y
    d1 = (d2 @ W2) * h1 * (1 - h1)
    return jnp.outer(d1, x), jnp.outer(d2, h1)


@formula(title="Loss of one sample by its hidden units", source="S3-C7b; S3-C7c")
def loss_of_hidden(
    h1: Float[Array, " p"], W2: Float[Array, "m p"], y: OneHot[Array, " m"]
) -> Float[Array, ""]:
    r"""-y^\top \log\operatorname{softmax}(a_2), \quad a_2 = W_2 h_1

    h1 holds the first layer's outputs; y is one-hot.
    """
    return -y @ log_softmax(W2 @ h1)


@loss_of_hidden.gradient("W2", source="S3-C7b", flops=lambda p, m: 3 * m * p)
def _(h1, W2, y):
    r"""\frac{\partial\ell}{\partial a_2} h_1^\top, \quad \frac{\partial\ell}{\partial a_2} = \operatorname{softmax}(a_2) - y"""
    return jnp.outer(softmax(W2 @ h1) - y, h1)


@loss_of_hidden.gradient("h1", source="S3-C7c", flops=lambda p, m: 4 * m * p)
def _(h1, W2, y):
    r"""W_2^\top \frac{\partial\ell}{\partial a_2}, \quad \frac{\partial\ell}{\partial a_2} = \operatorname{softmax}(a_2) - y"""
    return W2.T @ (softmax(W2 @ h1) - y)


@loss_of_hidden.gradient("h1", form="row vector", source="S3-C7c", flops=lambda p, m: 4 * m * p)
def _(h1, W2, y):
    r"""\left(\left(\frac{\partial\ell}{\partial a_2}\right)^\top W_2\right)^\top"""
    return (
        softmax(W2 @ h1) - y
    ) @ W2  # XLA's loop for a transposed matrix times a vector is far slower on a CPU


@formula(title="Hidden units of one sample", source="S3-C7d")
def hidden(a1: Float[Array, " p"]) -> Float[Array, " p"]:
    r"""h_1 = \sigma(a_1)

    sigma is the elementwise logistic function; a1 is any vector, and the loss any function of h1.
    """
    return sigmoid(a1)


@hidden.pullback("a1", flops=lambda p: 5 * p)
def _(a1, G):
    r"""\frac{\partial\ell}{\partial h_1} \odot \sigma'(a_1)"""
    return G * slope(a1)


@formula(title="Loss of one sample by the inputs of its hidden units", source="S3-C7d")
def loss_of_inputs(
    a1: Float[Array, " p"], W2: Float[Array, "m p"], y: OneHot[Array, " m"]
) -> Float[Array, ""]:
    r"""-y^\top \log\operatorname{softmax}(W_2 \sigma(a_1))

    a1 holds the inputs of the hidden units; y is one-hot.
    """
    return -y @ log_softmax(W2 @ sigmoid(a1))


@loss_of_inputs.gradient("a1", flops=lambda p, m: 4 * m * p)
def _(a1, W2, y):
    r"""\left( W_2^\top \frac{\partial\ell}{\partial a_2} \right) \odot \sigma'(a_1)"""
    return (W2.T @ (softmax(W2 @ sigmoid(a1)) - y)) * slope(a1)


@loss_of_inputs.gradient("a1", form="row vector", flops=lambda p, m: 4 * m * p)
def _(a1, W2, y):
    r"""\left(\left(\frac{\partial\ell}{\partial a_2}\right)^\top W_2\right)^\top \odot \sigma'(a_1)"""
    return ((softmax(W2 @ sigmoid(a1)) - y) @ W2) * slope(a1)
