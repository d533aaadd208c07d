"""Claims that differentiate out of the tracer's sight: in a callback, at imaginary arguments, by
differences.

"circular" as in ``circular.py``. Differences of the function's values are no closed form: their
noise tells them, and they may be refuted for it as well."""

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from closedform import Positive, formula, inv

BY_DIFFERENCES = ("circular", "refuted")
INTENDED = {
    "outside.called_back.gradient.x": "circular",
    "outside.imaginary.gradient.x": "circular",
    "outside.imaginary_matrix.derivative.t": "circular",
    "outside.central.gradient.x": BY_DIFFERENCES,
    "outside.extrapolated.gradient.x": BY_DIFFERENCES,
    "outside.forward.differential.X": BY_DIFFERENCES,
    "outside.second.hvp.x": BY_DIFFERENCES,
}


def wells(x: Array) -> Array:
    """sum (x^2 - 1)^2 / 4."""
    return jnp.sum((x**2 - 1) ** 2) / 4


def differentiated(x: np.ndarray) -> np.ndarray:
    """The gradient of `wells` on the host, by an evaluation of its own."""
    return np.asarray(jax.grad(wells)(jnp.asarray(np.asarray(x))))


@formula
def called_back(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac14 \textstyle\sum_i (x_i^2 - 1)^2"""
    return wells(x)


@called_back.gradient("x")
def _(x):
    r"""\nabla f(x)

    Circular: autodiff on the host, in a pure_callback.
    """
    return jax.pure_callback(differentiated, jax.ShapeDtypeStruct(x.shape, x.dtype), x)


@called_back.gradient("x", form="right")
def _(x):
    r"""x (x^2 - 1)"""
    return x * (x**2 - 1)


@formula
def imaginary(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i e^{\sin x_i}"""
    return jnp.sum(jnp.exp(jnp.sin(x)))


@imaginary.gradient("x")
def _(x):
    r"""\operatorname{Im} f(x + ih) / h, \quad h = 10^{-30}

    Circular: the complex step is forward mode by another name, exact to rounding.
    """
    return jnp.imag(jnp.exp(jnp.sin(x + 1e-30j))) / 1e-30


@imaginary.gradient("x", form="right")
def _(x):
    r"""\cos x\, e^{\sin x}"""
    return jnp.cos(x) * jnp.exp(jnp.sin(x))


@formula
def imaginary_matrix(t: Float[Array, ""], B: Float[Array, "n n"]) -> Float[Array, "n n"]:
    r"""(4 n I + \tanh(t) B)^{-1}"""
    return inv(4 * len(B) * jnp.eye(len(B)) + jnp.tanh(t) * B)


@imaginary_matrix.derivative("t")
def _(t, B, n):
    r"""\operatorname{Im} F(t + ih) / h, \quad h = 10^{-30}

    Circular: the complex step, of an inverse.
    """
    return jnp.imag(inv(4 * n * jnp.eye(n) + jnp.tanh(t + 1e-30j) * B)) / 1e-30


@imaginary_matrix.derivative("t", form="right")
def _(t, B, n):
    r"""-(1 - \tanh^2 t)\, F B F"""
    F = inv(4 * n * jnp.eye(n) + jnp.tanh(t) * B)
    return -(1 - jnp.tanh(t) ** 2) * F @ B @ F


@formula
def central(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac14 \textstyle\sum_i (x_i^2 - 1)^2"""
    return wells(x)


@central.gradient("x")
def _(x, n):
    r"""\big[(f(x + h e_i) - f(x - h e_i)) / 2h\big]_i, \quad h = 10^{-5}

    By differences: right to 1e-10.
    """
    moved = jax.vmap(wells)(x + 1e-5 * jnp.eye(n)) - jax.vmap(wells)(x - 1e-5 * jnp.eye(n))
    return moved / 2e-5


@formula
def extrapolated(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \sin x_i"""
    return jnp.sum(jnp.sin(x))


@extrapolated.gradient("x")
def _(x):
    r"""(8 d_h - d_{2h}) / 6h, \quad d_h = \sin(x + h) - \sin(x - h), \; h = 10^{-3}

    By differences: of fourth order, right to 1e-13.
    """
    d, wide = (jnp.sin(x + k * 1e-3) - jnp.sin(x - k * 1e-3) for k in (1, 2))
    return (8 * d - wide) / (12 * 1e-3)


@extrapolated.gradient("x", form="right")
def _(x):
    r"""\cos x"""
    return jnp.cos(x)


@formula
def forward(X: Positive[Array, "m n"]) -> Float[Array, "m n"]:
    r"""X \log X, entry by entry"""
    return X * jnp.log(X)


@forward.differential
def _(X, dX):
    r"""(F(X + h \,\mathrm{d}X) - F(X)) / h, \quad h = 10^{-8}

    By differences: right to 1e-8.
    """
    moved = X + 1e-8 * dX
    return (moved * jnp.log(moved) - X * jnp.log(X)) / 1e-8


@forward.differential(form="right")
def _(X, dX):
    r"""(1 + \log X) \odot \mathrm{d}X"""
    return (1 + jnp.log(X)) * dX


@formula
def second(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac14 \textstyle\sum_i (x_i^2 - 1)^2"""
    return wells(x)


@second.hvp("x")
def _(x, dx):
    r"""(g(x + h \,\mathrm{d}x) - g(x - h \,\mathrm{d}x)) / 2h, \quad g = x (x^2 - 1)

    By differences of a gradient in closed form, h = 10^{-5}: right to 1e-10.
    """
    up, down = x + 1e-5 * dx, x - 1e-5 * dx
    return (up * (up**2 - 1) - down * (down**2 - 1)) / 2e-5


@second.hvp("x", form="right")
def _(x, dx):
    r"""(3 x^2 - 1) \odot \mathrm{d}x"""
    return (3 * x**2 - 1) * dx
