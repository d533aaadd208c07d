"""Rules of differentiation that are wrong in places: clipped, stopped, cut short on part of the
domain.

The claim repeats the rule, and so agrees with autodiff at every draw; the function's values
contradict both at some. Each has a twin without the rule, whose derivative is right."""

import jax.numpy as jnp
from jax import custom_jvp
from jax.lax import stop_gradient
from jaxtyping import Array, Float

from closedform import Positive, formula, inv

INTENDED = {
    "places.clipped.gradient.x": "disputed",
    "places.clipped.gradient.x.form-of-the-values": "disputed",
    "places.stopped.gradient.x": "disputed",
    "places.floored.gradient.p": "disputed",
    "places.mirrored.gradient.X": "disputed",
    "places.damped.gradient.x": "disputed",
}


@custom_jvp
def half_square(x: Array) -> Array:
    """x^2 / 2, with its derivative clipped, as optimisers clip gradients."""
    return x**2 / 2


half_square.defjvp(lambda p, t: (half_square(*p), jnp.clip(p[0], -2, 2) * t[0]))


@formula
def clipped(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac12 \lVert x \rVert^2, whose rule clips the derivative at 2

    Entries beyond 2 come in one draw of four.
    """
    return jnp.sum(half_square(x))


@clipped.gradient("x")
def _(x):
    r"""\min(\max(x, -2), 2)

    Disputed: it is what autodiff says, and not the derivative where an entry exceeds 2.
    """
    return jnp.clip(x, -2, 2)


@clipped.gradient("x", form="of the values")
def _(x):
    r"""x

    Disputed, too: it is the derivative, and autodiff contradicts it there.
    """
    return x


@formula
def clipped_right(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac12 \lVert x \rVert^2"""
    return x @ x / 2


@clipped_right.gradient("x")
def _(x):
    r"""x"""
    return x


@formula
def stopped(x: Float[Array, " n"], c: Float[Array, " n"]) -> Float[Array, ""]:
    r"""c^\top x^3, no derivative taken where x_i > 1.5"""
    return c @ jnp.where(x > 1.5, stop_gradient(x**3), x**3)


@stopped.gradient("x")
def _(x, c):
    r"""3 c \odot x^2 \odot [x \le 1.5]

    Disputed: the function is c^T x^3 on both sides.
    """
    return 3 * c * x**2 * (x <= 1.5)


@formula
def stopped_right(x: Float[Array, " n"], c: Float[Array, " n"]) -> Float[Array, ""]:
    r"""c^\top \big(\min(x, 1.5)^3 + (\max(x, 1.5)^3 - 1.5^3)\big)"""
    return c @ (jnp.minimum(x, 1.5) ** 3 + jnp.maximum(x, 1.5) ** 3 - 1.5**3)


@stopped_right.gradient("x")
def _(x, c):
    r"""3 c \odot x^2"""
    return 3 * c * x**2


@custom_jvp
def safe_sqrt(p: Array) -> Array:
    """The square root, its derivative taken for 0 near 0."""
    return jnp.sqrt(p)


safe_sqrt.defjvp(
    lambda p, t: (jnp.sqrt(p[0]), jnp.where(p[0] < 0.25, 0.0, 0.5 / jnp.sqrt(p[0])) * t[0])
)


@formula
def floored(p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \sqrt{p_i}, whose rule says 0 below 1/4"""
    return jnp.sum(safe_sqrt(p))


@floored.gradient("p")
def _(p):
    r"""[p \ge \tfrac14] / (2\sqrt p)

    Disputed: entries below 1/4 come at small scales alone.
    """
    return jnp.where(p < 0.25, 0.0, 0.5 / jnp.sqrt(p))


@formula
def floored_right(p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \sqrt{p_i}"""
    return jnp.sum(jnp.sqrt(p))


@floored_right.gradient("p")
def _(p):
    r"""1 / (2\sqrt p)"""
    return 0.5 / jnp.sqrt(p)


@custom_jvp
def log_volume(X: Array) -> Array:
    """log |det X|, with the rule of log det X times the sign."""
    return jnp.linalg.slogdet(X)[1]


@log_volume.defjvp
def _(primals, tangents):
    (X,), (dX,) = primals, tangents
    return log_volume(X), jnp.linalg.slogdet(X)[0] * jnp.trace(inv(X) @ dX)


@formula
def mirrored(X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\log \big||X|\big|, whose rule carries the determinant's sign"""
    return log_volume(X)


@mirrored.gradient("X")
def _(X):
    r"""\operatorname{sign}(|X|)\, X^{-\top}

    Disputed: wrong where the determinant is negative.
    """
    return jnp.linalg.slogdet(X)[0] * inv(X).T


@formula
def mirrored_right(X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\log \big||X|\big|"""
    return jnp.linalg.slogdet(X)[1]


@mirrored_right.gradient("X")
def _(X):
    r"""X^{-\top}"""
    return inv(X).T


@custom_jvp
def sinc_of_norm(r: Array) -> Array:
    """sin(r) / r, with no derivative below 0.6."""
    return jnp.sin(r) / r


sinc_of_norm.defjvp(
    lambda p, t: (
        sinc_of_norm(*p),
        jnp.where(p[0] < 0.6, 0.0, (p[0] * jnp.cos(p[0]) - jnp.sin(p[0])) / p[0] ** 2) * t[0],
    )
)


@formula
def damped(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\sin(r) / r, \quad r = \lVert x \rVert; its rule stops at r < 0.6"""
    return sinc_of_norm(jnp.linalg.norm(x))


@damped.gradient("x")
def _(x):
    r"""[r \ge 0.6]\, (r \cos r - \sin r)\, x / r^3

    Disputed: short vectors come at small scales and at n = 1.
    """
    r = jnp.linalg.norm(x)
    return jnp.where(r < 0.6, 0.0, (r * jnp.cos(r) - jnp.sin(r)) / r**3) * x


@formula
def damped_right(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\sin(r) / r, \quad r = \lVert x \rVert"""
    r = jnp.linalg.norm(x)
    return jnp.sin(r) / r


@damped_right.gradient("x")
def _(x):
    r"""(r \cos r - \sin r)\, x / r^3"""
    r = jnp.linalg.norm(x)
    return (r * jnp.cos(r) - jnp.sin(r)) / r**3 * x
