"""Claims that differentiate while they are evaluated, by ways other than ``D``: they agree with
autodiff for nothing.

"circular" is verified by the function's values alone, with that said."""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula

INTENDED = {
    "circular.helped.gradient.x": "circular",
    "circular.batched.hessian.x": "circular",
    "circular.linearized.differential.x": "circular",
    "circular.pushed.derivative.t": "circular",
    "circular.pulled.pullback.x": "circular",
    "circular.looped.jacobian.x": "circular",
}


def potential(x: Array) -> Array:
    """sum x^4 / 4 + sin x."""
    return jnp.sum(x**4 / 4 + jnp.sin(x))


def slope(x: Array) -> Array:
    """Its gradient, by a helper."""
    return jax.grad(potential)(x)


@formula
def helped(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \tfrac14 x_i^4 + \sin x_i"""
    return potential(x)


@helped.gradient("x")
def _(x):
    r"""\nabla f(x)

    Circular: by a helper in the same file.
    """
    return slope(x)


@helped.gradient("x", form="right")
def _(x):
    r"""x^3 + \cos x"""
    return x**3 + jnp.cos(x)


@formula
def batched(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i e^{x_i} x_i^2"""
    return jnp.sum(jnp.exp(x) * x**2)


@batched.hessian("x")
def _(x):
    r"""\operatorname{diag}(f''(x))

    Circular: the second derivative of one term, under vmap.
    """
    return jnp.diag(jax.vmap(jax.grad(jax.grad(lambda t: jnp.exp(t) * t**2)))(x))


@batched.hessian("x", form="right")
def _(x):
    r"""\operatorname{diag}\big(e^x (x^2 + 4x + 2)\big)"""
    return jnp.diag(jnp.exp(x) * (x**2 + 4 * x + 2))


@formula
def linearized(A: Float[Array, "m n"], x: Float[Array, " n"]) -> Float[Array, " m"]:
    r"""\tanh(Ax)"""
    return jnp.tanh(A @ x)


@linearized.differential
def _(A, x, dx):
    r"""L\, \mathrm{d}x, \quad L \text{ the linearization at } x

    Circular: by linearize.
    """
    return jax.linearize(lambda x: jnp.tanh(A @ x), x)[1](dx)


@linearized.differential(form="right")
def _(A, x, dx):
    r"""(1 - \tanh^2(Ax)) \odot A \,\mathrm{d}x"""
    return (1 - jnp.tanh(A @ x) ** 2) * (A @ dx)


@formula
def pushed(t: Float[Array, ""], B: Float[Array, "n n"]) -> Float[Array, "n n"]:
    r"""(I + tB)^2"""
    M = jnp.eye(len(B)) + t * B
    return M @ M


@pushed.derivative("t")
def _(t, B, n):
    r"""\mathrm{d} (I + tB)^2 / \mathrm{d}t

    Circular: by jvp.
    """
    M = jnp.eye(n) + t * B
    return jax.jvp(lambda M: M @ M, (M,), (B,))[1]


@pushed.derivative("t", form="right")
def _(t, B):
    r"""2B + 2t B^2"""
    return 2 * B + 2 * t * B @ B


@formula
def pulled(x: Float[Array, " n"], b: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""b \odot x / (1 + x^2)"""
    return b * x / (1 + x**2)


@pulled.pullback("x")
def _(x, b, G):
    r"""J^\top G

    Circular: by vjp.
    """
    return jax.vjp(lambda x: b * x / (1 + x**2), x)[1](G)[0]


@pulled.pullback("x", form="right")
def _(x, b, G):
    r"""b \odot (1 - x^2) / (1 + x^2)^2 \odot G"""
    return b * (1 - x**2) / (1 + x**2) ** 2 * G


@formula
def looped(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""e^{-x^2}"""
    return jnp.exp(-(x**2))


@looped.jacobian("x")
def _(x):
    r"""\operatorname{diag}\big((e^{-x_i^2})'\big)

    Circular: a derivative inside a loop.
    """
    body = jax.grad(lambda t: jnp.exp(-(t**2)))
    return jnp.diag(jax.lax.scan(lambda carry, t: (carry, body(t)), 0.0, x)[1])


@looped.jacobian("x", form="right")
def _(x):
    r"""-2 \operatorname{diag}(x e^{-x^2})"""
    return -2 * jnp.diag(x * jnp.exp(-(x**2)))
