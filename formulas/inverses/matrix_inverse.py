"""The differential of the inverse, and the equation that it follows from."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import Invertible, formula, inv


@formula(source="S3-10")
def matrix_inverse(X: Invertible[Array, "n n"]) -> Float[Array, "n n"]:
    r"""X^{-1}

    X is invertible.
    """
    return inv(X)


@matrix_inverse.differential(form="solve", flops=lambda n: 6 * n**3)
def _(X, dX):
    r"""X Z = -\mathrm{d}X\, X^{-1}, \quad Z = \mathrm{d}(X^{-1})"""
    return -jnp.linalg.solve(X, dX @ inv(X))


@matrix_inverse.differential(flops=lambda n: 6 * n**3)
def _(X, dX):
    r"""-X^{-1} (\mathrm{d}X) X^{-1}

    Printed without brackets: d is of X alone, not of the product XX^{-1} that follows it.
    """
    return -inv(X) @ dX @ inv(X)


@formula(title="Matrix times its inverse", source="S3-11")
def product_with_inverse(X: Invertible[Array, "n n"]) -> Float[Array, "n n"]:
    r"""X X^{-1}

    X is invertible; the value is the identity.
    """
    return X @ inv(X)


@product_with_inverse.differential(flops=lambda n: 10 * n**3)
def _(X, dX):
    r"""\mathrm{d}X\, X^{-1} + X \,\mathrm{d}(X^{-1}), \quad \mathrm{d}(X^{-1}) = -X^{-1} \,\mathrm{d}X\, X^{-1}"""
    return dX @ inv(X) + X @ (-inv(X) @ dX @ inv(X))


@product_with_inverse.differential(form="zero", flops=lambda n: 0)
def _(dX):
    r"""0

    The product is constant: whence d(X^{-1}) = -X^{-1} dX X^{-1}.
    """
    return jnp.zeros_like(dX)
