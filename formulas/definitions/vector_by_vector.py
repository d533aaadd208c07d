"""The derivative of a vector by a vector: the two layouts, the differential in each, and the
product with a vector."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import D, formula, wave, wave_prime


@formula(title="Derivative of a vector by a vector", source="S3-M01")
def vector_map(
    A: Float[Array, "m n"], x: Float[Array, " n"], c: Float[Array, "3"]
) -> Float[Array, " m"]:
    r"""y = \sigma(Ax)

    A is any m x n matrix, x any vector of n entries; sigma is any smooth function of one entry,
    here a wave with coefficients c."""
    return wave(A @ x, c)


@vector_map.jacobian("x", source="S2-19; S3-M01", flops=lambda m, n: 3 * m * n + 12 * m)
def _(A, x, c):
    r"""\frac{\partial y}{\partial x} = \left[\frac{\partial y_k}{\partial x_j}\right]_{jk}
    = A^\top \operatorname{diag}(\sigma'(Ax))

    Denominator layout, n x m: x runs down the rows and y along the columns.
    """
    return A.T * wave_prime(A @ x, c)


@vector_map.jacobian("x", form="entry by entry", flops=lambda m, n: m * n * (2 * m * n + 12 * m))
def _(A, x, c, m, n):
    r"""\frac{\partial y}{\partial x} = \left[\frac{\partial y_k}{\partial x_j}\right]_{jk}"""
    E = jnp.eye(n)
    columns = [
        [
            D(lambda t, j=j, k=k: vector_map(A, x + t * E[j], c)[k], jnp.zeros(()))[0, 0]
            for k in range(m)
        ]
        for j in range(n)
    ]
    return jnp.array(columns)


@vector_map.jacobian(
    "x", layout="numerator", source="S2-18; S3-M09; S0-02", flops=lambda m, n: 3 * m * n + 12 * m
)
def _(A, x, c):
    r"""\frac{\partial y}{\partial x} = \left[\frac{\partial y_k}{\partial x_j}\right]_{kj} = \operatorname{diag}(\sigma'(Ax)) A

    Numerator layout, m x n: what is called the Jacobian.
    """
    return wave_prime(A @ x, c)[:, None] * A


@vector_map.jacobian(
    "x",
    layout="numerator",
    source="S3-M09",
    form="transpose",
    flops=lambda m, n: n * (2 * m * n + 12 * m),
)
def _(A, x, c):
    r"""\left(\frac{\partial y}{\partial x}\right)^\top, \quad \frac{\partial y}{\partial x} \text{ in denominator layout}"""
    return D(lambda x: vector_map(A, x, c), x).T


@vector_map.differential(form="denominator layout", flops=lambda m, n: n * (2 * m * n + 12 * m))
def _(A, x, c, dx):
    r"""\mathrm{d}y = \left(\frac{\partial y}{\partial x}\right)^\top \mathrm{d}x"""
    return D(lambda x: vector_map(A, x, c), x).T @ dx


@vector_map.differential(
    source="S3-M10; S0-02; S0-04", form="numerator layout", flops=lambda m, n: 5 * m * n + 12 * m
)
def _(A, x, c, dx):
    r"""\mathrm{d}y = \frac{\partial y}{\partial x} \,\mathrm{d}x, \quad
    \frac{\partial y}{\partial x} = \operatorname{diag}(\sigma'(Ax)) A

    The value of the linear map at dx, as a product of the Jacobian and a vector.
    """
    return wave_prime(A @ x, c)[:, None] * A @ dx


@vector_map.differential(form="written once", flops=lambda m, n: 4 * m * n + 13 * m)
def _(A, x, c, dx):
    r"""\mathrm{d}y = \sigma'(Ax) \odot (A \,\mathrm{d}x)

    The same without the Jacobian: two products of a matrix and a vector.
    """
    return wave_prime(A @ x, c) * (A @ dx)


@vector_map.pullback("x", source="S2-17", form="row vector", flops=lambda m, n: 4 * m * n + 13 * m)
def _(A, x, c, G):
    r"""\left(\left(\sigma'(Ax) \odot \frac{\partial f}{\partial y}\right)^\top A\right)^\top

    A row times a matrix: XLA's loop for a transposed matrix times a vector is many times slower on
    a CPU."""
    return (wave_prime(A @ x, c) * G) @ A


@vector_map.pullback("x", source="S2-17", flops=lambda m, n: 4 * m * n + 12 * m)
def _(A, x, c, G):
    r"""A^\top \left(\sigma'(Ax) \odot \frac{\partial f}{\partial y}\right)

    What back-propagation from a vector y is given a vector for: one weight for each entry of y.
    """
    return A.T @ (wave_prime(A @ x, c) * G)


@vector_map.pullback(
    "x", source="S2-17", form="definition", flops=lambda m, n: n * (2 * m * n + 12 * m)
)
def _(A, x, c, G):
    r"""\frac{\partial y}{\partial x} \frac{\partial f}{\partial y}

    In denominator layout.
    """
    return D(lambda x: vector_map(A, x, c), x) @ G


@formula(title="Weighted sum of a vector of losses", source="S2-17")
def weighted_loss(
    v: Float[Array, " m"], A: Float[Array, "m n"], x: Float[Array, " n"], c: Float[Array, "3"]
) -> Float[Array, ""]:
    r"""v^\top y(x), \quad y = \sigma(Ax)

    A vector of losses y made a scalar by any weights v. A and x are any of fitting shapes; sigma is
    any smooth function of one entry, here a wave with coefficients c."""
    return v @ vector_map(A, x, c)


@weighted_loss.gradient("x", flops=lambda m, n: n * (2 * m * n + 12 * m))
def _(v, A, x, c):
    r"""\frac{\partial y}{\partial x} v

    In denominator layout: what back-propagation of y with the vector v returns.
    """
    return D(lambda x: vector_map(A, x, c), x) @ v


@formula(title="Derivative of a vector by a vector of its length", source="S2-20")
def square_map(
    A: Float[Array, "n n"], x: Float[Array, " n"], c: Float[Array, "3"]
) -> Float[Array, " n"]:
    r"""y = \sigma(Ax)

    A is any square matrix, so that both layouts have the same shape; sigma is any smooth function
    of one entry, here a wave with coefficients c."""
    return wave(A @ x, c)


@square_map.differential(flops=lambda n: n * (2 * n * n + 12 * n))
def _(A, x, c, dx):
    r"""\mathrm{d}y = \left(\frac{\partial y}{\partial x}\right)^\top \mathrm{d}x"""
    return D(lambda x: square_map(A, x, c), x).T @ dx


@square_map.differential(as_printed=True, flops=lambda n: n * (2 * n * n + 12 * n))
def _(A, x, c, dx):
    r"""\mathrm{d}y = \frac{\partial y}{\partial x} \,\mathrm{d}x

    Right in numerator layout alone; in denominator layout a transpose is missing.
    """
    return D(lambda x: square_map(A, x, c), x) @ dx
