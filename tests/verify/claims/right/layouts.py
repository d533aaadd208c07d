"""Jacobians of matrix functions in every arrangement, Kronecker products, vec."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import commutation, formula, kron, unvec, vec


@formula
def sandwich(
    A: Float[Array, "p m"], X: Float[Array, "m n"], B: Float[Array, "n q"]
) -> Float[Array, "p q"]:
    r"""AXB"""
    return A @ X @ B


@sandwich.jacobian("X")
def _(A, B):
    r"""B \otimes A^\top"""
    return kron(B, A.T)


@sandwich.jacobian("X", layout="numerator")
def _(A, B):
    r"""B^\top \otimes A"""
    return kron(B.T, A)


@sandwich.jacobian("X", layout="block-by-output")
def _(A, B):
    r"""\operatorname{vec}(A^\top) \operatorname{vec}(B)^\top"""
    return jnp.outer(vec(A.T), vec(B))


@sandwich.jacobian("X", layout="block-by-input")
def _(A, B):
    r"""\operatorname{vec}(A) \operatorname{vec}(B^\top)^\top"""
    return jnp.outer(vec(A), vec(B.T))


@formula
def transpose(X: Float[Array, "m n"]) -> Float[Array, "n m"]:
    r"""X^\top"""
    return X.T


@transpose.jacobian("X")
def _(m, n):
    r"""K_{nm}"""
    return commutation(n, m)


@transpose.jacobian("X", layout="numerator")
def _(m, n):
    r"""K_{mn}"""
    return commutation(m, n)


@transpose.jacobian("X", layout="block-by-output")
def _(m, n):
    r"""[e_l e_k^\top]_{kl}"""
    return jnp.einsum("il,jk->kilj", jnp.eye(m), jnp.eye(n)).reshape(n * m, m * n)


@formula
def outer_gram(X: Float[Array, "m n"]) -> Float[Array, "m m"]:
    r"""X X^\top"""
    return X @ X.T


@outer_gram.jacobian("X")
def _(X, m):
    r"""(X^\top \otimes I_m) (I + K_{mm})"""
    return kron(X.T, jnp.eye(m)) @ (jnp.eye(m * m) + commutation(m, m))


@outer_gram.differential
def _(X, dX):
    r"""\mathrm{d}X\, X^\top + (\mathrm{d}X\, X^\top)^\top"""
    D = dX @ X.T
    return D + D.T


@formula
def flat(
    A: Float[Array, "p m"], X: Float[Array, "m n"], B: Float[Array, "n q"]
) -> Float[Array, " p*q"]:
    r"""\operatorname{vec}(AXB)"""
    return vec(A @ X @ B)


@flat.equals("Kronecker product")
def _(A, X, B):
    r"""(B^\top \otimes A) \operatorname{vec}(X)"""
    return kron(B.T, A) @ vec(X)


@flat.jacobian("X")
def _(A, B):
    r"""(B^\top \otimes A)^\top"""
    return kron(B.T, A).T


@formula
def sylvester(
    A: Float[Array, "m m"], X: Float[Array, "m n"], B: Float[Array, "n n"]
) -> Float[Array, "m n"]:
    r"""AX + XB"""
    return A @ X + X @ B


@sylvester.jacobian("X", layout="numerator")
def _(A, B, m, n):
    r"""I_n \otimes A + B^\top \otimes I_m"""
    return kron(jnp.eye(n), A) + kron(B.T, jnp.eye(m))


@sylvester.pullback("A", "X", "B")
def _(A, X, B, G):
    r"""G X^\top,\; A^\top G + G B^\top,\; X^\top G"""
    return G @ X.T, A.T @ G + G @ B.T, X.T @ G


@formula
def form(
    A: Float[Array, "p p"], B: Float[Array, "q q"], z: Float[Array, " p*q"]
) -> Float[Array, ""]:
    r"""z^\top (A \otimes B) z"""
    return z @ kron(A, B) @ z


@form.equals("matrices")
def _(A, B, z, p, q):
    r"""\operatorname{tr}(Z^\top B Z A^\top), \quad \operatorname{vec}(Z) = z"""
    Z = unvec(z, q, p)
    return jnp.trace(Z.T @ B @ Z @ A.T)


@form.gradient("z", "A")
def _(A, B, z, p, q):
    r"""(A \otimes B + A^\top \otimes B^\top) z,\; Z^\top B Z"""
    Z = unvec(z, q, p)
    return vec(B @ Z @ A.T + B.T @ Z @ A), Z.T @ B @ Z


@formula
def kronecker(X: Float[Array, "m n"], Y: Float[Array, "p q"]) -> Float[Array, "m*p n*q"]:
    r"""X \otimes Y"""
    return kron(X, Y)


@kronecker.differential
def _(X, Y, dX, dY):
    r"""\mathrm{d}X \otimes Y + X \otimes \mathrm{d}Y"""
    return kron(dX, Y) + kron(X, dY)


@kronecker.pullback("X")
def _(Y, G, m, n, p, q):
    r"""[\langle G_{ij}, Y \rangle]_{ij}"""
    return jnp.einsum("ipjq,pq->ij", G.reshape(m, p, n, q), Y)


@kronecker.equals("commuted")
def _(X, Y, m, n, p, q):
    r"""K_{mp} (Y \otimes X) K_{qn}"""
    return commutation(m, p) @ kron(Y, X) @ commutation(q, n)
