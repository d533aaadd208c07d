"""A network of one layer under half the squared error."""

import jax.numpy as jnp
from jax.nn import sigmoid
from jaxtyping import Array, Float

from closedform import formula


@formula(title="Network of one layer under squared error", source="S0-08; S0-09")
def one_layer_network(
    W: Float[Array, "m n"], x: Float[Array, " n"], y: Float[Array, " m"]
) -> Float[Array, ""]:
    r"""\tfrac12 \lVert \sigma(Wx) - y \rVert^2

    sigma is the elementwise logistic function; W, x and the target y are any.
    """
    return jnp.sum((sigmoid(W @ x) - y) ** 2) / 2


@one_layer_network.differential(source="S0-08", flops=lambda m, n: 4 * m * n)
def _(W, x, y, dW):
    r"""(\sigma(Wx) - y)^\top \left( \sigma(Wx) \odot (1 - \sigma(Wx)) \odot (\mathrm{d}W\, x) \right)

    The product dW x comes before the elementwise ones; printed without its brackets.
    """
    s = sigmoid(W @ x)
    return (s - y) @ (s * (1 - s) * (dW @ x))


@one_layer_network.gradient("W", source="S0-09", flops=lambda m, n: 3 * m * n)
def _(W, x, y):
    r"""\left( (\sigma(Wx) - y) \odot \sigma(Wx) \odot (1 - \sigma(Wx)) \right) x^\top

    Follows from the differential; not printed.
    """
    s = sigmoid(W @ x)
    return jnp.outer((s - y) * s * (1 - s), x)
