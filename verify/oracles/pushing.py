"""The differential of a function along tangents, by forward mode or as the pullback's transpose."""

from collections.abc import Callable

import jax
import jax.numpy as jnp
from jax import Array

from closedform.verify.oracles.closed import Leaves

Function = Callable[..., Array]


def push(f: Function, xs: Leaves, vs: Leaves) -> Array:
    """``Df(x)[v]``, by forward mode."""
    return jax.jvp(f, xs, vs)[1]


def push_by_pulling(f: Function, xs: Leaves, vs: Leaves) -> Array:
    """The same by reverse mode twice: the pullback is linear in the cotangent, and its transpose is
    the differential."""
    value, pull = jax.vjp(f, *xs)
    return jax.vjp(pull, jnp.zeros_like(value))[1](vs)[0]
