"""The checker is checked: wrong claims of every sort are refuted, and what survives is the claim
itself or is listed."""

import functools
import json

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jaxtyping import Array, Float

from closedform.formulas import (
    Orthogonal,
    Positive,
    Simplex,
    Skew,
    Symmetric,
    Unit,
    catalogue,
    find,
    formula,
    kron,
)
from closedform.verify.checks import blank, check_claim
from closedform.verify.draws.sizes import rounds
from closedform.verify.judging import comparison
from closedform.verify.judging.program import run
from closedform.verify.mutants.leaves import Leaf, applied
from closedform.verify.mutants.mutations import MUTATIONS, Mutant
from closedform.verify.mutants.tally import OPPOSITE, _judged, in_child, tally
from closedform.verify.words import mutants as mutants_words
from tests.helpers import ROOT, python

DRAWS = 8
# by another name, so that pytest does not collect the claims here as tests of their own
new = formula

CLAIMS = {
    "square": "log_det.gradient.X",
    "matrix": "multinomial_logistic.gradient.W",
    "by vec": "multinomial_logistic.hessian.W",
    "by square vec": "log_det.hessian.X",
}


@functools.cache
def judged(id):
    """Names of a claim's mutants, and of those that survived."""
    claim = catalogue().claims[id]
    with jax.enable_x64(True):
        made, survivors = _judged(
            claim, [run(claim, r) for r in rounds(claim, DRAWS, 0) if r.sort != "long"]
        )
    return {m.name for m in made}, {m.name for m in survivors}


def leaf(*shape, rows=None, columns=None):
    return Leaf(shape, rows, columns, {"n": 1}, np.arange(1.0, np.prod(shape) + 1))


ANY, VECTOR, WIDE, BY_VECTOR = leaf(0), leaf(3), leaf(2, 3), leaf(3, 3, rows=(1, 3), columns=(1, 3))

