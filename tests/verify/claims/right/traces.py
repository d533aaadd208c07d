"""Traces of products, inverses and powers."""

import jax.numpy as jnp
from jax.scipy.linalg import expm
from jaxtyping import Array, Float

from closedform import Invertible, commutation, formula, inv, kron


@formula
def product(
    A: Float[Array, "p m"], X: Float[Array, "m n"], B: Float[Array, "n p"]
) -> Float[Array, ""]:
    r"""\operatorname{tr}(AXB)"""
    return jnp.trace(A @ X @ B)


@product.gradient("X")
def _(A, B):
    r"""A^\top B^\top"""
    return (B @ A).T


@product.hessian("X")
def _(m, n):
    r"""0"""
    return jnp.zeros((m * n, m * n))


@product.differential
def _(A, X, B, dA, dX, dB):
    r"""\operatorname{tr}(\mathrm{d}A\, XB + A \,\mathrm{d}X\, B + AX \,\mathrm{d}B)"""
    return jnp.trace(dA @ X @ B + A @ dX @ B) + jnp.sum((A @ X) * dB.T)


@formula
def quadratic(
    A: Float[Array, "m m"], X: Float[Array, "m n"], B: Float[Array, "n n"]
) -> Float[Array, ""]:
    r"""\operatorname{tr}(X^\top A X B)"""
    return jnp.trace(X.T @ A @ X @ B)


@quadratic.gradient("X", "A")
def _(A, X, B):
    r"""AXB + A^\top X B^\top,\; X B^\top X^\top"""
    return A @ X @ B + A.T @ X @ B.T, X @ B.T @ X.T


@quadratic.hessian("X")
def _(A, B):
    r"""B^\top \otimes A + B \otimes A^\top"""
    return kron(B.T, A) + kron(B, A.T)


@formula
def of_inverse(
    A: Float[Array, "p n"], X: Invertible[Array, "n n"], B: Float[Array, "n p"]
) -> Float[Array, ""]:
    r"""\operatorname{tr}(A X^{-1} B)"""
    return jnp.trace(A @ inv(X) @ B)


@of_inverse.gradient("X")
def _(A, X, B):
    r"""-(X^{-1} B A X^{-1})^\top"""
    return -jnp.linalg.solve(X.T, A.T) @ jnp.linalg.solve(X, B).T


@formula
def power(X: Float[Array, "n n"], k: int) -> Float[Array, ""]:
    r"""\operatorname{tr}(X^k)"""
    return jnp.trace(jnp.linalg.matrix_power(X, k))


@power.gradient("X")
def _(X, k):
    r"""k (X^{k-1})^\top"""
    return k * jnp.linalg.matrix_power(X.T, k - 1)


@formula
def twice(
    A: Float[Array, "n m"], X: Float[Array, "m n"], B: Float[Array, "n m"]
) -> Float[Array, ""]:
    r"""\operatorname{tr}(AXBX)"""
    return jnp.trace(A @ X @ B @ X)


@twice.gradient("X")
def _(A, X, B):
    r"""(BXA + AXB)^\top"""
    return (B @ X @ A).T + B.T @ X.T @ A.T


@twice.hessian("X")
def _(A, B, m, n):
    r"""(B \otimes A^\top + A \otimes B^\top) K_{mn}"""
    return (kron(B, A.T) + kron(A, B.T)) @ commutation(m, n)


@twice.hessian("X", form="outer")
def _(A, B, m, n):
    r"""\frac{\partial^2 f}{\partial x_{ij} \partial x_{kl}} = a_{li} b_{jk} + b_{li} a_{jk}"""
    return (jnp.einsum("li,jk->jilk", A, B) + jnp.einsum("li,jk->jilk", B, A)).reshape(m * n, m * n)


@formula
def quartic(X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(X^\top X X^\top X)"""
    return jnp.sum((X.T @ X) ** 2)


@quartic.gradient("X")
def _(X):
    r"""4 X X^\top X"""
    U, s, V = jnp.linalg.svd(X, full_matrices=False)
    return 4 * U * s**3 @ V


@quartic.hvp("X")
def _(X, dX):
    r"""4 (\mathrm{d}X\, X^\top X + X \,\mathrm{d}X^\top X + X X^\top \mathrm{d}X)"""
    return 4 * (dX @ X.T @ X + X @ dX.T @ X + X @ X.T @ dX)


@formula
def exponential(X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(\exp X)"""
    return jnp.trace(expm(X))


@exponential.gradient("X")
def _(X):
    r"""\exp(X)^\top"""
    return expm(X.T)
