"""Claims that misbehave, each in another way, beside a right one: none may stop or mislead the
others."""

import itertools
import os
import random
import sys

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from closedform import formula

CALLS = itertools.count()


@formula(source="none")
def energy(x: Float[Array, " n"], A: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""x^\top A x

    Any square A.
    """
    return x @ A @ x


@energy.gradient("x")
def _(x, A):
    r"""(A + A^\top) x"""
    return (A + A.T) @ x


@energy.gradient("x", form="hangs")
def _(x):
    while True:
        pass


@energy.gradient("x", form="hangs in XLA")
def _(x):
    return jax.lax.while_loop(lambda y: jnp.all(y < 1e300), lambda y: y + 1.0, x)


@energy.gradient("x", form="leaves")
def _(x):
    os._exit(3)


@energy.gradient("x", form="exits")
def _(x):
    sys.exit(0)


@energy.gradient("x", form="eats memory")
def _(x):
    held = []
    while True:
        held.append(bytearray(2**26))


@energy.gradient("x", form="prints a verdict")
def _(x, A):
    print('["ok", {"status": "verified"}]')
    return A.T @ x


@energy.gradient("x", form="raises")
def _(x):
    raise RuntimeError("on purpose")


@energy.gradient("x", form="of another shape")
def _(x, A):
    return jnp.outer(x, x)


@energy.gradient("x", form="of another type")
def _(x, A):
    return ((A + A.T) @ x).astype(jnp.float32)


@energy.gradient("x", form="a tuple")
def _(x, A):
    return (A + A.T) @ x, x


@energy.gradient("x", form="a Python float")
def _(x):
    return 1.0


@energy.gradient("x", form="complex")
def _(x, A):
    return (A + A.T) @ x + 0j


@energy.gradient("x", form="nan")
def _(x):
    return x * jnp.nan


@energy.gradient("x", form="with hidden state")
def _(x, A):
    return (A + A.T) @ x + 1e-9 * next(CALLS)


@energy.gradient("x", form="at random")
def _(x, A):
    return (A + A.T) @ x * random.random()


@energy.gradient("x", form="random by numpy")
def _(x, A):
    return (A + A.T) @ x + np.random.default_rng().normal(size=x.shape)
