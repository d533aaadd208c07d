"""The exponential of a matrix by its power series: its Frechet derivative, and its trace's."""

import jax.numpy as jnp
from jax import Array as Matrix
from jax import lax
from jaxtyping import Array, Float

from closedform import formula

HALVINGS = 6
"""So often X is halved, and e^X squared again: norms up to 200 become 3."""
TERMS = 40
"""Terms of the series that are summed: more than norms up to 3 need."""


def exponential(X: Matrix) -> Matrix:
    """e^X for X of n x n: the sum of A^k / k! for A = X / 2^s, squared s times."""
    E = _series(X / 2.0**HALVINGS)
    for _ in range(HALVINGS):
        E = E @ E
    return E


def _series(X: Matrix) -> Matrix:
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
    A, dA = X / 2.0**HALVINGS, dX / 2.0**HALVINGS

    def step(last: tuple[Matrix, Matrix], k: Matrix) -> tuple[tuple[Matrix, Matrix], Matrix]:
        term, moved = last
        moved = (moved @ A + term @ dA) / k
        return (term @ A / k, moved), moved

    first = jnp.eye(len(A), dtype=A.dtype), jnp.zeros_like(dA)
    dE = lax.scan(step, first, jnp.arange(1.0, TERMS, dtype=A.dtype))[1].sum(0)
    E = _series(A)
    for _ in range(HALVINGS):
        E, dE = E @ E, E @ dE + dE @ E
    return dE


@formula(title="Trace of the matrix exponential", source="Higham-10.2")
def trace_of_exponential(X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(e^X), \quad e^X = \sum_k \frac{X^k}{k!}

    X is any square matrix.
    """
    return jnp.trace(exponential(X))


@trace_of_exponential.gradient("X")
def _(X):
    r"""(e^X)^\top, \quad e^X = \sum_k \frac{X^k}{k!}"""
    return exponential(X).T
