"""Values, variables and derivatives of 1e150, 1e-150 and both at once: squares of them are out of
range, they themselves are not."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import SPD, Positive, Symmetric, formula, inv

BIG, SMALL = 1e150, 1e-150
INTENDED = {"scales.length.gradient.x": ("verified", "disputed")}


@formula
def huge(A: Float[Array, "n n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""10^{160} x^\top A x"""
    return 1e160 * (x @ A @ x)


@huge.gradient("x")
def _(A, x):
    r"""10^{160} (A + A^\top) x

    Verified: as at scale 1.
    """
    return 1e160 * ((A + A.T) @ x)


@huge.hessian("x")
def _(A):
    r"""10^{160} (A + A^\top)

    Verified.
    """
    return 1e160 * (A + A.T)


@formula
def tiny(X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""10^{-170} \textstyle\sum_{ij} \sin x_{ij}"""
    return 1e-170 * jnp.sum(jnp.sin(X))


@tiny.gradient("X")
def _(X):
    r"""10^{-170} \cos X

    Verified.
    """
    return 1e-170 * jnp.cos(X)


@tiny.hvp("X")
def _(X, dX):
    r"""-10^{-170} \sin X \odot \mathrm{d}X

    Verified.
    """
    return -1e-170 * jnp.sin(X) * dX


@formula
def length(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\lVert y \rVert, \quad y = 10^{200} x, scaled by its largest entry"""
    y = 1e200 * x
    top = jnp.max(jnp.abs(y))
    return top * jnp.linalg.norm(y / top)


@length.gradient("x")
def _(x):
    r"""10^{200} x / \lVert x \rVert

    Verified, where the squares of y overflow; or disputed, since they do so in autodiff's program.
    """
    return 1e200 * x / jnp.linalg.norm(x)


@formula
def stretched(P: Positive[Array, "m n"]) -> Float[Array, "m n"]:
    r"""10^{150} \log P, entry by entry"""
    return BIG * jnp.log(P)


@stretched.differential
def _(P, dP):
    r"""10^{150} \mathrm{d}P / P

    Verified.
    """
    return BIG * dP / P


@stretched.pullback("P")
def _(P, G):
    r"""10^{150} G / P

    Verified.
    """
    return BIG * G / P


@formula
def uneven(x: Float[Array, " n"], y: Float[Array, " n"]) -> Float[Array, ""]:
    r"""10^{150} \lVert x \rVert^2 + 10^{-150} \lVert y \rVert^2"""
    return BIG * (x @ x) + SMALL * (y @ y)


@uneven.gradient("x", "y")
def _(x, y):
    r"""2 \cdot 10^{150} x,\; 2 \cdot 10^{-150} y

    Verified: the second is 300 orders below the first, and the value doesn't show it.
    """
    return 2 * BIG * x, 2 * SMALL * y


@formula
def inverse(S: SPD[Array, "n n"]) -> Float[Array, "n n"]:
    r"""(10^{-150} S)^{-1}"""
    return inv(SMALL * S)


@inverse.differential
def _(S, dS):
    r"""-10^{150} S^{-1} \,\mathrm{d}S\, S^{-1}

    Verified.
    """
    P = inv(S)
    return -BIG * P @ dS @ P


@formula
def log_volume(S: SPD[Array, "n n"]) -> Float[Array, ""]:
    r"""\log|10^{120} S|"""
    return jnp.linalg.slogdet(1e120 * S)[1]


@log_volume.gradient("S")
def _(S):
    r"""S^{-1}

    Verified: the determinant itself is out of range.
    """
    return inv(S)


@formula
def rate(t: Positive[Array, ""], B: Symmetric[Array, "n n"]) -> Float[Array, "n n"]:
    r"""10^{-160} B / t"""
    return 1e-160 * B / t


@rate.derivative("t")
def _(t, B):
    r"""-10^{-160} B / t^2

    Verified.
    """
    return -1e-160 * B / t**2


@formula
def valley(x: Float[Array, " n"], b: Float[Array, " n"]) -> Float[Array, ""]:
    r"""10^{165} \textstyle\sum_i \cosh(x_i - b_i)"""
    return 1e165 * jnp.sum(jnp.cosh(x - b))


@valley.minimum("x")
def _(b):
    r"""b

    Verified.
    """
    return b


@formula
def faint(x: Float[Array, " n"], b: Float[Array, " n"]) -> Float[Array, ""]:
    r"""-10^{-165} \lVert x - b \rVert^2"""
    return -1e-165 * jnp.sum((x - b) ** 2)


@faint.maximum("x")
def _(b):
    r"""b

    Verified.
    """
    return b


@formula
def units(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""(10^{80} x)^2 / 10^{10}, in metres"""
    return (1e80 * x) ** 2 / 1e10


@units.jacobian("x")
def _(x):
    r"""2 \cdot 10^{150} \operatorname{diag}(x)

    Verified.
    """
    return 2 * BIG * jnp.diag(x)
