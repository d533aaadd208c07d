"""The product rule, for the matrix product and for the entrywise one."""

from jaxtyping import Array, Float

from closedform import formula


@formula(title="Matrix product", source="S3-07")
def matrix_product(X: Float[Array, "m n"], Y: Float[Array, "n p"]) -> Float[Array, "m p"]:
    r"""XY

    X and Y are any matrices that fit.
    """
    return X @ Y


@matrix_product.differential(flops=lambda m, n, p: 4 * m * n * p)
def _(X, Y, dX, dY):
    r"""(\mathrm{d}X)\, Y + X \,\mathrm{d}Y

    The factors keep their order.
    """
    return dX @ Y + X @ dY


@formula(title="Hadamard product", source="S3-16")
def hadamard_product(X: Float[Array, "m n"], Y: Float[Array, "m n"]) -> Float[Array, "m n"]:
    r"""X \odot Y

    X and Y are any matrices of the same shape.
    """
    return X * Y


@hadamard_product.differential(flops=lambda m, n: 3 * m * n)
def _(X, Y, dX, dY):
    r"""\mathrm{d}X \odot Y + X \odot \mathrm{d}Y"""
    return dX * Y + X * dY
