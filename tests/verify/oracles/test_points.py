"""A point that lies outside its domain is refuted, whatever the gradient along the domain says."""

import jax.numpy as jnp
import pytest
from jaxtyping import Array, Float

from closedform.formulas import SPD, LowerTriangular, Orthogonal, Simplex, Symmetric, Unit, formula
from closedform.verify.checks import check_claim


def aligned(Q: Float[Array, "n n"], B: Float[Array, "n n"]) -> Float[Array, ""]:
    return jnp.sum(Q * B)


def distance(X: Float[Array, "n n"], B: Float[Array, "n n"]) -> Float[Array, ""]:
    return jnp.sum((X - B) ** 2)


def from_weights(p: Float[Array, " n"], b: Float[Array, " n"]) -> Float[Array, ""]:
    return jnp.sum((p - b) ** 2)


def polar(B):
    u, _, vt = jnp.linalg.svd(B)
    return u @ vt


def partial_isometry(B):
    """It has no tangent along which the gradient is not zero, and is fixed by Newton's iteration
    for the orthogonal factor."""
    u, _, vt = jnp.linalg.svd(B)
    return u[:, :1] @ vt[:1]


CASES = {
    "orthogonal": (aligned, "stationary", "Q", Orthogonal, {}, polar, "verified"),
    "zero": (aligned, "stationary", "Q", Orthogonal, {}, lambda B: 0.0 * B, "refuted"),
    "of rank one": (aligned, "stationary", "Q", Orthogonal, {}, partial_isometry, "refuted"),
    "positive definite": (distance, "minimum", "X", SPD, {"B": SPD}, lambda B: B, "verified"),
    "indefinite": (distance, "minimum", "X", SPD, {"B": Symmetric}, lambda B: B, "refuted"),
    "symmetric": (distance, "minimum", "X", Symmetric, {"B": Symmetric}, lambda B: B, "verified"),
    "not symmetric": (distance, "minimum", "X", Symmetric, {}, lambda B: B, "refuted"),
    "triangular": (distance, "minimum", "X", LowerTriangular, {"B": LowerTriangular},
                   lambda B: B, "verified"),
    "negative diagonal": (distance, "minimum", "X", LowerTriangular, {"B": LowerTriangular},
                          lambda B: -B, "refuted"),
    "weights": (from_weights, "minimum", "p", Simplex, {"b": Simplex}, lambda b: b, "verified"),
    "negative weights": (from_weights, "minimum", "p", Simplex, {},
                         lambda b: b - b.mean() + 1 / b.size, "refuted"),
    "unit": (from_weights, "minimum", "p", Unit, {}, lambda b: b / jnp.sqrt(b @ b), "verified"),
    "too long": (from_weights, "stationary", "p", Unit, {}, lambda b: b, "refuted"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_point_outside_its_domain_is_refuted(case):
    function, kind, variable, along, given, point, status = CASES[case]
    f = formula(function)
    getattr(f, kind)(variable, along=along, given=given)(point)
    (claim,) = f.claims.values()
    assert check_claim(claim, 8).status == status
