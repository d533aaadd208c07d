"""Functions with rules of their own that are right, and programs with loops, branches, solvers and
callbacks in them."""

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jaxtyping import Array, Float

from closedform import SPD, Positive, formula


@jax.custom_vjp
def clipped_log(p: Array) -> Array:
    """log p, with a rule of reverse mode."""
    return jnp.log(p)


clipped_log.defvjp(lambda p: (jnp.log(p), p), lambda p, g: (g / p,))


@formula
def likelihood(p: Positive[Array, " n"], k: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""k^\top \log p, by a custom_vjp (no forward mode)"""
    return k @ clipped_log(p)


@likelihood.gradient("p")
def _(p, k):
    r"""k / p

    Verified.
    """
    return k / p


@jax.custom_jvp
def safe_norm(x: Array) -> Array:
    """The norm, with 0 for the derivative at 0."""
    return jnp.sqrt(jnp.sum(x**2))


@safe_norm.defjvp
def _(primals, tangents):
    (x,), (dx,) = primals, tangents
    r = safe_norm(x)
    return r, jnp.where(r == 0, 0.0, x @ dx / jnp.where(r == 0, 1.0, r))


@formula
def length(A: Float[Array, "m n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\lVert Ax \rVert, by a custom_jvp"""
    return safe_norm(A @ x)


@length.hessian("x")
def _(A, x):
    r"""A^\top (I - y y^\top / r^2) A / r, \quad y = Ax, r = \lVert y \rVert

    Verified.
    """
    y = A @ x
    B, r = A.T @ A, jnp.linalg.norm(y)
    return (B - jnp.outer(A.T @ y, A.T @ y) / r**2) / r


def root(c: Array) -> Array:
    """The real root of t^3 + t = c, by Newton's method, differentiated by the implicit rule."""

    def solve(f: object, start: Array) -> Array:
        return lax.fori_loop(
            0, 60, lambda _, t: t - (t**3 + t - c) / (3 * t**2 + 1), jnp.zeros_like(start)
        )

    return lax.custom_root(lambda t: t**3 + t - c, c, solve, lambda g, y: y / g(jnp.ones_like(y)))


@formula
def implicit(c: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i t_i, \quad t_i^3 + t_i = c_i"""
    return sum((root(x) for x in c), jnp.zeros(()))


@implicit.gradient("c")
def _(c):
    r"""1 / (1 + 3 t^2), \quad t = \tfrac{2}{\sqrt3} \sinh\big(\tfrac13
    \operatorname{arsinh}(\tfrac{3\sqrt3}2 c)\big)

    Verified: Newton's method against the root in closed form.
    """
    t = 2 / jnp.sqrt(3) * jnp.sinh(jnp.arcsinh(1.5 * jnp.sqrt(3) * c) / 3)
    return 1 / (1 + 3 * t**2)


@formula
def conjugate_gradients(S: SPD[Array, "n n"], b: Float[Array, " n"]) -> Float[Array, ""]:
    r"""b^\top S^{-1} b, by conjugate gradients"""
    return b @ jax.scipy.sparse.linalg.cg(lambda v: S @ v, b, tol=1e-15, maxiter=200)[0]


@conjugate_gradients.gradient("S", along=SPD)
def _(S, b):
    r"""-S^{-1} b b^\top S^{-1}

    Verified: the solver's own rule is implicit.
    """
    y = jnp.linalg.solve(S, b)
    return -jnp.outer(y, y)


@jax.custom_jvp
def on_the_host(x: Array) -> Array:
    """sinh x, evaluated by NumPy."""
    return jax.pure_callback(
        lambda x: np.sinh(np.asarray(x)), jax.ShapeDtypeStruct(x.shape, x.dtype), x
    )


on_the_host.defjvp(lambda p, t: (on_the_host(*p), jnp.cosh(p[0]) * t[0]))


@formula
def called_back(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \sinh x_i, on the host"""
    return jnp.sum(on_the_host(x))


@called_back.gradient("x")
def _(x):
    r"""\cosh x

    Verified.
    """
    return jnp.cosh(x)


@formula
def looped(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""(\textstyle\prod_i x_i)^{64}, by squaring six times in a while loop (forward mode alone)"""
    step = lambda s: (s[0] + 1, s[1] ** 2)  # noqa: E731
    return lax.while_loop(lambda s: s[0] < 6, step, (0, jnp.prod(x)))[1]


@looped.gradient("x")
def _(x):
    r"""64 (\textstyle\prod_j x_j)^{64} / x

    Verified.
    """
    return 64 * jnp.prod(x) ** 64 / x


@formula
def branched(t: Float[Array, ""], x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""\sin(tx) / t, by its series where |t| < 0.01"""
    near = lambda t, x: x * (1 - (t * x) ** 2 / 6 + (t * x) ** 4 / 120)  # noqa: E731
    return lax.cond(jnp.abs(t) < 0.01, near, lambda t, x: jnp.sin(t * x) / t, t, x)


@branched.derivative("t")
def _(t, x):
    r"""(t x \cos(tx) - \sin(tx)) / t^2

    Verified.
    """
    return (t * x * jnp.cos(t * x) - jnp.sin(t * x)) / t**2


@formula
def prefixes(x: Float[Array, " n"], c: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_k c_k \prod_{i \le k} x_i, by an associative scan"""
    return c @ lax.associative_scan(jnp.multiply, x)


@prefixes.gradient("x")
def _(x, c, n):
    r"""\tfrac1{x_i} \textstyle\sum_{k \ge i} c_k \prod_{j \le k} x_j

    Verified.
    """
    return jnp.triu(jnp.ones((n, n))) @ (c * jnp.cumprod(x)) / x


@formula
def filtered(x: Float[Array, " n"], w: Float[Array, "3"]) -> Float[Array, ""]:
    r"""\tfrac12 \lVert w * x \rVert^2, the full convolution"""
    return jnp.sum(jnp.convolve(x, w) ** 2) / 2


@filtered.gradient("w")
def _(x, w):
    r"""\big[\textstyle\sum_i y_i x_{i-k}\big]_k, \quad y = w * x

    Verified.
    """
    y = jnp.convolve(x, w)
    return jnp.stack([y[k : k + len(x)] @ x for k in range(3)])


@formula
def spectral(x: Float[Array, " n"], h: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_k h_k |\hat x_k|^2, by the fast Fourier transform"""
    return h @ jnp.abs(jnp.fft.fft(x)) ** 2


@spectral.hessian("x")
def _(h, n):
    r"""\big[2 \textstyle\sum_k h_k \cos(2\pi k (i - j) / n)\big]_{ij}

    Verified.
    """
    i = jnp.arange(n)
    angles = 2 * jnp.pi * i[:, None, None] * (i[:, None] - i) / n
    return 2 * jnp.tensordot(h, jnp.cos(angles), 1)


@formula
def grouped(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac13 \textstyle\sum_g \big(\sum_{i \equiv g} x_i\big)^3, \quad i \bmod 2"""
    return jnp.sum(jax.ops.segment_sum(x, jnp.arange(len(x)) % 2, 2) ** 3) / 3


@grouped.gradient("x")
def _(x, n):
    r"""\big(\textstyle\sum_{j \equiv i} x_j\big)^2

    Verified.
    """
    same = (jnp.arange(n)[:, None] - jnp.arange(n)) % 2 == 0
    return (same @ x) ** 2
