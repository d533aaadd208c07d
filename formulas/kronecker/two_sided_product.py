"""A matrix multiplied from both sides: how a derivative by the product becomes one by the
matrix."""

from jaxtyping import Array, Float

from closedform import formula, transposed


@formula(title="Two-sided product AXB", source="S3-24")
def two_sided_product(
    A: Float[Array, "l m"], X: Float[Array, "m n"], B: Float[Array, "n p"]
) -> Float[Array, "l p"]:
    r"""AXB

    A, X and B are any matrices whose sizes fit; A and B are constant.
    """
    return A @ X @ B


@two_sided_product.differential(flops=lambda m, n, p, l: 2 * l * n * (m + p))
def _(A, B, dX):
    r"""A \,\mathrm{d}X\, B"""
    return A @ dX @ B


@two_sided_product.pullback("X", flops=lambda m, n, p, l: 2 * m * p * (l + n))
def _(A, B, G):
    r"""A^\top \frac{\partial f}{\partial Y} B^\top

    G is df/dY of any scalar f of Y = AXB.
    """
    return A.T @ G @ B.T


@two_sided_product.pullback(
    "X", form="transpose first", flops=lambda m, n, p, l: 2 * m * p * (l + n)
)
def _(A, B, G):
    r"""A^\top \frac{\partial f}{\partial Y} B^\top

    The first transpose is an array of its own: XLA's product of a transposed matrix takes twice as
    long on a CPU."""
    return transposed(A) @ G @ B.T
