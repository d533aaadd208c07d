"""The exponential of a matrix by its power series: its Frechet derivative, and its trace's."""

import jax.numpy as jnp
from jax import Array as Matrix
from jax import lax
from jaxtyping import Array, Float

from closedform import formula

TERMS = 60
"""Terms of the series that are summed: more than norms up to 10 need."""


def exponential(X: Matrix) -> Matrix:
    """e^X for X of n x n, as the sum of X^k / k!."""

    def step(term: Matrix, k: Matrix) -> tuple[Matrix, Matrix]:
        following = term @ X / k
        return following, following

    one = jnp.eye(len(X), dtype=X.dtype)
    return one + lax.scan(step, one, jnp.arange(1.0, TERMS, dtype=X.dtype))[1].sum(0)


@formula(title="Matrix exponential", source="Higham-3.16")
def matrix_exponential(X: Float[Array, "n n"]) -> Float[Array, "n n"]:
    r"""e^X = \sum_k \frac{X^k}{k!}

    X is any square matrix; not the exponential of each entry.
    """
    return exponential(X)


@matrix_exponential.differential
def _(X, dX):
    r"""\sum_k \frac{1}{k!} \sum_{j < k} X^j \,\mathrm{d}X\, X^{k - 1 - j}"""

    def step(last: tuple[Matrix, Matrix], k: Matrix) -> tuple[tuple[Matrix, Matrix], Matrix]:
        term, moved = last
        moved = (moved @ X + term @ dX) / k
        return (term @ X / k, moved), moved

    first = jnp.eye(len(X), dtype=X.dtype), jnp.zeros_like(dX)
    return lax.scan(step, first, jnp.arange(1.0, TERMS, dtype=X.dtype))[1].sum(0)


@formula(title="Trace of the matrix exponential", source="Higham-10.2")
def trace_of_exponential(X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(e^X)

    X is any square matrix.
    """
    return jnp.trace(exponential(X))


@trace_of_exponential.gradient("X")
def _(X):
    r"""e^{X^\top}"""
    return exponential(X).T
