"""Newton's step for a matrix: where the quadratic model of a function is least."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import SPD, formula, unvec, vec


@formula(title="Newton's step for a matrix", source="S3-M07")
def newton_step(
    P: Float[Array, "m n"], f: Float[Array, ""], G: Float[Array, "m n"], H: SPD[Array, "m*n m*n"]
) -> Float[Array, ""]:
    r"""f + \langle G, P \rangle + \tfrac12 \operatorname{vec}(P)^\top H \operatorname{vec}(P)

    The quadratic model of a function at a point X, by the step P from there: f is the value, G the
    m x n gradient and H the mn x mn Hessian over vec(X). H is positive definite; where it is only
    invertible, the step leads to a stationary point."""
    return f + jnp.sum(G * P) + vec(P) @ H @ vec(P) / 2


@newton_step.minimum("P")
def _(G, H, m, n):
    r"""\operatorname{vec}(P) = -H^{-1} \operatorname{vec}(G)

    The equation of Newton's step that the source announces: vec(dX) = -(hess f)^{-1} vec(grad f).
    """
    return -unvec(jnp.linalg.solve(H, vec(G)), m, n)


@newton_step.gradient("P", flops=lambda m, n: 2 * (m * n) ** 2)
def _(P, G, H, m, n):
    r"""G + \operatorname{unvec}(H \operatorname{vec}(P))"""
    return G + unvec(H @ vec(P), m, n)


@newton_step.hessian("P", flops=lambda m, n: 0)
def _(H):
    r"""H"""
    return H


@newton_step.hvp("P", flops=lambda m, n: 2 * (m * n) ** 2)
def _(H, dP, m, n):
    r"""\operatorname{unvec}(H \operatorname{vec}(\mathrm{d}P))"""
    return unvec(H @ vec(dP), m, n)
