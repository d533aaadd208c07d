"""The total differential of a scalar function: the inner product of its gradient and the
differential of its argument."""

import jax
import jax.numpy as jnp
from jax import Array as JaxArray
from jaxtyping import Array, Float

from closedform import D, formula, transposed, wave, wave_prime


def partials(f, X: JaxArray) -> JaxArray:
    """Every df/dX_ij, each the derivative of a function of one number, in X's shape."""
    E = jnp.eye(X.size).reshape(-1, *X.shape)
    return jax.vmap(lambda E: D(lambda t: f(X + t * E), jnp.zeros(()))[0, 0])(E).reshape(X.shape)


@formula(title="Total differential of a function of a scalar", source="S3-02")
def of_scalar(x: Float[Array, ""], c: Float[Array, "3"]) -> Float[Array, ""]:
    r"""f(x) = \sigma(x)

    x is any number; sigma is any smooth function, here a wave with coefficients c.
    """
    return wave(x, c)


@of_scalar.differential(flops=lambda: 12)
def _(x, c, dx):
    r"""\mathrm{d}f = f'(x) \,\mathrm{d}x"""
    return wave_prime(x, c) * dx


@formula(title="Total differential of a function of a vector", source="S3-02")
def of_vector(
    a: Float[Array, " m"], A: Float[Array, "m n"], x: Float[Array, " n"], c: Float[Array, "3"]
) -> Float[Array, ""]:
    r"""f(x) = a^\top \sigma(Ax)

    x is any vector of n entries, a and A are any of fitting shapes; sigma is any smooth function of
    one entry, here a wave with coefficients c."""
    return a @ wave(A @ x, c)


@of_vector.gradient("x", source="S2-04", flops=lambda m, n: 4 * m * n + 12 * m)
def _(a, A, x, c):
    r"""\frac{\partial f}{\partial x} = A^\top (a \odot \sigma'(Ax))

    A column of n entries, as x.
    """
    return A.T @ (a * wave_prime(A @ x, c))


@of_vector.gradient(
    "x", source="S2-04; S0-02", form="entry by entry", flops=lambda m, n: n * (2 * m * n + 12 * m)
)
def _(a, A, x, c):
    r"""\frac{\partial f}{\partial x} = \left[\frac{\partial f}{\partial x_i}\right]"""
    return partials(lambda x: of_vector(a, A, x, c), x)


@of_vector.gradient("x", source="S2-04", form="row vector", flops=lambda m, n: 4 * m * n + 12 * m)
def _(a, A, x, c):
    r"""\frac{\partial f}{\partial x} = \left((a \odot \sigma'(Ax))^\top A\right)^\top

    A row times a matrix: XLA's loop for a transposed matrix times a vector is many times slower on
    a CPU."""
    return (a * wave_prime(A @ x, c)) @ A


@of_vector.differential(
    source="S2-13; S3-02", form="sum", flops=lambda m, n: n * (2 * m * n + 12 * m)
)
def _(a, A, x, c, dx):
    r"""\mathrm{d}f = \sum_i \frac{\partial f}{\partial x_i} \,\mathrm{d}x_i"""
    return jnp.sum(partials(lambda x: of_vector(a, A, x, c), x) * dx)


@of_vector.differential(
    source="S3-03; S3-02; S0-02", form="inner product", flops=lambda m, n: 4 * m * n + 12 * m
)
def _(a, A, x, c, dx):
    r"""\mathrm{d}f = \left\langle \frac{\partial f}{\partial x}, \mathrm{d}x \right\rangle, \quad
    \frac{\partial f}{\partial x} = A^\top (a \odot \sigma'(Ax))

    The derivative is the map from dx to df; the gradient represents it, by way of the inner
    product."""
    return A.T @ (a * wave_prime(A @ x, c)) @ dx


