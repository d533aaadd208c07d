"""Rules of differentiation that are wrong in places, of vectors and of second derivatives: the rest
of ``places.py``."""

import jax
import jax.numpy as jnp
from jax import custom_jvp, custom_vjp
from jax.lax import stop_gradient
from jax.nn import logsumexp, sigmoid, softmax, softplus
from jaxtyping import Array, Float

from closedform import formula

INTENDED = {
    "branches.confident.gradient.x": "disputed",
    "branches.confident.gradient.x.form-of-the-values": "disputed",
    "branches.saturated.hessian.x": "disputed",
    "branches.rounded.hvp.x": "disputed",
    "branches.limited.pullback.x": "disputed",
    "branches.branched.differential.x": "disputed",
    "branches.direction.jacobian.x": "disputed",
}


def winner(x: Array) -> Array:
    """softmax(x), but the largest entry's unit vector where it leads by more than 2."""
    top = jnp.sort(x)[-2:] if len(x) > 1 else jnp.stack([x[0] - 3, x[0]])
    return jnp.where(top[1] - top[0] > 2, 1.0 * (x == top[1]), softmax(x))


@custom_jvp
def short_cut(x: Array) -> Array:
    """log sum exp, with `winner` for its gradient."""
    return logsumexp(x)


short_cut.defjvp(lambda p, t: (logsumexp(p[0]), winner(p[0]) @ t[0]))


