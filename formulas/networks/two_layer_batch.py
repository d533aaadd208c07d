"""Two layers for a batch: N samples in columns, by their weights and by each quantity on the
way."""

import jax.numpy as jnp
from jax.nn import log_softmax, sigmoid, softmax
from jaxtyping import Array, Float

from closedform import OneHotColumns, formula, transposed
from closedform.formulas.networks._activation import slope


@formula(title="Network of two layers, of a batch", source="S3-C7m; S3-C7n")
def two_layer_batch(
    X: Float[Array, "n N"],
    Y: OneHotColumns[Array, "m N"],
    W1: Float[Array, "p n"],
    b1: Float[Array, " p"],
    W2: Float[Array, "m p"],
    b2: Float[Array, " m"],
) -> Float[Array, ""]:
    r"""-\langle Y, \log\operatorname{softmax}(W_2 \sigma(W_1 X + b_1 1^\top) + b_2 1^\top) \rangle

    Samples are columns: softmax runs down each one. Y is one-hot in each column. The sum over
    samples, not the mean."""
    H1 = sigmoid(W1 @ X + b1[:, None])
    return -jnp.sum(Y * log_softmax(W2 @ H1 + b2[:, None], axis=0))


@two_layer_batch.equals("sum over samples", source="S3-C7k")
def _(X, Y, W1, b1, W2, b2, N):
    r"""-\sum_i y_i^\top \log\operatorname{softmax}(W_2 \sigma(W_1 x_i + b_1) + b_2)"""
    return -sum(Y[:, i] @ log_softmax(W2 @ sigmoid(W1 @ X[:, i] + b1) + b2) for i in range(N))


@two_layer_batch.gradient(
    "W1", "b1", "W2", "b2", flops=lambda n, N, m, p: N * (4 * p * n + 6 * m * p)
)
def _(X, Y, W1, b1, W2, b2):
    r"""\Delta_1 X^\top,\; \Delta_1 1,\; \Delta_2 H_1^\top,\; \Delta_2 1

    Delta_2 = softmax(A2) - Y and Delta_1 = (W2^T Delta_2) .* sigma'(A1).
    """
    H1 = sigmoid(W1 @ X + b1[:, None])
    D2 = softmax(W2 @ H1 + b2[:, None], axis=0) - Y
    D1 = (W2.T @ D2) * H1 * (1 - H1)
    return D1 @ X.T, D1.sum(1), D2 @ H1.T, D2.sum(1)


@two_layer_batch.gradient(
    "W1",
    "b1",
    "W2",
    "b2",
    form="transpose first",
    flops=lambda n, N, m, p: N * (4 * p * n + 6 * m * p),
)
def _(X, Y, W1, b1, W2, b2):
    r"""\Delta_1 X^\top,\; \Delta_1 1,\; \Delta_2 H_1^\top,\; \Delta_2 1"""
    H1 = sigmoid(W1 @ X + b1[:, None])
    D2 = softmax(W2 @ H1 + b2[:, None], axis=0) - Y
    D1 = (transposed(W2) @ D2) * H1 * (1 - H1)
    return D1 @ X.T, D1.sum(1), D2 @ H1.T, D2.sum(1)


@two_layer_batch.gradient(
    "W1",
    "b1",
    "W2",
    "b2",
    form="sample by sample",
    source="S3-C7f; S3-C7g; S3-C7i; S3-C7j",
    flops=lambda n, N, m, p: N * (4 * p * n + 6 * m * p),
)
def _(X, Y, W1, b1, W2, b2):
    r"""\sum_i \delta_{1,i} x_i^\top,\; \sum_i \delta_{1,i},\; \sum_i \delta_{2,i} h_{1,i}^\top,\; \sum_i \delta_{2,i}"""
    H1 = sigmoid(W1 @ X + b1[:, None])
    D2 = softmax(W2 @ H1 + b2[:, None], axis=0) - Y
    D1 = (W2.T @ D2) * H1 * (1 - H1)
    return jnp.einsum("pi,ni->pn", D1, X), D1.sum(1), jnp.einsum("mi,pi->mp", D2, H1), D2.sum(1)