@of_vector.differential(
    source="S3-02", form="pushed forward", flops=lambda m, n: 4 * m * n + 12 * m
)
def _(a, A, x, c, dx):
    r"""\mathrm{d}f = (a \odot \sigma'(Ax))^\top (A \,\mathrm{d}x)

    Both products are of A with a vector, which XLA does faster than of A^T on a CPU.
    """
    return (a * wave_prime(A @ x, c)) @ (A @ dx)


@formula(title="Total differential of a function of a matrix", source="S3-04")
def of_matrix(
    C: Float[Array, "p q"],
    A: Float[Array, "p m"],
    X: Float[Array, "m n"],
    B: Float[Array, "n q"],
    c: Float[Array, "3"],
) -> Float[Array, ""]:
    r"""f(X) = \langle C, \sigma(AXB) \rangle

    X is any m x n matrix, and A, B, C are any of fitting shapes; sigma is any smooth function of
    one entry, here a wave with coefficients c."""
    return jnp.sum(C * wave(A @ X @ B, c))


@of_matrix.gradient(
    "X",
    source="S3-01; S2-03",
    form="entry by entry",
    flops=lambda p, m, n, q: m * n * (2 * (p * m * n + p * n * q) + 12 * p * q),
)
def _(C, A, X, B, c):
    r"""\frac{\partial f}{\partial X} = \left[\frac{\partial f}{\partial X_{ij}}\right]"""
    return partials(lambda X: of_matrix(C, A, X, B, c), X)


@of_matrix.gradient(
    "X", source="S3-01; S2-03", flops=lambda p, m, n, q: 4 * (p * m * n + p * n * q) + 12 * p * q
)
def _(C, A, X, B, c):
    r"""\frac{\partial f}{\partial X} = A^\top (C \odot \sigma'(AXB)) B^\top

    Of m x n, as X; X is the independent variable.
    """
    return A.T @ (C * wave_prime(A @ X @ B, c)) @ B.T


@of_matrix.gradient(
    "X",
    source="S3-01; S2-03",
    form="transpose first",
    flops=lambda p, m, n, q: 4 * (p * m * n + p * n * q) + 12 * p * q,
)
def _(C, A, X, B, c):
    r"""\frac{\partial f}{\partial X} = A^\top (C \odot \sigma'(AXB)) B^\top"""
    return transposed(A) @ (C * wave_prime(A @ X @ B, c)) @ B.T


@of_matrix.differential(
    form="sum", flops=lambda p, m, n, q: m * n * (2 * (p * m * n + p * n * q) + 12 * p * q)
)
def _(C, A, X, B, c, dX):
    r"""\mathrm{d}f = \sum_{ij} \frac{\partial f}{\partial X_{ij}} \,\mathrm{d}X_{ij}"""
    return jnp.sum(partials(lambda X: of_matrix(C, A, X, B, c), X) * dX)


@of_matrix.differential(
    source="S3-04; S2-14; S3-SUM",
    form="trace",
    flops=lambda p, m, n, q: 4 * (p * m * n + p * n * q) + 12 * p * q + 2 * m * n * n,
)
def _(C, A, X, B, c, dX):
    r"""\mathrm{d}f = \operatorname{tr}\left(\left(\frac{\partial f}{\partial X}\right)^\top \mathrm{d}X\right), \quad
    \frac{\partial f}{\partial X} = A^\top (C \odot \sigma'(AXB)) B^\top
    """
    return jnp.trace((A.T @ (C * wave_prime(A @ X @ B, c)) @ B.T).T @ dX)


@of_matrix.differential(
    source="S3-04",
    form="pushed forward",
    flops=lambda p, m, n, q: 4 * (p * m * n + p * n * q) + 14 * p * q,
)
def _(C, A, X, B, c, dX):
    r"""\mathrm{d}f = \langle C \odot \sigma'(AXB), A \,\mathrm{d}X\, B \rangle

    An inner product of p x q in place of the trace of a product of n x n.
    """
    return jnp.sum(C * wave_prime(A @ X @ B, c) * (A @ dX @ B))