TABLE = {
    "doubled": ("matrix", ANY),
    "halved": ("matrix", ANY),
    "negated": ("matrix", ANY),
    "off by 1e-6": ("matrix", ANY),
    "largest entry off by 1e-3": ("matrix", ANY),
    "small entry off by 1e-7": ("matrix", ANY),
    "one row zero": ("matrix", ANY),
    "one entry plus 1": ("matrix", ANY),
    "transposed": ("square", VECTOR),
    "symmetrised": ("square", WIDE),
    "diagonal halved": ("square", WIDE),
    "entries tied (2G - diag G)": ("square", WIDE),
    "rows permuted by K": ("by square vec", BY_VECTOR),
    "columns permuted by K": ("by vec", BY_VECTOR),
    "rows permuted by K transposed": ("by vec", BY_VECTOR),
    "columns permuted by K transposed": ("by vec", BY_VECTOR),
    "Kronecker factors swapped, as vec by rows does": ("by vec", BY_VECTOR),
    "left Kronecker factor transposed": ("by square vec", leaf(3, 2)),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_each_mutation_is_refuted_somewhere_and_left_out_where_it_makes_no_sense(name):
    claim, refused = TABLE[name]
    made, survivors = judged(CLAIMS[claim])
    assert name in made
    assert name not in survivors
    mutant = Mutant(name, 0, MUTATIONS[name])
    changed = mutant.changes([refused])
    assert changed is None or np.array_equal(changed[0], mutant.untouched([refused])[0])


def test_left_and_right_factors_are_told_apart():
    A, B = np.arange(1.0, 5).reshape(2, 2), np.arange(1.0, 10).reshape(3, 3) ** 2
    described = leaf(6, 6, rows=(2, 3), columns=(2, 3))
    made = {
        "Kronecker factors swapped, as vec by rows does": np.kron(B, A),
        "left Kronecker factor transposed": np.kron(A.T, B),
        "transposed": np.kron(A.T, B.T),
    }
    for name, wanted in made.items():
        terms = MUTATIONS[name](described)
        assert terms is not None
        np.testing.assert_array_equal(applied(terms, np.kron(A, B)[None])[0], wanted)


def statuses(found):
    return {s["mutation"]: s["status"] for s in found.survivors}


def test_a_symmetric_hessian_transposed_is_equivalent():
    found = tally(catalogue().claims["least_squares.hessian.x"], DRAWS)
    assert statuses(found) == {"transposed": "equivalent", "symmetrised": "equivalent"}
    assert (found.made, found.killed, found.equivalent, found.missed) == (
        found.killed + 2,
        found.made - 2,
        2,
        0,
    )
    assert all("equal at 50 digits on 5 fresh draws" in s["reason"] for s in found.survivors)


@new
def sweep(W: Skew[Array, "n n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\lVert Wx \rVert^2"""
    return jnp.sum((W @ x) ** 2)


@sweep.hessian("W", along=Skew)
def _(x, n):
    r"""2 x x^\top \otimes I"""
    return 2 * kron(jnp.outer(x, x), jnp.eye(n))


def test_along_directions_what_they_cannot_tell_is_equivalent():
    found = tally(only(sweep), DRAWS)
    assert statuses(found)["Kronecker factors swapped, as vec by rows does"] == "equivalent"
    assert "rows permuted by K" not in statuses(found)  # K dX = -dX
    assert found.missed == 0


@new
def rayleigh(x: Float[Array, " n"], A: Symmetric[Array, "n n"]) -> Float[Array, ""]:
    r"""\frac{x^\top A x}{x^\top x}"""
    return x @ A @ x / (x @ x)


@rayleigh.stationary("x")
def _(A):
    r"""u_1"""
    return jnp.linalg.eigh(A)[1][:, -1]


@new
def inner(x: Unit[Array, " n"], c: Float[Array, " n"]) -> Float[Array, ""]:
    r"""c^\top x"""
    return c @ x


@inner.stationary("x", along=Unit)
def _(c):
    r"""\frac{c}{\lVert c \rVert}"""
    return c / jnp.sqrt(c @ c)


def only(f):
    (claim,) = f.claims.values()
    return claim


def test_another_point_where_the_gradient_vanishes_is_equivalent():
    found = tally(only(rayleigh), 4)
    assert set(statuses(found)) == {"doubled", "halved", "negated", "off by 1e-6", "divided by n"}
    assert found.missed == 0
    assert all(s["reason"].startswith("the gradient vanishes there too") for s in found.survivors)


def test_a_point_outside_its_domain_is_refuted():
    assert statuses(tally(only(inner), 4)) == {"negated": "equivalent"}


def test_a_point_without_a_gradient_is_refuted():
    @new
    def logs(x: Positive[Array, " n"]) -> Float[Array, ""]:
        r"""\sum_i (\log x_i)^2"""
        return jnp.sum(jnp.log(x) ** 2)

    @logs.stationary("x")
    def _(n):
        r"""0"""
        return jnp.zeros(n)

    assert check_claim(only(logs), DRAWS).status == "refuted"


def test_a_maximum_where_a_single_number_has_no_directions():
    @new
    def nearest(W: Skew[Array, "n n"], B: Float[Array, "n n"]) -> Float[Array, ""]:
        r"""-\lVert W - B \rVert^2"""
        return -jnp.sum((W - B) ** 2)

    @nearest.maximum("W", along=Skew)
    def _(B):
        r"""\tfrac12 (B - B^\top)"""
        return (B - B.T) / 2

    assert check_claim(only(nearest), DRAWS).status == "verified"


@pytest.mark.parametrize("domain", [Orthogonal, Simplex, Unit])
def test_a_retraction_leaves_only_members_where_they_are(domain):
    X = domain.draw(np.random.default_rng(0), (3, 3))
    with jax.enable_x64(True):
        np.testing.assert_allclose(domain.retract(X, 0 * X), X, atol=1e-14)
        assert np.abs(domain.retract(2 * X, 0 * X) - 2 * X).max() > 0.1


@new
def stepped(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\sum_i x_i^-, the next numbers towards zero"""
    return jnp.sum(jnp.nextafter(x, 0 * x))


@stepped.equals("reversed")
def _(x):
    r"""\sum_i x_{n-i}^-"""
    return jnp.sum(jnp.nextafter(x, 0 * x)[::-1])


@stepped.differs("doubled")
def _(x):
    r"""\sum_i (2x_i)^-"""
    return jnp.sum(jnp.nextafter(2 * x, 0 * x))


@pytest.fixture
def lenient(monkeypatch):
    """A judge that lets everything pass."""
    monkeypatch.setattr(comparison, "tolerance", lambda want, *_, **__: np.full_like(want, 1e300))


@pytest.mark.usefixtures("lenient")
def test_a_judge_that_lets_errors_pass_is_found_out():
    found = tally(catalogue().claims["least_squares.hessian.x"], DRAWS)
    assert (found.made, found.killed, found.equivalent) == (found.missed + 2, 0, 2)
    assert statuses(found)["off by 1e-6"] == statuses(found)["small entry off by 1e-7"] == "missed"
    row = blank(catalogue().claims["least_squares.hessian.x"])
    row.mutants = vars(found)
    assert not mutants_words.clean([row])
    said = mutants_words.report([row], 1.0)
    assert "least_squares.hessian.x" in said
    assert "    missed      doubled: not equal at 50 digits, and no draw refuted it" in said
    assert (
        f"mutants of 1 claim: {found.made} made, 0 killed, 2 equivalent, {found.missed} missed"
        in said
    )


def test_mutants_that_cannot_be_made_are_told(monkeypatch):
    def fails(*_):
        raise ValueError("no rule")

    monkeypatch.setattr("closedform.verify.mutants.tally.tally", fails)
    claim = catalogue().claims["least_squares.hessian.x"]
    row = blank(claim)
    row.mutants = in_child(str(claim.formula.origin), claim.id, DRAWS, 0)["mutants"]
    assert not mutants_words.clean([row])
    said = mutants_words.report([row], 1.0)
    assert "1 missed" in said.splitlines()[1]
    assert "making mutants raised ValueError: no rule" in said


@pytest.mark.usefixtures("lenient")
def test_what_cannot_be_decided_is_missed():
    found = tally(stepped.claims["test_tally.stepped.equals.reversed"], DRAWS)
    assert found.missed == found.made > 0
    assert {s["reason"].partition(";")[0] for s in found.survivors} == {
        "can't be decided: nextafter has no rule in 50-digit arithmetic"
    }


def test_what_differs_is_not_taken_to_be_equal(monkeypatch):
    claim = stepped.claims["test_tally.stepped.differs.doubled"]
    assert (tally(claim, DRAWS).made, tally(claim, DRAWS).killed) == (1, 1)
    monkeypatch.setattr(comparison, "tolerance", lambda want, *_, **__: np.full_like(want, -1.0))
    monkeypatch.setattr(
        comparison.Comparison, "worst", property(lambda self: np.full(len(self.got[0]), 2.0))
    )
    assert statuses(tally(claim, DRAWS)) == {OPPOSITE: "missed"}


def test_a_misprint_has_no_mutants():
    misprint = next(c for c in catalogue().claims.values() if c.as_printed)
    assert misprint.formula.origin
    assert find(misprint.formula.origin, misprint.id) is misprint
    found = in_child(misprint.formula.origin, misprint.id, 3, 0)
    assert found["status"] == "refuted"
    assert (found["mutants"]["made"], found["mutants"]["skipped"]) == (
        0,
        "a misprint, refuted as it stands",
    )


def test_the_command_counts_them_and_lists_survivors(tmp_path):
    file = tmp_path / "v.json"
    done = python(
        "-m",
        "closedform",
        "verify",
        "least_squares.hessian.x",
        "--mutants",
        "--draws",
        "6",
        "--json",
        file,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "    equivalent  transposed: equal at 50 digits on 5 fresh draws" in done.stdout
    (row,) = json.loads(file.read_text())["claims"]
    mutants = row["mutants"]
    assert mutants["made"] == mutants["killed"] + mutants["equivalent"] > 10
    counts = f"{mutants['made']} made, {mutants['killed']} killed, 2 equivalent, 0 missed"
    assert f"mutants of 1 claim: {counts}" in done.stdout
    assert {s["mutation"] for s in mutants["survivors"]} == {"transposed", "symmetrised"}
