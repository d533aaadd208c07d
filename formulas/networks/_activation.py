"""The logistic function's derivative, as back-propagation uses it."""

from jax import Array
from jax.nn import sigmoid


def slope(a: Array) -> Array:
    """sigma'(a) of the logistic function, elementwise: one exponential, shared with sigma(a) where
    that is needed."""
    return sigmoid(a) * (1 - sigmoid(a))
