"""A product in two steps: the chain rule multiplies Kronecker products, which gives their
mixed-product rule."""

from jaxtyping import Array, Float

from closedform import formula, kron


@formula(title="Nested product, inner step", source="S3-M21")
def inner(
    A: Float[Array, "n p"], B: Float[Array, "m q"], X: Float[Array, "m n"]
) -> Float[Array, "q p"]:
    r"""Y = B^\top X A

    The first step. A and B are any constant matrices that fit X.
    """
    return B.T @ X @ A


@inner.jacobian("X", flops=lambda m, n, p, q: m * n * p * q)
def _(A, B):
    r"""A \otimes B"""
    return kron(A, B)


@inner.jacobian("X", layout="numerator", flops=lambda m, n, p, q: m * n * p * q)
def _(A, B):
    r"""A^\top \otimes B^\top"""
    return kron(A.T, B.T)


@formula(title="Nested product, outer step", source="S3-M21")
def outer(
    C: Float[Array, "p r"], D: Float[Array, "q s"], Y: Float[Array, "q p"]
) -> Float[Array, "s r"]:
    r"""F = D^\top Y C

    The second step. C and D are any constant matrices that fit Y.
    """
    return D.T @ Y @ C


@outer.jacobian("Y", flops=lambda p, q, r, s: p * q * r * s)
def _(C, D):
    r"""C \otimes D"""
    return kron(C, D)


@outer.jacobian("Y", layout="numerator", flops=lambda p, q, r, s: p * q * r * s)
def _(C, D):
    r"""C^\top \otimes D^\top"""
    return kron(C.T, D.T)


@formula(title="Nested product, both steps", source="S3-M21")
def nested_product(
    A: Float[Array, "n p"],
    B: Float[Array, "m q"],
    C: Float[Array, "p r"],
    D: Float[Array, "q s"],
    X: Float[Array, "m n"],
) -> Float[Array, "s r"]:
    r"""F = D^\top B^\top X A C

    Both steps in one. A, B, C and D are any constant matrices whose sizes fit.
    """
    return D.T @ B.T @ X @ A @ C


@nested_product.jacobian(
    "X", form="chain rule", flops=lambda m, n, p, q, r, s: 2 * m * n * p * q * r * s
)
def _(A, B, C, D):
    r"""(A \otimes B)(C \otimes D)

    dY/dX times dF/dY, in the order of denominator layout; equal to the other form by the
    mixed-product rule."""
    return kron(A, B) @ kron(C, D)


@nested_product.jacobian(
    "X", flops=lambda m, n, p, q, r, s: m * n * r * s + 2 * n * p * r + 2 * m * q * s
)
def _(A, B, C, D):
    r"""(AC) \otimes (BD)"""
    return kron(A @ C, B @ D)


@nested_product.jacobian(
    "X",
    layout="numerator",
    flops=lambda m, n, p, q, r, s: m * n * r * s + 2 * n * p * r + 2 * m * q * s,
)
def _(A, B, C, D):
    r"""(AC)^\top \otimes (BD)^\top"""
    return kron((A @ C).T, (B @ D).T)
