"""A rectangular domain, from its declaration to integer counterexamples and 50-digit points."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jaxtyping import Array, Float

from closedform import Stiefel, formula
from closedform.errors import DeclarationError
from closedform.verify.checks import check_claim
from closedform.verify.counterexample.shrink import shrink
from closedform.verify.counterexample.snippet import snippet
from closedform.verify.draws.random import draw
from closedform.verify.exact.interpreter import precision
from closedform.verify.mutants.equivalence import fresh
from closedform.verify.mutants.tally import tally


def quotient(X: Float[Array, "m n"], A: Float[Array, "m m"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(X^\top A X)"""
    return jnp.trace(X.T @ A @ X)


def aligned(X: Stiefel[Array, "m n"], B: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(X^\top B)"""
    return jnp.sum(X * B)


def claimed(function, kind, closed, **qualifiers):
    f = formula(function)
    getattr(f, kind)("X", **qualifiers)(closed)
    (claim,) = f.claims.values()
    return claim


def polar(B):
    """The orthonormal factor of B's polar decomposition."""
    values, V = jnp.linalg.eigh(B.T @ B)
    return B @ (V / jnp.sqrt(values)) @ V.T


def projected(X, A):
    """The gradient of the quotient on the manifold."""
    G = (A + A.T) @ X
    return G - X @ (X.T @ G + G.T @ X) / 2


RIGHT = {
    "gradient": (quotient, "gradient", lambda X, A: (A + A.T) @ X),
    "another representative": (quotient, "gradient", projected),
    "hessian": (quotient, "hessian", lambda A, n: jnp.kron(jnp.eye(n), A + A.T)),
    "maximum": (aligned, "maximum", polar),
}
WRONG = {
    "gradient": (quotient, "gradient", lambda X, A: 2 * A @ X),
    "hessian": (quotient, "hessian", lambda A, n: jnp.kron(jnp.eye(n), 2 * A)),
    "minimum": (aligned, "minimum", polar),
    "outside": (aligned, "stationary", lambda B: 0.0 * B),
}


@pytest.mark.parametrize("case", RIGHT)
def test_right_claims_are_verified(case):
    function, kind, closed = RIGHT[case]
    assert check_claim(claimed(function, kind, closed, along=Stiefel), 6).status == "verified"


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_claim_has_an_integer_counterexample_with_a_snippet_that_runs(case, capsys):
    function, kind, closed = WRONG[case]
    claim = claimed(function, kind, closed, along=Stiefel)
    assert check_claim(claim, 6).status == "refuted"
    sizes = {"m": 4, "n": 3}
    with jax.enable_x64(True):
        found = shrink(claim, sizes, draw(claim, sizes, 1), budget_s=60.0)
        exec(compile(snippet(claim, found), "<snippet>", "exec"), {"__name__": "__main__"})
    assert found.simple
    assert found.sizes["n"] <= found.sizes["m"] <= 3
    assert all(np.array_equal(a, np.round(a)) for a in found.draw.args.values())
    assert float(capsys.readouterr().out.split("largest difference")[1]) > 0.1


def test_mutants_are_compared_at_points_of_fifty_digits():
    claim = claimed(quotient, "gradient", lambda X, A: (A + A.T) @ X, along=Stiefel)
    for point in fresh(claim, 0):
        with precision():
            X = point.args["X"]
            error = X.T @ X - np.eye(X.shape[1], dtype=int)
            assert X.shape[0] >= X.shape[1] > 1
            assert max(map(abs, error.reshape(-1))) < 1e-48
    assert tally(claim, 6).missed == 0


def test_it_takes_tall_matrices():
    with pytest.raises(DeclarationError, match="takes matrices with at least as many rows"):

        @formula
        def wide(X: Stiefel[Array, "2 3"]) -> Float[Array, ""]:
            return jnp.sum(X)
