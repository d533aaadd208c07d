"""Derivatives by tied entries, 2G - diag G, against derivatives G by independent ones."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import SPD, Symmetric, formula, inv

CAUSES = {
    "conventions.linear.gradient.S.on-Symmetric": "symmetric-convention",
    "conventions.squares.gradient.S.on-Symmetric": "symmetric-convention",
    "conventions.determinant.gradient.S": "symmetric-convention",
    "conventions.form.gradient.S": "symmetric-convention",
    "conventions.form.gradient.S.along-Symmetric": "symmetric-convention",
    "conventions.of_inverse.gradient.S.on-Symmetric": "symmetric-convention",
    "conventions.mahalanobis.gradient.S.on-Symmetric": "symmetric-convention",
    "conventions.precision.gradient.P": "symmetric-convention",
}


def tied(G):
    """2G - diag G."""
    return 2 * G - jnp.diag(jnp.diag(G))


@formula
def linear(A: Float[Array, "n n"], S: Symmetric[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(AS)"""
    return jnp.trace(A @ S)


@linear.gradient("S", on=Symmetric)
def _(A):
    r"""\tfrac12 (A + A^\top)"""
    return (A + A.T) / 2


@linear.gradient("S", on=Symmetric, form="right")
def _(A):
    r"""A + A^\top - A \odot I"""
    return A + A.T - jnp.diag(jnp.diag(A))


@formula
def squares(S: Symmetric[Array, "n n"]) -> Float[Array, ""]:
    r"""\lVert S \rVert_F^2"""
    return jnp.sum(S**2)


@squares.gradient("S", on=Symmetric)
def _(S):
    r"""2S"""
    return 2 * S


@squares.gradient("S", on=Symmetric, form="right")
def _(S):
    r"""4S - 2 S \odot I"""
    return tied(2 * S)


@formula
def determinant(S: SPD[Array, "n n"]) -> Float[Array, ""]:
    r"""|S|"""
    return jnp.linalg.det(S)


@determinant.gradient("S")
def _(S):
    r"""|S| (2 S^{-1} - S^{-1} \odot I)"""
    return jnp.linalg.det(S) * tied(inv(S))


@determinant.gradient("S", form="right")
def _(S):
    r"""|S| S^{-1}"""
    return jnp.linalg.det(S) * inv(S)


@formula
def form(x: Float[Array, " n"], S: Symmetric[Array, "n n"]) -> Float[Array, ""]:
    r"""x^\top S x"""
    return x @ S @ x


@form.gradient("S")
def _(x):
    r"""2 x x^\top - \operatorname{diag}(x^{\odot 2})"""
    return 2 * jnp.outer(x, x) - jnp.diag(x**2)


@form.gradient("S", form="right")
def _(x):
    r"""x x^\top"""
    return jnp.outer(x, x)


@form.gradient("S", along=Symmetric)
def _(x):
    r"""2 x x^\top - x x^\top \odot I"""
    return jnp.outer(x, x) * (2 - jnp.eye(len(x)))


@form.gradient("S", along=Symmetric, form="right")
def _(x):
    r"""x x^\top"""
    return jnp.outer(x, x)


@formula
def of_inverse(A: SPD[Array, "n n"], S: SPD[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(A S^{-1})"""
    return jnp.trace(A @ inv(S))


@of_inverse.gradient("S", on=Symmetric)
def _(A, S):
    r"""-S^{-1} A S^{-1}"""
    return -inv(S) @ A @ inv(S)


@of_inverse.gradient("S", on=Symmetric, form="right")
def _(A, S):
    r"""-2 S^{-1} A S^{-1} + S^{-1} A S^{-1} \odot I"""
    return -tied(inv(S) @ A @ inv(S))


@formula
def mahalanobis(x: Float[Array, " n"], S: SPD[Array, "n n"]) -> Float[Array, ""]:
    r"""x^\top S^{-1} x"""
    return x @ jnp.linalg.solve(S, x)


@mahalanobis.gradient("S", on=Symmetric)
def _(x, S):
    r"""-a a^\top, \quad a = S^{-1} x"""
    a = jnp.linalg.solve(S, x)
    return -jnp.outer(a, a)


@mahalanobis.gradient("S", on=Symmetric, form="right")
def _(x, S):
    r"""-2 a a^\top + a a^\top \odot I, \quad a = S^{-1} x"""
    a = jnp.linalg.solve(S, x)
    return -tied(jnp.outer(a, a))


@formula
def precision(P: SPD[Array, "n n"], X: Float[Array, "N n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(X P X^\top) - N \log |P|"""
    return jnp.trace(X @ P @ X.T) - len(X) * jnp.linalg.slogdet(P)[1]


@precision.gradient("P")
def _(P, X, N):
    r"""2 G - G \odot I, \quad G = X^\top X - N P^{-1}"""
    return tied(X.T @ X - N * inv(P))


@precision.gradient("P", form="right")
def _(P, X, N):
    r"""G = X^\top X - N P^{-1}"""
    return X.T @ X - N * inv(P)
