"""Kronecker factors the wrong way round."""

import jax.numpy as jnp
from jax.nn import logsumexp, softmax
from jaxtyping import Array, Float

from closedform import OneHot, formula, kron, unvec, vec

CAUSES = {
    "kronecker.left.jacobian.X": ("kronecker-order", "vec-order"),
    "kronecker.residual.hessian.X": ("kronecker-order", "vec-order"),
    "kronecker.softmax_regression.hessian.W": ("kronecker-order", "vec-order"),
    "kronecker.form.equals.matrices": ("kronecker-order", "wrong-term", "unknown"),
    "kronecker.form.gradient.z": ("kronecker-order", "wrong-term", "unknown"),
    "kronecker.product.equals.blocks": "kronecker-order",
    "kronecker.sylvester.equals.sum": "kronecker-order",
    "kronecker.product.differential.X": "kronecker-order",
}


@formula
def left(A: Float[Array, "p m"], X: Float[Array, "m n"]) -> Float[Array, "p n"]:
    r"""AX"""
    return A @ X


@left.jacobian("X")
def _(A, n):
    r"""A^\top \otimes I_n"""
    return kron(A.T, jnp.eye(n))


@left.jacobian("X", form="right")
def _(A, n):
    r"""I_n \otimes A^\top"""
    return kron(jnp.eye(n), A.T)


@formula
def residual(
    A: Float[Array, "p m"], X: Float[Array, "m n"], B: Float[Array, "n q"]
) -> Float[Array, ""]:
    r"""\lVert AXB \rVert_F^2"""
    return jnp.sum((A @ X @ B) ** 2)


@residual.hessian("X")
def _(A, B):
    r"""2 A^\top A \otimes B B^\top"""
    return 2 * kron(A.T @ A, B @ B.T)


@residual.hessian("X", form="right")
def _(A, B):
    r"""2 B B^\top \otimes A^\top A"""
    return 2 * kron(B @ B.T, A.T @ A)


@formula
def softmax_regression(
    X: Float[Array, "N d"], W: Float[Array, "d c"], Y: OneHot[Array, "N c"]
) -> Float[Array, ""]:
    r"""\sum_i \log \sum_j \exp(x_i^\top w_j) - \langle Y, XW \rangle"""
    return jnp.sum(logsumexp(X @ W, axis=1)) - jnp.sum(Y * (X @ W))


@softmax_regression.hessian("W")
def _(X, W):
    r"""\sum_i x_i x_i^\top \otimes (\operatorname{diag} p_i - p_i p_i^\top)"""
    P = softmax(X @ W, axis=1)
    return sum(
        kron(jnp.outer(x, x), jnp.diag(p) - jnp.outer(p, p)) for x, p in zip(X, P, strict=True)
    )


@softmax_regression.hessian("W", form="right")
def _(X, W):
    r"""\sum_i (\operatorname{diag} p_i - p_i p_i^\top) \otimes x_i x_i^\top"""
    P = softmax(X @ W, axis=1)
    return sum(
        kron(jnp.diag(p) - jnp.outer(p, p), jnp.outer(x, x)) for x, p in zip(X, P, strict=True)
    )


@formula
def form(
    A: Float[Array, "p p"], B: Float[Array, "q q"], z: Float[Array, " p*q"]
) -> Float[Array, ""]:
    r"""\operatorname{tr}(Z^\top B Z A^\top), \quad \operatorname{vec}(Z) = z"""
    Z = unvec(z, len(B), len(A))
    return jnp.trace(Z.T @ B @ Z @ A.T)


@form.equals("matrices")
def _(A, B, z):
    r"""z^\top (B \otimes A) z"""
    return z @ kron(B, A) @ z


@form.equals("matrices", form="right")
def _(A, B, z):
    r"""z^\top (A \otimes B) z"""
    return z @ kron(A, B) @ z


@form.gradient("z")
def _(A, B, z):
    r"""(B \otimes A + B^\top \otimes A^\top) z"""
    return (kron(B, A) + kron(B.T, A.T)) @ z


@form.gradient("z", form="right")
def _(A, B, z):
    r"""(A \otimes B + A^\top \otimes B^\top) z"""
    return (kron(A, B) + kron(A.T, B.T)) @ z


@formula
def product(X: Float[Array, "m n"], Y: Float[Array, "p q"]) -> Float[Array, "m*p n*q"]:
    r"""X \otimes Y"""
    return kron(X, Y)


@product.equals("blocks")
def _(X, Y, m, n, p, q):
    r"""[X y_{ij}]_{ij}"""
    return jnp.einsum("ij,kl->kilj", X, Y).reshape(m * p, n * q)


@product.equals("blocks", form="right")
def _(X, Y, m, n, p, q):
    r"""[x_{ij} Y]_{ij}"""
    return jnp.einsum("ij,kl->ikjl", X, Y).reshape(m * p, n * q)


@product.differential
def _(Y, dX):
    r"""Y \otimes \mathrm{d}X"""
    return kron(Y, dX)


@product.differential(form="right")
def _(Y, dX):
    r"""\mathrm{d}X \otimes Y"""
    return kron(dX, Y)


@formula
def sylvester(
    A: Float[Array, "m m"], X: Float[Array, "m n"], B: Float[Array, "n n"]
) -> Float[Array, " m*n"]:
    r"""\operatorname{vec}(AX + XB)"""
    return vec(A @ X + X @ B)


@sylvester.equals("sum")
def _(A, X, B, m, n):
    r"""(A \otimes I_n + I_m \otimes B^\top) \operatorname{vec}(X)"""
    return (kron(A, jnp.eye(n)) + kron(jnp.eye(m), B.T)) @ vec(X)


@sylvester.equals("sum", form="right")
def _(A, X, B, m, n):
    r"""(I_n \otimes A + B^\top \otimes I_m) \operatorname{vec}(X)"""
    return (kron(jnp.eye(n), A) + kron(B.T, jnp.eye(m))) @ vec(X)
