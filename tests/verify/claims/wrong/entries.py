"""Some entries wrong, or the whole in a wrong shape."""

import jax.numpy as jnp
from jax.nn import softmax
from jaxtyping import Array, Float

from closedform import Symmetric, duplication, formula, kron

CAUSES = {
    "entries.soft.jacobian.x": ("wrong-entries", "wrong-term"),
    "entries.differences.gradient.x": "wrong-entries",
    "entries.product.hessian.x": ("wrong-entries", "missing-term"),
    "entries.chain.hessian.x": "wrong-entries",
    "entries.biased.gradient.W": "wrong-entries",
    "entries.bilinear.gradient.X": ("wrong-shape", "transposed"),
    "entries.sandwich.jacobian.X": ("wrong-shape", "transposed"),
    "entries.squares.hessian.S.on-Symmetric": "wrong-shape",
    "entries.column.gradient.w": "wrong-shape",
}


@formula(where=lambda n: n > 1)
def soft(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""p = \operatorname{softmax}(x)"""
    return softmax(x)


@soft.jacobian("x")
def _(x, n):
    r"""p_i \text{ on the diagonal, } -p_i p_j \text{ off it}"""
    p = softmax(x)
    return jnp.where(jnp.eye(n) > 0, jnp.diag(p), -jnp.outer(p, p))


@soft.jacobian("x", form="right")
def _(x, n):
    r"""p_i (1 - p_i) \text{ on the diagonal, } -p_i p_j \text{ off it}"""
    p = softmax(x)
    return jnp.where(jnp.eye(n) > 0, jnp.diag(p * (1 - p)), -jnp.outer(p, p))


@formula(where=lambda n: n > 2)
def differences(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac12 \sum_{i<n} (x_{i+1} - x_i)^2"""
    return jnp.sum((x[1:] - x[:-1]) ** 2) / 2


@differences.gradient("x")
def _(x):
    r"""[2 x_i - x_{i-1} - x_{i+1}]_i, \text{ cyclically}"""
    return 2 * x - jnp.roll(x, 1) - jnp.roll(x, -1)


@differences.gradient("x", form="right")
def _(x):
    r"""[x_i - x_{i-1}] - [x_{i+1} - x_i], \text{ without those beyond the ends}"""
    d = jnp.diff(x)
    return jnp.append(0, d) - jnp.append(d, 0)


@formula(where=lambda n: n > 1)
def product(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\prod_i x_i"""
    return jnp.prod(x)


@product.hessian("x")
def _(x):
    r"""\big[\prod_k x_k / (x_i x_j)\big]_{ij}"""
    return jnp.prod(x) / jnp.outer(x, x)


@product.hessian("x", form="right")
def _(x, n):
    r"""\big[(1 - \delta_{ij}) \prod_k x_k / (x_i x_j)\big]_{ij}"""
    return jnp.prod(x) / jnp.outer(x, x) * (1 - jnp.eye(n))


@formula(where=lambda n: n > 2)
def chain(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\sum_{i<n} x_i^2 x_{i+1}"""
    return jnp.sum(x[:-1] ** 2 * x[1:])


@chain.hessian("x")
def _(x):
    r"""2 x_{i+1} \text{ on the diagonal } (2 x_n \text{ at its end}),\; 2 x_i \text{ beside it}"""
    return 2 * (jnp.diag(jnp.append(x[1:], x[-1])) + jnp.diag(x[:-1], 1) + jnp.diag(x[:-1], -1))


@chain.hessian("x", form="right")
def _(x):
    r"""2 x_{i+1} \text{ on the diagonal } (0 \text{ at its end}),\; 2 x_i \text{ beside it}"""
    return 2 * (jnp.diag(jnp.append(x[1:], 0)) + jnp.diag(x[:-1], 1) + jnp.diag(x[:-1], -1))


@formula(where=lambda m: m > 1)
def biased(
    W: Float[Array, "m n"], X: Float[Array, "N n"], c: Float[Array, " m"]
) -> Float[Array, ""]:
    r"""\tfrac12 \lVert X W^\top c \rVert^2 + \tfrac12 \lVert W \rVert^2"""
    return jnp.sum((X @ W.T @ c) ** 2) / 2 + jnp.sum(W**2) / 2


@biased.gradient("W")
def _(W, X, c):
    r"""c (X^\top X W^\top c)^\top + W, \text{ the last row of } W \text{ unpenalised}"""
    return jnp.outer(c, X.T @ (X @ (W.T @ c))) + W.at[-1].set(0)


@biased.gradient("W", form="right")
def _(W, X, c):
    r"""c (X^\top X W^\top c)^\top + W"""
    return jnp.outer(c, X.T @ (X @ (W.T @ c))) + W


@formula
def bilinear(
    a: Float[Array, " m"], X: Float[Array, "m n"], b: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""a^\top X b"""
    return a @ X @ b


@bilinear.gradient("X")
def _(a, b):
    r"""b a^\top"""
    return jnp.outer(b, a)


@bilinear.gradient("X", form="right")
def _(a, b):
    r"""a b^\top"""
    return jnp.outer(a, b)


@formula
def sandwich(
    A: Float[Array, "p m"], X: Float[Array, "m n"], B: Float[Array, "n q"]
) -> Float[Array, "p q"]:
    r"""AXB"""
    return A @ X @ B


@sandwich.jacobian("X")
def _(A, B):
    r"""B^\top \otimes A"""
    return kron(B.T, A)


@sandwich.jacobian("X", form="right")
def _(A, B):
    r"""B \otimes A^\top"""
    return kron(B, A.T)


@formula(where=lambda n: n > 1)
def squares(S: Symmetric[Array, "n n"], A: Symmetric[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(SAS)"""
    return jnp.trace(S @ A @ S)


@squares.hessian("S", on=Symmetric)
def _(A, n):
    r"""A \otimes I + I \otimes A"""
    return kron(A, jnp.eye(n)) + kron(jnp.eye(n), A)


@squares.hessian("S", on=Symmetric, form="right")
def _(A, n):
    r"""D_n^\top (A \otimes I + I \otimes A) D_n"""
    return duplication(n).T @ (kron(A, jnp.eye(n)) + kron(jnp.eye(n), A)) @ duplication(n)


@formula
def column(
    X: Float[Array, "m n"], w: Float[Array, " n"], y: Float[Array, " m"]
) -> Float[Array, ""]:
    r"""\sum_i \cosh(x_i^\top w - y_i)"""
    return jnp.sum(jnp.cosh(X @ w - y))


@column.gradient("w")
def _(X, w, y):
    r"""X^\top \sinh(Xw - y), \text{ as one column}"""
    return X.T @ jnp.sinh(X @ w - y)[:, None]


@column.gradient("w", form="right")
def _(X, w, y):
    r"""X^\top \sinh(Xw - y)"""
    return X.T @ jnp.sinh(X @ w - y)
