"""The logarithm of a determinant, over independent entries and along symmetric directions."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from formulas import Invertible, Symmetric, commutation, formula, inv, kron

NOTES = "matrix-calculus-2022, matrix case 2"


@formula(source=NOTES)
def log_det(X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""\log |X|

    X invertible with |X| > 0; log |det X| for any invertible X.
    """
    return jnp.linalg.slogdet(X)[1]


@log_det.gradient("X", flops=lambda n: 2 * n**3)
def _(X):
    r"""X^{-\top}"""
    return inv(X).T


@log_det.hessian("X", flops=lambda n: n**4)
def _(X, n):
    r"""-K_{nn} (X^{-\top} \otimes X^{-1})"""
    return -commutation(n, n) @ kron(inv(X).T, inv(X))


@log_det.hessian("X", form="outer", flops=lambda n: n**4)
def _(X, n):
    r"""-(X^{-1} \otimes X^{-\top}) K_{nn}

    K and the Kronecker product written once, as an outer product with its axes in order.
    """
    P = inv(X)
    return -jnp.einsum("jk,li->jilk", P, P).reshape(n * n, n * n)


@log_det.hvp("X", flops=lambda n: 6 * n**3)
def _(X, dX):
    r"""-(X^{-1} \,\mathrm{d}X\, X^{-1})^\top"""
    P = inv(X)
    return -(P @ dX @ P).T


@log_det.hessian("X", along=Symmetric, flops=lambda n: n**4)
def _(X):
    r"""-(X^{-1} \otimes X^{-1})

    At a symmetric X, as a bilinear form on symmetric dX, where K_nn does nothing.
    """
    return -kron(inv(X), inv(X))


@log_det.hessian("X", given={"X": Symmetric}, as_printed=True)
def _(X):
    r"""-(X^{-1} \otimes X^{-1})

    Printed as the Hessian at a symmetric X; over independent entries K_nn stays.
    """
    return -kron(inv(X), inv(X))


@formula(source=NOTES)
def gradient_of_log_det(X: Invertible[Array, "n n"]) -> Float[Array, "n n"]:
    r"""X^{-\top}

    X invertible.
    """
    return inv(X).T


@gradient_of_log_det.differential(flops=lambda n: 6 * n**3)
def _(X, dX):
    r"""-(X^{-1} \,\mathrm{d}X\, X^{-1})^\top"""
    return -(inv(X) @ dX @ inv(X)).T
