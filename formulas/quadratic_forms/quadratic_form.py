"""Quadratic forms: of a vector, and the trace of one of a matrix."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import Kronecker, Symmetric, formula, kron


@formula(source="S2-16")
def quadratic_form(x: Float[Array, " n"], A: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""x^\top A x

    x is a vector and A any square matrix, not assumed symmetric.
    """
    return x @ A @ x


@quadratic_form.differential(flops=lambda n: 3 * n**2)
def _(x, A, dx):
    r"""x^\top (A + A^\top) \,\mathrm{d}x"""
    return x @ (A + A.T) @ dx


@quadratic_form.differential(form="two products", flops=lambda n: 4 * n**2)
def _(x, A, dx):
    r"""(Ax + A^\top x)^\top \,\mathrm{d}x

    Two products with vectors, which read A once each: the sum with its transpose is never formed.
    """
    return (A @ x + x @ A) @ dx


@quadratic_form.gradient("x", flops=lambda n: 3 * n**2)
def _(x, A):
    r"""(A + A^\top) x"""
    return (A + A.T) @ x


@quadratic_form.gradient("x", form="two products", flops=lambda n: 4 * n**2)
def _(x, A):
    r"""Ax + A^\top x"""
    return A @ x + x @ A


@quadratic_form.gradient("x", given={"A": Symmetric}, flops=lambda n: 2 * n**2)
def _(x, A):
    r"""2Ax

    Only where A is symmetric.
    """
    return 2 * (A @ x)


@quadratic_form.hessian("x", flops=lambda n: n**2)
def _(A):
    r"""A + A^\top"""
    return A + A.T


@quadratic_form.hvp("x", flops=lambda n: 3 * n**2)
def _(A, dx):
    r"""(A + A^\top) \,\mathrm{d}x"""
    return (A + A.T) @ dx


@quadratic_form.hvp("x", form="two products", flops=lambda n: 4 * n**2)
def _(A, dx):
    r"""A \,\mathrm{d}x + A^\top \mathrm{d}x"""
    return A @ dx + dx @ A


@formula(title="Trace of a quadratic form", source="S3-C3a")
def trace_form(Y: Float[Array, "l n"], M: Float[Array, "l l"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(Y^\top M Y)

    Y is any matrix and M any square one with a row for each row of Y: the sum of the quadratic
    forms of Y's columns."""
    return jnp.trace(Y.T @ M @ Y)


@trace_form.differential(flops=lambda l, n: 2 * l**2 * n + l**2)
def _(Y, M, dY):
    r"""\operatorname{tr}(Y^\top (M + M^\top) \,\mathrm{d}Y)"""
    return jnp.sum(((M + M.T) @ Y) * dY)


@trace_form.differential(form="row sums", flops=lambda l, n: 2 * l**2 * n + 4 * l * n)
def _(Y, M, dY, n):
    r"""1^\top \left( ((M + M^\top) Y \odot \mathrm{d}Y)\, 1 \right)

    XLA on a CPU draws a plain sum into the product of matrices, which at 2048 x 2048 then takes 5
    times as long."""
    return jnp.sum(((M + M.T) @ Y * dY) @ jnp.ones(n, Y.dtype))


@trace_form.gradient("Y", flops=lambda l, n: 2 * l**2 * n + l**2)
def _(Y, M):
    r"""(M + M^\top) Y"""
    return (M + M.T) @ Y


@trace_form.gradient("Y", given={"M": Symmetric}, source="S3-C3b", flops=lambda l, n: 2 * l**2 * n)
def _(Y, M):
    r"""2MY

    Only where M is symmetric, as the source has it.
    """
    return 2 * (M @ Y)


@trace_form.hessian("Y", flops=lambda l, n: l**2 * n**2)
def _(M, n):
    r"""I_n \otimes (M + M^\top)"""
    return kron(jnp.eye(n), M + M.T)


@trace_form.hessian("Y", form="factors", flops=lambda l: l**2)
def _(M, n):
    r"""I_n \otimes (M + M^\top)

    The two factors alone.
    """
    return Kronecker(jnp.eye(n, dtype=M.dtype), M + M.T)


@trace_form.hvp("Y", flops=lambda l, n: 2 * l**2 * n + l**2)
def _(M, dY):
    r"""(M + M^\top) \,\mathrm{d}Y"""
    return (M + M.T) @ dY


@trace_form.hessian(
    "Y", given={"M": Symmetric}, source="S3-C3b", flops=lambda l, n: 2 * l**2 * n**2
)
def _(M, n):
    r"""2 (I_n \otimes M)

    Only where M is symmetric.
    """
    return 2 * kron(jnp.eye(n), M)


@trace_form.hvp("Y", given={"M": Symmetric}, source="S3-C3b", flops=lambda l, n: 2 * l**2 * n)
def _(M, dY):
    r"""2M \,\mathrm{d}Y

    Only where M is symmetric.
    """
    return 2 * (M @ dY)