@formula(title="Cross-entropy of a batch by its scores", source="S3-C7l")
def loss_of_scores(A2: Float[Array, "m N"], Y: OneHotColumns[Array, "m N"]) -> Float[Array, ""]:
    r"""-\sum_i y_i^\top \log\operatorname{softmax}(a_{2,i}) = -\langle Y, \log\operatorname{softmax}(A_2) \rangle

    Softmax runs down each column; Y is one-hot in each column.
    """
    return -jnp.sum(Y * log_softmax(A2, axis=0))


@loss_of_scores.gradient("A2", source="S3-C7f; S3-C7l", flops=lambda m, N: 5 * m * N)
def _(A2, Y):
    r"""[\operatorname{softmax}(a_{2,1}) - y_1, \ldots, \operatorname{softmax}(a_{2,N}) - y_N]"""
    return softmax(A2, axis=0) - Y


@formula(title="Loss of a batch by its hidden units", source="S3-C7m")
def loss_of_hidden(
    H1: Float[Array, "p N"],
    Y: OneHotColumns[Array, "m N"],
    W2: Float[Array, "m p"],
    b2: Float[Array, " m"],
) -> Float[Array, ""]:
    r"""-\langle Y, \log\operatorname{softmax}(A_2) \rangle, \quad A_2 = W_2 H_1 + b_2 1^\top

    Column i of H1 holds the hidden units of sample i. Softmax runs down each column; Y is one-hot
    in each column."""
    return -jnp.sum(Y * log_softmax(W2 @ H1 + b2[:, None], axis=0))


@loss_of_hidden.gradient("W2", "b2", flops=lambda p, N, m: 4 * m * p * N)
def _(H1, Y, W2, b2):
    r"""\frac{\partial\ell}{\partial A_2} H_1^\top,\; \frac{\partial\ell}{\partial A_2} 1, \quad
    \frac{\partial\ell}{\partial A_2} = \operatorname{softmax}(A_2) - Y"""
    D2 = softmax(W2 @ H1 + b2[:, None], axis=0) - Y
    return D2 @ H1.T, D2.sum(1)


@loss_of_hidden.gradient(
    "H1", form="transpose first", source="S3-C7h; S3-C7m", flops=lambda p, N, m: 4 * m * p * N
)
def _(H1, Y, W2, b2):
    r"""W_2^\top (\operatorname{softmax}(A_2) - Y)"""
    return transposed(W2) @ (softmax(W2 @ H1 + b2[:, None], axis=0) - Y)


@loss_of_hidden.gradient("H1", source="S3-C7h; S3-C7m", flops=lambda p, N, m: 4 * m * p * N)
def _(H1, Y, W2, b2):
    r"""W_2^\top \frac{\partial\ell}{\partial A_2}, \quad
    \frac{\partial\ell}{\partial A_2} = \operatorname{softmax}(A_2) - Y"""
    return W2.T @ (softmax(W2 @ H1 + b2[:, None], axis=0) - Y)


@formula(title="Loss of a batch by the inputs of its hidden units", source="S3-C7h")
def loss_of_inputs(
    A1: Float[Array, "p N"],
    Y: OneHotColumns[Array, "m N"],
    W2: Float[Array, "m p"],
    b2: Float[Array, " m"],
) -> Float[Array, ""]:
    r"""-\langle Y, \log\operatorname{softmax}(W_2 \sigma(A_1) + b_2 1^\top) \rangle

    Column i of A1 holds the inputs of the hidden units for sample i. Softmax runs down each column;
    Y is one-hot in each column."""
    return -jnp.sum(Y * log_softmax(W2 @ sigmoid(A1) + b2[:, None], axis=0))


@loss_of_inputs.gradient("A1", flops=lambda p, N, m: 4 * m * p * N)
def _(A1, Y, W2, b2):
    r"""\left( W_2^\top \frac{\partial\ell}{\partial A_2} \right) \odot \sigma'(A_1)"""
    return (W2.T @ (softmax(W2 @ sigmoid(A1) + b2[:, None], axis=0) - Y)) * slope(A1)


@loss_of_inputs.gradient("A1", form="transpose first", flops=lambda p, N, m: 4 * m * p * N)
def _(A1, Y, W2, b2):
    r"""\left( W_2^\top \frac{\partial\ell}{\partial A_2} \right) \odot \sigma'(A_1)"""
    return (transposed(W2) @ (softmax(W2 @ sigmoid(A1) + b2[:, None], axis=0) - Y)) * slope(A1)
