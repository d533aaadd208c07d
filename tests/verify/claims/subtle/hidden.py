"""Claims that differentiate behind something else: a rule of their own, Taylor coefficients,
transposition, a name put together.

"circular" as in ``circular.py``. Where the function's own rule is wrong, the values contradict such
a claim together with autodiff: disputed."""

import functools

import jax
import jax.numpy as jnp
from jax.experimental import jet
from jaxtyping import Array, Float

from closedform import Positive, formula

INTENDED = {
    "hidden.wrapped.gradient.x": "circular",
    "hidden.expanded.hvp.x": "circular",
    "hidden.transposed.gradient.x": "circular",
    "hidden.by_name.gradient.p": "circular",
    "hidden.believed.gradient.x": "disputed",
    "hidden.believed.hvp.x": "disputed",
}


def potential(x: Array) -> Array:
    """sum x^4 / 4 + sin x."""
    return jnp.sum(x**4 / 4 + jnp.sin(x))


@jax.custom_jvp
def opaque(x: Array) -> Array:
    """The gradient of `potential`, wrapped in a function with a rule of its own."""
    return jax.checkpoint(jax.jacfwd(potential))(x)


opaque.defjvp(lambda p, t: (opaque(*p), (3 * p[0] ** 2 - jnp.sin(p[0])) * t[0]))


@formula
def wrapped(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \tfrac14 x_i^4 + \sin x_i"""
    return potential(x)


@wrapped.gradient("x")
def _(x):
    r"""\nabla f(x)

    Circular: inside checkpoint, inside custom_jvp.
    """
    return opaque(x)


@wrapped.gradient("x", form="right")
def _(x):
    r"""x^3 + \cos x"""
    return x**3 + jnp.cos(x)


@formula
def expanded(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \sin x_i \cos^2 x_i"""
    return jnp.sum(jnp.sin(x) * jnp.cos(x) ** 2)


@expanded.hvp("x")
def _(x, dx):
    r"""f''(x) \odot \mathrm{d}x

    Circular: by the Taylor coefficients of jax.experimental.jet.
    """
    one, zero = jnp.ones_like(x), jnp.zeros_like(x)
    series = jet.jet(lambda x: jnp.sin(x) * jnp.cos(x) ** 2, (x,), ((one, zero),))[1]
    return series[1] * dx


@expanded.hvp("x", form="right")
def _(x, dx):
    r"""\sin x\, (2 \sin^2 x - 7 \cos^2 x) \odot \mathrm{d}x"""
    return jnp.sin(x) * (2 * jnp.sin(x) ** 2 - 7 * jnp.cos(x) ** 2) * dx


@formula
def transposed(A: Float[Array, "m n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac12 \lVert Ax \rVert^2"""
    return jnp.sum((A @ x) ** 2) / 2


@transposed.gradient("x")
def _(A, x):
    r"""A^\top (Ax)

    Circular: the transpose is reverse mode's, by linear_transpose.
    """
    return jax.linear_transpose(lambda x: A @ x, x)(A @ x)[0]


@transposed.gradient("x", form="right")
def _(A, x):
    r"""A^\top A x"""
    return A.T @ A @ x


@formula
def by_name(p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i p_i^{p_i}"""
    return jnp.sum(p**p)


@by_name.gradient("p")
def _(p):
    r"""\big[(p_i^{p_i})'\big]_i

    Circular: the transformation is made beforehand, and reached by a name put together.
    """
    return POWER(p)


POWER = functools.partial(getattr(jax, "gr" + "ad"), argnums=0)(lambda p: jnp.sum(p**p))


@by_name.gradient("p", form="right")
def _(p):
    r"""p^p (1 + \log p)"""
    return p**p * (1 + jnp.log(p))


@jax.custom_jvp
def cube(x: Array) -> Array:
    """x^3, by a wrong rule: 2 x^2."""
    return x**3


cube.defjvp(lambda p, t: (cube(*p), 2 * p[0] ** 2 * t[0]))


@formula
def believed(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i x_i^3, by a rule that says 2 x^2"""
    return jnp.sum(cube(x))


@believed.gradient("x")
def _(x):
    r"""\nabla f(x)

    Disputed: what the rule says, by a helper; the values say 3 x^2.
    """
    return jax.vmap(jax.grad(cube))(x)


@believed.hvp("x")
def _(x, dx):
    r"""f''(x) \odot \mathrm{d}x

    Disputed: 4x by the rule, 6x by the values.
    """
    return jax.jvp(jax.vmap(jax.grad(cube)), (x,), (dx,))[1]
