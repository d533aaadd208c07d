"""Transposed where the shape allows it."""

import jax.numpy as jnp
from jax.scipy.linalg import expm
from jaxtyping import Array, Float

from closedform import Invertible, commutation, formula, inv, kron

CAUSES = {
    "transposes.linear.gradient.X": ("transposed", "symmetric-only"),
    "transposes.of_inverse.gradient.X": "transposed",
    "transposes.determinant.gradient.X": ("transposed", "symmetric-only"),
    "transposes.exponential.gradient.X": ("transposed", "symmetric-only"),
    "transposes.layer.jacobian.x": "transposed",
    "transposes.sandwich.jacobian.X": ("transposed", "symmetric-only"),
    "transposes.form.gradient.A": "transposed",
    "transposes.cubes.gradient.X": ("transposed", "symmetric-only"),
    "transposes.flip.jacobian.X": ("transposed", "missing-commutation"),
    "transposes.congruence.pullback.X": "transposed",
}


@formula
def linear(A: Float[Array, "n n"], X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(AX)"""
    return jnp.trace(A @ X)


@linear.gradient("X")
def _(A):
    r"""A"""
    return A


@linear.gradient("X", form="right")
def _(A):
    r"""A^\top"""
    return A.T


@formula
def of_inverse(
    A: Float[Array, "p n"], X: Invertible[Array, "n n"], B: Float[Array, "n p"]
) -> Float[Array, ""]:
    r"""\operatorname{tr}(A X^{-1} B)"""
    return jnp.trace(A @ inv(X) @ B)


@of_inverse.gradient("X")
def _(A, X, B):
    r"""-X^{-1} B A X^{-1}"""
    return -inv(X) @ B @ A @ inv(X)


@of_inverse.gradient("X", form="right")
def _(A, X, B):
    r"""-(X^{-1} B A X^{-1})^\top"""
    return -(inv(X) @ B @ A @ inv(X)).T


@formula
def determinant(X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""|X|"""
    return jnp.linalg.det(X)


@determinant.gradient("X")
def _(X):
    r"""|X| X^{-1}"""
    return jnp.linalg.det(X) * inv(X)


@determinant.gradient("X", form="right")
def _(X):
    r"""|X| X^{-\top}"""
    return jnp.linalg.det(X) * inv(X).T


@formula
def exponential(X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(\exp X)"""
    return jnp.trace(expm(X))


@exponential.gradient("X")
def _(X):
    r"""\exp(X)"""
    return expm(X)


@exponential.gradient("X", form="right")
def _(X):
    r"""\exp(X)^\top"""
    return expm(X).T


@formula
def layer(A: Float[Array, "n n"], x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""\tanh(Ax)"""
    return jnp.tanh(A @ x)


@layer.jacobian("x")
def _(A, x):
    r"""\operatorname{diag}(1 - \tanh^2(Ax)) A"""
    return jnp.diag(1 - jnp.tanh(A @ x) ** 2) @ A


@layer.jacobian("x", form="right")
def _(A, x):
    r"""A^\top \operatorname{diag}(1 - \tanh^2(Ax))"""
    return A.T @ jnp.diag(1 - jnp.tanh(A @ x) ** 2)


@formula
def sandwich(A: Float[Array, "n n"], X: Float[Array, "n n"]) -> Float[Array, "n n"]:
    r"""A X A^\top"""
    return A @ X @ A.T


@sandwich.jacobian("X")
def _(A):
    r"""A \otimes A"""
    return kron(A, A)


@sandwich.jacobian("X", form="right")
def _(A):
    r"""A^\top \otimes A^\top"""
    return kron(A.T, A.T)


@formula
def form(x: Float[Array, " n"], A: Float[Array, "n n"], y: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\log(1 + (x^\top A y)^2)"""
    return jnp.log(1 + (x @ A @ y) ** 2)


@form.gradient("A")
def _(x, A, y):
    r"""\frac{2 x^\top A y}{1 + (x^\top A y)^2} y x^\top"""
    s = x @ A @ y
    return 2 * s / (1 + s**2) * jnp.outer(y, x)


@form.gradient("A", form="right")
def _(x, A, y):
    r"""\frac{2 x^\top A y}{1 + (x^\top A y)^2} x y^\top"""
    s = x @ A @ y
    return 2 * s / (1 + s**2) * jnp.outer(x, y)


@formula
def cubes(X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(X^3)"""
    return jnp.trace(X @ X @ X)


@cubes.gradient("X")
def _(X):
    r"""3 X^2"""
    return 3 * X @ X


@cubes.gradient("X", form="right")
def _(X):
    r"""3 (X^\top)^2"""
    return 3 * X.T @ X.T


@formula
def flip(X: Float[Array, "m n"]) -> Float[Array, "n m"]:
    r"""X^\top"""
    return X.T


@flip.jacobian("X")
def _(m, n):
    r"""K_{mn}"""
    return commutation(m, n)


@flip.jacobian("X", form="right")
def _(m, n):
    r"""K_{nm}"""
    return commutation(n, m)


@formula
def congruence(A: Float[Array, "n n"], X: Float[Array, "n n"]) -> Float[Array, "n n"]:
    r"""A^\top X A"""
    return A.T @ X @ A


@congruence.pullback("X")
def _(A, G):
    r"""A G^\top A^\top"""
    return A @ G.T @ A.T


@congruence.pullback("X", form="right")
def _(A, G):
    r"""A G A^\top"""
    return A @ G @ A.T
