"""Rows stacked where columns are stacked."""

import jax.numpy as jnp
from jax.nn import softmax
from jaxtyping import Array, Float

from closedform import formula, kron, unvec, vec

CAUSES = {
    "vec_order.sandwich.jacobian.X": ("vec-order", "kronecker-order"),
    "vec_order.sines.jacobian.X": "vec-order",
    "vec_order.exponentials.hessian.X": "vec-order",
    "vec_order.contraction.hessian.X": "vec-order",
    "vec_order.log_sum.hessian.X": "vec-order",
    "vec_order.sums.jacobian.X.numerator": ("vec-order", "kronecker-order"),
    "vec_order.flat.equals.Kronecker-product": "vec-order",
    "vec_order.stacked.gradient.w": "vec-order",
}


@formula
def sandwich(
    A: Float[Array, "p m"], X: Float[Array, "m n"], B: Float[Array, "n q"]
) -> Float[Array, "p q"]:
    r"""AXB"""
    return A @ X @ B


@sandwich.jacobian("X")
def _(A, B, p, q, m, n):
    r"""[a_{ki} b_{jl}]_{(ij),(kl)}"""
    return jnp.einsum("ki,jl->ijkl", A, B).reshape(m * n, p * q)


@sandwich.jacobian("X", form="right")
def _(A, B, p, q, m, n):
    r"""[a_{ki} b_{jl}]_{(ji),(lk)}"""
    return jnp.einsum("ki,jl->jilk", A, B).reshape(m * n, p * q)


@formula
def sines(X: Float[Array, "m n"]) -> Float[Array, "m n"]:
    r"""\sin(X)"""
    return jnp.sin(X)


@sines.jacobian("X")
def _(X):
    r"""\operatorname{diag}(\cos(x_{11}), \cos(x_{12}), \ldots)"""
    return jnp.diag(jnp.cos(X).reshape(-1))


@sines.jacobian("X", form="right")
def _(X):
    r"""\operatorname{diag}(\cos(x_{11}), \cos(x_{21}), \ldots)"""
    return jnp.diag(vec(jnp.cos(X)))


@formula
def exponentials(A: Float[Array, "m n"], X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""1^\top \exp(A \odot X) 1"""
    return jnp.sum(jnp.exp(A * X))


@exponentials.hessian("X")
def _(A, X):
    r"""\operatorname{diag}(A^{\odot 2} \odot \exp(A \odot X))"""
    return jnp.diag(jnp.ravel(A**2 * jnp.exp(A * X)))


@exponentials.hessian("X", form="right")
def _(A, X):
    r"""\operatorname{diag}(\operatorname{vec}(A^{\odot 2} \odot \exp(A \odot X)))"""
    return jnp.diag(vec(A**2 * jnp.exp(A * X)))


@formula
def contraction(A: Float[Array, "m n"], X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\tfrac12 \operatorname{tr}(A^\top X)^2"""
    return jnp.sum(A * X) ** 2 / 2


@contraction.hessian("X")
def _(A):
    r"""\operatorname{vec}(A^\top) \operatorname{vec}(A^\top)^\top"""
    return jnp.outer(vec(A.T), vec(A.T))


@contraction.hessian("X", form="right")
def _(A):
    r"""\operatorname{vec}(A) \operatorname{vec}(A)^\top"""
    return jnp.outer(vec(A), vec(A))


@formula
def log_sum(X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\log \sum_{ij} \exp x_{ij}"""
    return jnp.log(jnp.sum(jnp.exp(X)))


@log_sum.hessian("X")
def _(X):
    r"""\operatorname{diag}(p) - p p^\top,
    \quad p = \operatorname{softmax}(x_{11}, x_{12}, \ldots)"""
    p = softmax(X.flatten())
    return jnp.diag(p) - jnp.outer(p, p)


@log_sum.hessian("X", form="right")
def _(X):
    r"""\operatorname{diag}(p) - p p^\top, \quad p = \operatorname{softmax}(\operatorname{vec} X)"""
    p = softmax(vec(X))
    return jnp.diag(p) - jnp.outer(p, p)


@formula
def sums(X: Float[Array, "m n"], v: Float[Array, " n"]) -> Float[Array, " m"]:
    r"""Xv"""
    return X @ v


@sums.jacobian("X", layout="numerator")
def _(v, m):
    r"""I_m \otimes v^\top"""
    return kron(jnp.eye(m), v[None])


@sums.jacobian("X", layout="numerator", form="right")
def _(v, m):
    r"""v^\top \otimes I_m"""
    return kron(v[None], jnp.eye(m))


@formula
def flat(
    A: Float[Array, "p m"], X: Float[Array, "m n"], B: Float[Array, "n q"]
) -> Float[Array, " p*q"]:
    r"""\operatorname{vec}(AXB)"""
    return vec(A @ X @ B)


@flat.equals("Kronecker product")
def _(A, X, B):
    r"""(A \otimes B^\top) \operatorname{vec}(X^\top)"""
    return kron(A, B.T) @ vec(X.T)


@flat.equals("Kronecker product", form="right")
def _(A, X, B):
    r"""(B^\top \otimes A) \operatorname{vec}(X)"""
    return kron(B.T, A) @ vec(X)


@formula
def stacked(
    A: Float[Array, "p m"], w: Float[Array, " m*n"], Y: Float[Array, "p n"]
) -> Float[Array, ""]:
    r"""\tfrac12 \lVert AW - Y \rVert_F^2, \quad \operatorname{vec}(W) = w"""
    return jnp.sum((A @ unvec(w, A.shape[1], Y.shape[1]) - Y) ** 2) / 2


@stacked.gradient("w")
def _(A, w, Y, m, n):
    r"""A^\top (AW - Y), \text{ flattened}"""
    return (A.T @ (A @ unvec(w, m, n) - Y)).reshape(-1)


@stacked.gradient("w", form="right")
def _(A, w, Y, m, n):
    r"""\operatorname{vec}(A^\top (AW - Y))"""
    return vec(A.T @ (A @ unvec(w, m, n) - Y))
