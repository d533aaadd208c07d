"""Errors in float32 are shown beside the verdict, and never change it."""

import json

import jax.numpy as jnp
import pytest
from jaxtyping import Array, Float

from closedform.formulas import Positive, Symmetric, catalogue, formula
from closedform.formulas._kit.description import describe
from closedform.verify import accuracy as measured
from closedform.verify.accuracy import CONDITIONS, accuracy
from closedform.verify.checks import blank, check_claim
from closedform.verify.rows import Verdict
from closedform.verify.run import task, verdict
from closedform.verify.words import accuracy as accuracy_words
from closedform.workers.pool import Outcome
from tests.helpers import ROOT, python

CLAIMS = catalogue().claims
DRAWS = 8
# by another name, so that pytest does not collect the claims here as tests of their own
new = formula


@new
def energy(x: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac12 \lVert x \rVert^2"""
    return jnp.sum(x**2) / 2


@energy.gradient("x")
def _(x):
    r"""\frac{(x + 1000)^2 - x^2 - 10^6}{2000}"""
    return ((x + 1000) ** 2 - x**2 - 1e6) / 2000


@energy.hessian("x")
def _(x, n):
    r"""\infty"""
    return jnp.eye(n) * jnp.inf


@energy.equals("again")
def _(x):
    r"""\tfrac12 x^\top x"""
    return x @ x / 2


@new
def norm(X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\tfrac12 \lVert X \rVert^2"""
    return jnp.sum(X**2) / 2


@norm.gradient("X", along=Symmetric)
def _(X):
    r"""X + \text{any skew matrix}"""
    return X + jnp.triu(X, 1) - jnp.triu(X, 1).T


def mine(name):
    return {**energy.claims, **norm.claims}[f"test_accuracy.{name}"]


def test_digits_that_cancel_are_seen_and_decide_nothing():
    found = accuracy(mine("energy.gradient.x"), DRAWS)
    assert found is not None and list(found) == list(CONDITIONS)
    for errors in found.values():
        assert errors["closed form"] > 1e-6 > errors["autodiff"]  # type: ignore[operator]
    assert check_claim(mine("energy.gradient.x"), DRAWS).status == "verified"


def test_where_conditions_are_bad_float32_loses_digits():
    found = accuracy(CLAIMS["log_det.gradient.X"], DRAWS)
    assert found is not None
    for name in measured.METHODS:
        assert 1e-9 < found["1e1"][name] < 1e-5 < found["1e5"][name] < 1.0  # type: ignore[operator]


def test_what_is_not_finite_has_no_error():
    found = accuracy(mine("energy.hessian.x"), DRAWS)
    assert found is not None and found["1e1"] == {"closed form": None, "autodiff": 0.0}


def test_along_directions_only_they_count():
    found = accuracy(mine("norm.gradient.X.along-Symmetric"), DRAWS)
    assert found is not None and all(errors["closed form"] < 1e-6 for errors in found.values())  # type: ignore[operator]


@pytest.mark.parametrize(
    "id", ["gaussian_mle.stationary.Sigma", "multinomial_logistic.equals.log-sum-exp"]
)
def test_what_is_no_derivative_has_none(id):
    assert accuracy(CLAIMS[id]) is None


def test_a_failure_in_it_leaves_the_verdict_as_it_is(monkeypatch):
    def fails(*_, **__):
        raise RuntimeError("no")

    monkeypatch.setattr(measured, "accuracy", fails)
    claim = describe(CLAIMS["least_squares.gradient.x"])
    rows = list(
        measured.in_child(
            "closedform.formulas.optimisation.least_squares", claim.id, DRAWS, 0, mutants=False
        )
    )
    late = Outcome(task(claim, DRAWS, 0, accuracy=True), "timeout", detail="no answer", events=rows)
    said = verdict(claim, late)
    assert (len(rows), said.status, said.accuracy) == (1, "verified", None)


def test_the_table_has_one_digit():
    def row(id, accuracy) -> Verdict:
        v = blank(CLAIMS[id])
        v.accuracy = accuracy
        return v

    errors = {cond: {"closed form": 2.3e-7, "autodiff": None} for cond in CONDITIONS}
    said = accuracy_words.report(
        [row("log_det.gradient.X", errors), row("log_det.hessian.X", None)]
    ).splitlines()
    assert said[1].split() == list(CONDITIONS)
    assert said[2].split() == ["log_det.gradient.X", *["2e-07", "/", "-"] * 5] and len(said) == 3
    assert "no claim here" in accuracy_words.report([])


def test_the_command_shows_them_at_the_end(tmp_path):
    file = tmp_path / "v.json"
    done = python(
        "-m",
        "closedform",
        "verify",
        "least_squares.gradient.x",
        "--accuracy",
        "--draws",
        "8",
        "--json",
        file,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "relative error in float32" in done.stdout
    (row,) = json.loads(file.read_text())["claims"]
    assert row["status"] == "verified" and set(row["accuracy"]) == set(CONDITIONS)
