"""Matrices by their factors: what a Hessian or Jacobian may return instead of all its entries.

Each is a pytree of arrays, works under jit, applies to a vector by ``@`` without building the
matrix, and has its ``shape`` and its ``dense()`` array, which is what a check compares."""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import Array

from closedform.formulas._kit.notation import unvec, vec


class Kronecker(NamedTuple):
    """``A (x) B``: A of m x n, B of p x q; mp x nq."""

    A: Array
    B: Array

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.A.shape[0] * self.B.shape[0], self.A.shape[1] * self.B.shape[1]

    def __matmul__(self, x: Array) -> Array:
        """``(A (x) B) vec(X) = vec(B X A^T)``."""
        return vec(self.B @ unvec(x, self.B.shape[1], self.A.shape[1]) @ self.A.T)

    def dense(self) -> Array:
        """All entries."""
        return jnp.kron(self.A, self.B)


class CommutedKronecker(NamedTuple):
    """``K (A (x) B)`` with the commutation matrix K: A of m x n, B of p x q; pm x nq."""

    A: Array
    B: Array

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.A.shape[0] * self.B.shape[0], self.A.shape[1] * self.B.shape[1]

    def __matmul__(self, x: Array) -> Array:
        """``K (A (x) B) vec(X) = vec((B X A^T)^T)``."""
        return vec((self.B @ unvec(x, self.B.shape[1], self.A.shape[1]) @ self.A.T).T)

    def dense(self) -> Array:
        """All entries: entry ``(k m + i, l q + j)`` is ``A_il B_kj``, written once."""
        (m, n), (p, q) = self.A.shape, self.B.shape
        return jnp.einsum("il,kj->kilj", self.A, self.B).reshape(p * m, n * q)


class Gram(NamedTuple):
    """``A^T diag(s) A``: A of m x n, s of length m; n x n, symmetric."""

    A: Array
    s: Array

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.A.shape[1], self.A.shape[1]

    def __matmul__(self, x: Array) -> Array:
        """``A^T (s .* (A x))``."""
        return (self.s * (self.A @ x)) @ self.A

    def dense(self) -> Array:
        """All entries."""
        return self.A.T @ (self.s[:, None] * self.A)


class DiagonalPlusOuter(NamedTuple):
    """``diag(d) + c u u^T``: d and u of length n, c a scalar; n x n, symmetric."""

    d: Array
    c: Array
    u: Array

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.d), len(self.d)

    def __matmul__(self, x: Array) -> Array:
        """``d .* x + c u (u^T x)``."""
        return self.d * x + self.c * self.u * (self.u @ x)

    def dense(self) -> Array:
        """All entries."""
        return jnp.diag(self.d) + self.c * jnp.outer(self.u, self.u)


STRUCTURES = (Kronecker, CommutedKronecker, Gram, DiagonalPlusOuter)


def dense(result: Any) -> Any:
    """What a closed form returned, with factors multiplied out; anything else as it is."""

    def structured(leaf: Any) -> bool:
        return isinstance(leaf, STRUCTURES)

    return jax.tree.map(
        lambda leaf: leaf.dense() if structured(leaf) else leaf, result, is_leaf=structured
    )
