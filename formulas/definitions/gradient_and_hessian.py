"""The gradient of a scalar by a matrix in its two shapes, and the Hessian as the derivative of
either."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import D, formula, kron, transposed, unvec, vec


@formula(title="Weighted sum of the exponentials of AXB", source="S3-M05")
def exponential_sum(
    C: Float[Array, "p q"], A: Float[Array, "p m"], X: Float[Array, "m n"], B: Float[Array, "n q"]
) -> Float[Array, ""]:
    r"""f = \langle C, \exp(AXB) \rangle

    exp is taken of each entry; A, X, B and C are any matrices of fitting shapes.
    """
    return jnp.sum(C * jnp.exp(A @ X @ B))


def nabla(C: Array, A: Array, X: Array, B: Array) -> Array:
    """The gradient, m x n: A^T (C * exp(AXB)) B^T."""
    return A.T @ (C * jnp.exp(A @ X @ B)) @ B.T


@exponential_sum.gradient(
    "X",
    source="S3-M04",
    form="unstacked",
    flops=lambda p, m, n, q: 2 * m * n * (p * m * n + p * n * q),
)
def _(C, A, X, B, m, n):
    r"""\nabla_X f = \operatorname{unvec}\left(\frac{\partial f}{\partial X}\right)"""
    return unvec(D(lambda X: exponential_sum(C, A, X, B), X)[:, 0], m, n)


@exponential_sum.gradient(
    "X", source="S3-M04", flops=lambda p, m, n, q: 4 * (p * m * n + p * n * q)
)
def _(C, A, X, B):
    r"""\nabla_X f = A^\top (C \odot \exp(AXB)) B^\top

    The scalar definition's df/dX, of m x n as X.
    """
    return nabla(C, A, X, B)


@exponential_sum.gradient(
    "X",
    source="S3-M04",
    form="transpose first",
    flops=lambda p, m, n, q: 4 * (p * m * n + p * n * q),
)
def _(C, A, X, B):
    r"""\nabla_X f = A^\top (C \odot \exp(AXB)) B^\top

    The first transpose is an array of its own: XLA's product of a transposed matrix takes twice as
    long on a CPU."""
    return transposed(A) @ (C * jnp.exp(A @ X @ B)) @ B.T


@exponential_sum.jacobian(
    "X", source="S3-M04", flops=lambda p, m, n, q: 4 * (p * m * n + p * n * q)
)
def _(C, A, X, B):
    r"""\frac{\partial f}{\partial X} = \operatorname{vec}(\nabla_X f)

    The matrix definition's df/dX, of mn x 1: one notation, two meanings.
    """
    return vec(nabla(C, A, X, B))[:, None]


@exponential_sum.jacobian(
    "X", source="S3-M04", form="written once", flops=lambda p, m, n, q: 4 * (p * m * n + p * n * q)
)
def _(C, A, X, B):
    r"""\operatorname{vec}((B (C \odot \exp(AXB))^\top A)^\top)

    The gradient's transpose, whose rows lie in memory as vec stacks its columns.
    """
    return (B @ (C * jnp.exp(A @ X @ B)).T @ A).reshape(-1, 1)


@exponential_sum.hessian("X", flops=lambda p, m, n, q: 2 * (m * n) ** 2 * p * q)
def _(C, A, X, B):
    r"""\nabla_X^2 f = (B \otimes A^\top) \operatorname{diag}(\operatorname{vec}(C \odot \exp(AXB))) (B^\top \otimes A)

    Symmetric, since f has continuous second derivatives.
    """
    return kron(B, A.T) * vec(C * jnp.exp(A @ X @ B)) @ kron(B.T, A)


@exponential_sum.hessian(
    "X", form="of the matrix", flops=lambda p, m, n, q: 4 * m * n * (p * m * n + p * n * q)
)
def _(C, A, X, B):
    r"""\nabla_X^2 f = \frac{\partial \nabla_X f}{\partial X}"""
    return D(lambda X: nabla(C, A, X, B), X)


@exponential_sum.hessian(
    "X", form="of the vector", flops=lambda p, m, n, q: 4 * m * n * (p * m * n + p * n * q)
)
def _(C, A, X, B):
    r"""\nabla_X^2 f = \frac{\partial}{\partial X} \operatorname{vec}(\nabla_X f)"""
    return D(lambda X: vec(nabla(C, A, X, B)), X)


@exponential_sum.hessian(
    "X", form="transpose", flops=lambda p, m, n, q: 4 * m * n * (p * m * n + p * n * q)
)
def _(C, A, X, B):
    r"""\nabla_X^2 f = \left(\frac{\partial \nabla_X f}{\partial X}\right)^\top

    The Hessian is symmetric, so that both layouts give the same.
    """
    return D(lambda X: nabla(C, A, X, B), X).T


@exponential_sum.hessian(
    "X",
    form="two products",
    flops=lambda p, m, n, q: 2 * m * m * q * (p + n * n) + p * m * m + q * n * n,
)
def _(C, A, X, B, m, n):
    r"""\frac{\partial^2 f}{\partial X_{ij} \partial X_{kl}} = \sum_q B_{jq} B_{lq} \sum_p (C \odot \exp(AXB))_{pq} A_{pi} A_{pk}

    Sums over p and over q are products one after the other; no Kronecker product of mn x pq is
    formed."""
    S = C * jnp.exp(A @ X @ B)
    rows = S.T @ (A[:, :, None] * A[:, None, :]).reshape(len(A), m * m)
    columns = (B[:, None, :] * B).reshape(n * n, -1)
    return (columns @ rows).reshape(n, n, m, m).transpose(0, 2, 1, 3).reshape(m * n, m * n)


@exponential_sum.hvp("X", flops=lambda p, m, n, q: 6 * (p * m * n + p * n * q))
def _(C, A, X, B, dX):
    r"""A^\top \left(C \odot \exp(AXB) \odot (A \,\mathrm{d}X\, B)\right) B^\top"""
    return A.T @ (C * jnp.exp(A @ X @ B) * (A @ dX @ B)) @ B.T


@exponential_sum.hvp(
    "X", form="transpose first", flops=lambda p, m, n, q: 6 * (p * m * n + p * n * q)
)
def _(C, A, X, B, dX):
    r"""A^\top \left(C \odot \exp(AXB) \odot (A \,\mathrm{d}X\, B)\right) B^\top"""
    return transposed(A) @ (C * jnp.exp(A @ X @ B) * (A @ dX @ B)) @ B.T