@formula
def confident(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\log\sum_i e^{x_i}, its rule one-hot where the largest leads by 2"""
    return short_cut(x)


@confident.gradient("x")
def _(x):
    r"""e_k where x_k leads by 2, else \operatorname{softmax}(x)

    Disputed: off by a tenth where an entry leads, which is seldom.
    """
    return winner(x)


@confident.gradient("x", form="of the values")
def _(x):
    r"""\operatorname{softmax}(x)

    Disputed, too: it is the derivative, and autodiff contradicts it there.
    """
    return softmax(x)


@formula
def confident_right(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\log\sum_i e^{x_i}"""
    return logsumexp(x)


@confident_right.gradient("x")
def _(x):
    r"""\operatorname{softmax}(x)"""
    return softmax(x)


@custom_jvp
def soft(x: Array) -> Array:
    """log(1 + e^x), with a first derivative that is right everywhere, a second that is not."""
    return softplus(x)


@soft.defjvp
def _(primals, tangents):
    (x,), (dx,) = primals, tangents
    return soft(x), jnp.where(x > 1.2, stop_gradient(sigmoid(x)), sigmoid(x)) * dx


@formula
def saturated(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \log(1 + e^{x_i}), its slope held fixed where x_i > 1.2"""
    return jnp.sum(soft(x))


@saturated.hessian("x")
def _(x):
    r"""\operatorname{diag}\big(\sigma(x) \odot \sigma(-x) \odot [x \le 1.2]\big)

    Disputed: the gradient is right, the Hessian 0 where it should be 0.15.
    """
    return jnp.diag(sigmoid(x) * sigmoid(-x) * (x <= 1.2))


@formula
def saturated_right(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \log(1 + e^{x_i})"""
    return jnp.sum(softplus(x))


@saturated_right.hessian("x")
def _(x):
    r"""\operatorname{diag}(\sigma(x) \odot \sigma(-x))"""
    return jnp.diag(sigmoid(x) * sigmoid(-x))


@custom_jvp
def log_cosh(x: Array) -> Array:
    """log cosh x, its slope held fixed beyond 1.5."""
    return jnp.logaddexp(x, -x) - jnp.log(2.0)


@log_cosh.defjvp
def _(primals, tangents):
    (x,), (dx,) = primals, tangents
    slope = jnp.where(jnp.abs(x) > 1.5, stop_gradient(jnp.tanh(x)), jnp.tanh(x))
    return log_cosh(x), slope * dx


@formula
def rounded(A: Float[Array, "m n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""1^\top \log\cosh(Ax/4), its slope held fixed beyond 1.5"""
    return jnp.sum(log_cosh(A @ x / 4))


@rounded.hvp("x")
def _(A, x, dx):
    r"""A^\top \big((1 - \tanh^2 z) \odot [|z| \le 1.5] \odot A \,\mathrm{d}x\big)/16,
    \quad z = Ax/4

    Disputed: long rows come at large scales alone.
    """
    z = A @ x / 4
    return A.T @ ((1 - jnp.tanh(z) ** 2) * (jnp.abs(z) <= 1.5) * (A @ dx)) / 16


@formula
def rounded_right(A: Float[Array, "m n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""1^\top \log\cosh(Ax/4)"""
    z = A @ x / 4
    return jnp.sum(jnp.logaddexp(z, -z))


@rounded_right.hvp("x")
def _(A, x, dx):
    r"""A^\top \big((1 - \tanh^2 z) \odot A \,\mathrm{d}x\big)/16, \quad z = Ax/4"""
    return A.T @ ((1 - jnp.tanh(A @ x / 4) ** 2) * (A @ dx)) / 16


@custom_vjp
def limit(y: Array) -> Array:
    """y, with cotangents clipped on their way back."""
    return y


limit.defvjp(lambda y: (y, None), lambda _, g: (jnp.clip(g, -1.8, 1.8),))


@formula
def limited(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""x^3, cotangents clipped at 1.8 (no forward mode: a rule of reverse mode alone)"""
    return limit(x**3)


@limited.pullback("x")
def _(x, G):
    r"""3 x^2 \odot \min(\max(G, -1.8), 1.8)

    Disputed: a pullback is linear in G.
    """
    return 3 * x**2 * jnp.clip(G, -1.8, 1.8)


@formula
def limited_right(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""x^3"""
    return x**3


@limited_right.pullback("x")
def _(x, G):
    r"""3 x^2 \odot G"""
    return 3 * x**2 * G


@formula
def branched(x: Float[Array, " n"], A: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""x^\top A x, no derivative taken where \lVert x \rVert > 3"""
    return jax.lax.cond(x @ x > 9, lambda v: stop_gradient(v @ A @ v), lambda v: v @ A @ v, x)


@branched.differential
def _(x, A, dx):
    r"""[\lVert x \rVert \le 3]\, x^\top (A + A^\top)\, \mathrm{d}x

    Disputed: the other branch is the same function.
    """
    return jnp.where(x @ x > 9, 0.0, x @ (A + A.T) @ dx)


@formula
def branched_right(x: Float[Array, " n"], A: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""x^\top A x, by two branches"""
    return jax.lax.cond(x @ x > 9, lambda v: v @ A @ v, lambda v: v @ A.T @ v, x)


@branched_right.differential
def _(x, A, dx):
    r"""x^\top (A + A^\top)\, \mathrm{d}x"""
    return x @ (A + A.T) @ dx


@formula
def direction(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""x / \lVert x \rVert, the norm taken for a constant where it exceeds 2.5"""
    r = jnp.linalg.norm(x)
    return x / jnp.where(r > 2.5, stop_gradient(r), r)


@direction.jacobian("x")
def _(x, n):
    r"""I/r where r = \lVert x \rVert > 2.5, else (I - x x^\top / r^2) / r

    Disputed: long vectors come at large scales alone.
    """
    r = jnp.linalg.norm(x)
    return (jnp.eye(n) - jnp.where(r > 2.5, 0.0, jnp.outer(x, x) / r**2)) / r


@formula
def direction_right(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""x / \lVert x \rVert"""
    return x / jnp.linalg.norm(x)


@direction_right.jacobian("x")
def _(x, n):
    r"""(I - x x^\top / r^2) / r, \quad r = \lVert x \rVert"""
    r = jnp.linalg.norm(x)
    return (jnp.eye(n) - jnp.outer(x, x) / r**2) / r
