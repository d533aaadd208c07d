"""Reading the derivative off the differential: df = tr(A^T dX), and when A is the only matrix that
does it."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import Symmetric, formula, wave, wave_prime


@formula(title="Gradient read off the differential", source="S3-23")
def identification(
    M: Float[Array, "m n"], X: Float[Array, "m n"], c: Float[Array, "3"]
) -> Float[Array, ""]:
    r"""f(X) = \langle M, \sigma(X) \rangle

    M and X are any matrices of the same shape; sigma is any smooth function of one entry, here a
    wave with coefficients c."""
    return jnp.sum(M * wave(X, c))


@identification.differential(flops=lambda m, n: 12 * m * n + 2 * m * n * n)
def _(M, X, c, dX):
    r"""\mathrm{d}f = \operatorname{tr}(A^\top \mathrm{d}X), \quad A = M \odot \sigma'(X)"""
    return jnp.trace((M * wave_prime(X, c)).T @ dX)


@identification.differential(form="inner product", flops=lambda m, n: 14 * m * n)
def _(M, X, c, dX):
    r"""\mathrm{d}f = \langle A, \mathrm{d}X \rangle, \quad A = M \odot \sigma'(X)

    The trace needs the product's diagonal alone.
    """
    return jnp.sum(M * wave_prime(X, c) * dX)


@identification.gradient("X", flops=lambda m, n: 12 * m * n)
def _(M, X, c):
    r"""\frac{\partial f}{\partial X} = A = M \odot \sigma'(X)

    A is free of dX, and dX is any matrix: then A is the only one.
    """
    return M * wave_prime(X, c)


@formula(title="Trace of a product, over symmetric matrices", source="S3-23")
def over_symmetric(M: Float[Array, "n n"], X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""f(X) = \operatorname{tr}(M^\top X)

    M is any square matrix, not symmetric as a rule; X is any square matrix, or symmetric where a
    claim says so."""
    return jnp.trace(M.T @ X)


@over_symmetric.differential(along=Symmetric, flops=lambda n: 2 * n**3)
def _(M, dX):
    r"""\mathrm{d}f = \operatorname{tr}(A^\top \mathrm{d}X), \quad A = M^\top

    For symmetric dX, M, M^T and their mean all serve as A.
    """
    return jnp.trace(M @ dX)


@over_symmetric.gradient("X", flops=lambda n: 0)
def _(M):
    r"""\frac{\partial f}{\partial X} = M"""
    return M


@over_symmetric.gradient("X", along=Symmetric, flops=lambda n: 0)
def _(M):
    r"""A = M^\top

    By its inner products with symmetric dX, which don't tell M from M^T.
    """
    return M.T


@over_symmetric.gradient("X", as_printed=True, flops=lambda n: 0)
def _(M):
    r"""\frac{\partial f}{\partial X} = A = M^\top

    Read off from the differential over symmetric dX, where A isn't unique: the rule as printed
    doesn't ask for a free dX."""
    return M.T
