"""The derivative of a matrix by a matrix, through vec: what its definition says, in both
layouts."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import D, formula, kron, unvec, vec, wave, wave_prime


@formula(title="Derivative of a matrix by a matrix", source="S3-M03")
def matrix_by_matrix(
    A: Float[Array, "p m"], X: Float[Array, "m n"], B: Float[Array, "n q"], c: Float[Array, "3"]
) -> Float[Array, "p q"]:
    r"""F = \sigma(AXB)

    A, X and B are any matrices of fitting shapes; sigma is any smooth function of one entry, here a
    wave with coefficients c."""
    return wave(A @ X @ B, c)


@matrix_by_matrix.jacobian("X", flops=lambda p, m, n, q: 2 * m * n * p * q)
def _(A, X, B, c):
    r"""\frac{\partial F}{\partial X} = \frac{\partial \operatorname{vec}(F)}{\partial \operatorname{vec}(X)}
    = (B \otimes A^\top) \operatorname{diag}(\operatorname{vec}(\sigma'(AXB)))

    Denominator layout, mn x pq.
    """
    return kron(B, A.T) * vec(wave_prime(A @ X @ B, c))


@matrix_by_matrix.jacobian(
    "X", layout="numerator", source="S3-M10", flops=lambda p, m, n, q: 2 * m * n * p * q
)
def _(A, X, B, c):
    r"""\frac{\partial F}{\partial X} = \operatorname{diag}(\operatorname{vec}(\sigma'(AXB))) (B^\top \otimes A)

    Numerator layout, pq x mn: the transpose.
    """
    return vec(wave_prime(A @ X @ B, c))[:, None] * kron(B.T, A)


def passes(p: int, m: int, n: int, q: int) -> int:
    """Work of D(F, X): one pass of dF for each of X's mn entries."""
    return m * n * (2 * (p * m * n + p * n * q) + 12 * p * q)


@matrix_by_matrix.jacobian("X", form="both stacked", source="S3-M03; S3-M06", flops=passes)
def _(A, X, B, c, m, n):
    r"""\frac{\partial F}{\partial X} = \frac{\partial \operatorname{vec}(F)}{\partial \operatorname{vec}(X)}"""
    return D(lambda x: vec(matrix_by_matrix(A, unvec(x, m, n), B, c)), vec(X))


@matrix_by_matrix.jacobian("X", form="neither stacked", source="S3-M06", flops=passes)
def _(A, X, B, c):
    r"""\frac{\partial F}{\partial X}"""
    return D(lambda X: matrix_by_matrix(A, X, B, c), X)


@matrix_by_matrix.jacobian("X", form="value stacked", source="S3-M06", flops=passes)
def _(A, X, B, c):
    r"""\frac{\partial F}{\partial X} = \frac{\partial \operatorname{vec}(F)}{\partial X}"""
    return D(lambda X: vec(matrix_by_matrix(A, X, B, c)), X)


@matrix_by_matrix.jacobian("X", form="argument stacked", source="S3-M06", flops=passes)
def _(A, X, B, c, m, n):
    r"""\frac{\partial F}{\partial X} = \frac{\partial F}{\partial \operatorname{vec}(X)}"""
    return D(lambda x: matrix_by_matrix(A, unvec(x, m, n), B, c), vec(X))


@matrix_by_matrix.differential(form="denominator layout", source="S3-M03; S3-SUM", flops=passes)
def _(A, X, B, c, dX, p, q):
    r"""\operatorname{vec}(\mathrm{d}F) = \left(\frac{\partial F}{\partial X}\right)^\top \operatorname{vec}(\mathrm{d}X)"""
    return unvec(D(lambda X: matrix_by_matrix(A, X, B, c), X).T @ vec(dX), p, q)


@matrix_by_matrix.differential(
    form="numerator layout", source="S3-M10", flops=lambda p, m, n, q: 4 * m * n * p * q
)
def _(A, X, B, c, dX, p, q):
    r"""\operatorname{vec}(\mathrm{d}F) = \frac{\partial F}{\partial X} \operatorname{vec}(\mathrm{d}X), \quad
    \frac{\partial F}{\partial X} = \operatorname{diag}(\operatorname{vec}(\sigma'(AXB))) (B^\top \otimes A)
    """
    return unvec(vec(wave_prime(A @ X @ B, c))[:, None] * kron(B.T, A) @ vec(dX), p, q)


@matrix_by_matrix.differential(
    form="written once",
    source="S3-M03",
    flops=lambda p, m, n, q: 4 * (p * m * n + p * n * q) + 12 * p * q,
)
def _(A, X, B, c, dX):
    r"""\mathrm{d}F = \sigma'(AXB) \odot (A \,\mathrm{d}X\, B)

    The same without any matrix of mn x pq.
    """
    return wave_prime(A @ X @ B, c) * (A @ dX @ B)


def output_blocks(A: Array, X: Array, B: Array, c: Array) -> Array:
    """p x q blocks dF_kl/dX of m x n each, mp x nq."""
    S = wave_prime(A @ X @ B, c)
    return kron(S, jnp.ones(X.shape)) * jnp.outer(vec(A.T), vec(B))


def input_blocks(A: Array, X: Array, B: Array, c: Array) -> Array:
    """m x n blocks dF/dX_ij of p x q each, mp x nq."""
    S = wave_prime(A @ X @ B, c)
    return kron(jnp.ones(X.shape), S) * jnp.outer(vec(A), vec(B.T))


@matrix_by_matrix.jacobian(
    "X", layout="block-by-output", source="S3-M08", flops=lambda p, m, n, q: 2 * m * n * p * q
)
def _(A, X, B, c):
    r"""\left[\frac{\partial F_{kl}}{\partial X}\right] =
    (\sigma'(AXB) \otimes 1 1^\top) \odot \operatorname{vec}(A^\top) \operatorname{vec}(B)^\top

    p x q blocks of m x n; the ones are of m and n entries. A permutation of the entries of the mn x
    pq matrix."""
    return output_blocks(A, X, B, c)


@matrix_by_matrix.jacobian(
    "X", layout="block-by-input", source="S3-M08", flops=lambda p, m, n, q: 2 * m * n * p * q
)
def _(A, X, B, c):
    r"""\left[\frac{\partial F}{\partial X_{ij}}\right] =
    (1 1^\top \otimes \sigma'(AXB)) \odot \operatorname{vec}(A) \operatorname{vec}(B^\top)^\top

    m x n blocks of p x q; the ones are of m and n entries. A permutation of the entries of the mn x
    pq matrix."""
    return input_blocks(A, X, B, c)


@matrix_by_matrix.differential(
    form="blocks by output", source="S3-M08", flops=lambda p, m, n, q: 4 * m * n * p * q
)
def _(A, X, B, c, dX, p, m, n, q):
    r"""\mathrm{d}F_{kl} = \left\langle \frac{\partial F_{kl}}{\partial X}, \mathrm{d}X \right\rangle"""
    return jnp.einsum("kilj,ij->kl", output_blocks(A, X, B, c).reshape(p, m, q, n), dX)


@matrix_by_matrix.differential(
    form="blocks by input", source="S3-M08", flops=lambda p, m, n, q: 4 * m * n * p * q
)
def _(A, X, B, c, dX, p, m, n, q):
    r"""\mathrm{d}F = \sum_{ij} \frac{\partial F}{\partial X_{ij}} \,\mathrm{d}X_{ij}"""
    return jnp.einsum("ikjl,ij->kl", input_blocks(A, X, B, c).reshape(m, p, n, q), dX)
