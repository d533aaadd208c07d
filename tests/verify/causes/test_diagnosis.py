"""Why a claim is wrong: the cause that is named, on the set from outside the catalogue and one by
one."""

import jax.numpy as jnp
import pytest
from jaxtyping import Array, Float

from closedform.formulas import Invertible, Symmetric, commutation, formula, inv, kron
from closedform.verify.causes.diagnosis import NAMES
from closedform.verify.checks import check_claim
from tests.verify import claim_set
from tests.verify.many import verdicts

SHARE = 0.85
"""Least part of the wrong claims whose cause must be an intended one."""


def test_right_claims_are_verified():
    """Every eighth here; ``python -m tests.verify.claim_set`` runs the set whole."""
    bad = {v.id: v.detail for v in verdicts(claim_set.right()[::8], 8) if v.status != "verified"}
    assert not bad


def test_wrong_claims_are_refuted_by_their_cause():
    """Every third; the set whole as above."""
    wanted, chosen, named = claim_set.intended(), claim_set.wrong()[::3], 0
    for v in verdicts(chosen, 4):
        assert v.status == "refuted", (v.id, v.detail)
        assert v.cause in NAMES
        named += v.cause in wanted[v.id]
    assert len(chosen) >= 40
    assert named / len(chosen) >= SHARE, f"{named} of {len(chosen)}"


@formula
def bilinear(
    a: Float[Array, " m"], X: Float[Array, "m n"], b: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""a^\top X b"""
    return a @ X @ b


@formula
def log_det(X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""\log|X|"""
    return jnp.linalg.slogdet(X)[1]


@formula
def mean_square(x: Float[Array, " N"], c: Float[Array, ""]) -> Float[Array, ""]:
    r"""\frac1N \sum_i (x_i - c)^2"""
    return jnp.mean((x - c) ** 2)


CASES = [
    (bilinear, "gradient", "X", {}, lambda a, b: -jnp.outer(a, b), "sign", "negative"),
    (bilinear, "gradient", "X", {}, lambda a, b: jnp.outer(b, a), "transposed", "its transpose"),
    (bilinear, "gradient", "X", {}, lambda a, b: jnp.outer(a, b) / 3, "scaled", "3 times"),
    (bilinear, "gradient", "X", {}, lambda a, b, n: n * jnp.outer(a, b), "scaled", "1/n times"),
    (
        bilinear,
        "gradient",
        "X",
        {},
        lambda a, b: jnp.outer(a, b).at[0, 0].multiply(2),
        "wrong-entries",
        "those on the diagonal",
    ),
    (
        bilinear,
        "gradient",
        "X",
        {},
        lambda a, b: jnp.full((len(a), len(b)), jnp.inf),
        "non-finite",
        "nan or inf",
    ),
    (
        mean_square,
        "gradient",
        "x",
        {},
        lambda x, c, N: 2 * (x + c) / N,
        "wrong-term",
        "write (x - c) for (x + c)",
    ),
    (mean_square, "gradient", "x", {}, lambda x, N: 2 * x / N, "missing-term", "c"),
    (log_det, "gradient", "X", {}, lambda X: inv(X), "transposed", "transpose"),
    (
        log_det,
        "hessian",
        "X",
        {},
        lambda X: -kron(inv(X).T, inv(X)),
        "missing-commutation",
        "missing on the",
    ),
    (
        log_det,
        "hessian",
        "X",
        {"given": {"X": Symmetric}},
        lambda X: -kron(inv(X), inv(X)),
        "missing-commutation",
        "missing on the",
    ),
    (
        log_det,
        "hessian",
        "X",
        {},
        lambda X, n: -commutation(n, n) @ kron(inv(X), inv(X).T),
        "vec-order",
        "exchanged",
    ),
    (
        log_det,
        "gradient",
        "X",
        {"on": Symmetric},
        lambda X: inv(X),
        "symmetric-convention",
        "2G - diag G",
    ),
    (
        log_det,
        "gradient",
        "X",
        {"on": Symmetric},
        lambda X: inv(X) / 3,
        "symmetric-convention",
        "write 3 (2 (what it returns) - diag(what it returns))",
    ),
    (
        log_det,
        "hvp",
        "X",
        {"on": Symmetric},
        lambda X, dX: -inv(X) @ dX @ inv(X),
        "symmetric-convention",
        "2G - diag G",
    ),
    (
        log_det,
        "gradient",
        "X",
        {},
        lambda X: jnp.float64(inv(X.astype(jnp.float32))).T,
        "precision",
        "digits",
    ),
]


@pytest.mark.parametrize(
    ("f", "kind", "wrt", "sense", "g", "cause", "says"),
    CASES,
    ids=[f"{c[5]}-{k}" for k, c in enumerate(CASES)],
)
def test_a_cause(f, kind, wrt, sense, g, cause, says):
    f = formula(f.function)  # without claims of other cases
    getattr(f, kind)(wrt, **sense)(g)
    (claim,) = f.claims.values()
    verdict = check_claim(claim, 10)
    assert verdict.status == "refuted", verdict.detail
    # Honest equivalents: factors exchanged are the row-major order; an operation that spoils one
    # entry can be dropped.
    accepted = {
        cause,
        {"vec-order": "kronecker-order", "wrong-entries": "wrong-term"}.get(cause, cause),
    }
    assert verdict.cause in accepted, verdict.causes
    assert any(says in words for words in verdict.causes), verdict.causes


def test_what_holds_along_symmetric_directions_is_said_too():
    f = formula(log_det.function)
    f.hessian("X", given={"X": Symmetric}, as_printed=True)(lambda X: -kron(inv(X), inv(X)))
    (claim,) = f.claims.values()
    verdict = check_claim(claim, 10)
    assert any(
        c.startswith("symmetric-only: it is right along symmetric directions dX")
        for c in verdict.causes
    ), verdict.causes
    assert verdict.counterexample is not None
    assert max(verdict.counterexample["shape"].values()) <= 2


def test_what_no_cause_fits_is_unknown():
    f = formula(bilinear.function)
    f.gradient("X")(lambda X: jnp.sin(3 * X) + jnp.exp(X / 7) * X**2)
    (claim,) = f.claims.values()
    assert check_claim(claim, 8).cause == "unknown"
