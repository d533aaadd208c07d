"""Special cases: named where what is special makes the claim right, not where luck or size does."""

import jax
import jax.numpy as jnp
import pytest
from jaxtyping import Array, Float

from closedform.formulas import formula
from closedform.verify.causes import cases
from closedform.verify.causes.evidence import Evidence
from closedform.verify.causes.special import LUCK, by_luck
from closedform.verify.checks import check_claim
from closedform.verify.draws.sizes import rounds
from closedform.verify.judging.comparison import compare
from closedform.verify.judging.program import run

# by another name, so that pytest does not collect the claims here as tests of their own
new = formula


def named(f, draws=20, seed=0):
    (claim,) = f.claims.values()
    verdict = check_claim(claim, draws, seed)
    assert verdict.status == "refuted"
    return verdict.causes


def test_luck():
    assert by_luck(1, 0.5)
    assert not by_luck(10, 0.5)
    assert not by_luck(1, 1.0)
    assert by_luck(10_000, 0.0)
    assert 0.99**800 < LUCK < 0.99**600
    assert by_luck(600, 0.01) and not by_luck(800, 0.01)


@pytest.mark.parametrize("seed", [0, 100, 200])
def test_a_term_that_is_rarely_there_is_no_matter_of_symmetry(seed):
    @new
    def spill(X: Float[Array, "n n"]) -> Float[Array, ""]:
        r"""\sum_{ij} x_{ij}^2 + \max(x_{ij} - 2.7, 0)^3"""
        return jnp.sum(X**2) + jnp.sum(jnp.maximum(X - 2.7, 0) ** 3)

    spill.gradient("X")(lambda X: 2 * X)
    causes = named(spill, seed=seed)
    assert causes[0].startswith("missing-term: what is left is 3 * (X - 2.7)"), causes
    assert len(causes) == 1


@pytest.mark.parametrize("seed", [100, 200])
def test_what_holds_for_small_arguments_holds_for_no_structure_of_theirs(seed):
    @new
    def gate(A: Float[Array, "n n"], B: Float[Array, "n n"]) -> Float[Array, ""]:
        r"""\operatorname{tr}(AB), squared where it is above 8"""
        t = jnp.trace(A @ B)
        return jnp.where(t > 8, t**2, t)

    gate.gradient("A")(lambda B: B.T)
    assert named(gate, seed=seed) == ["unknown: no simple change makes it right"]


def test_what_holds_within_a_ball_does_not_hold_for_norm_one():
    @new
    def huber(r: Float[Array, " n"]) -> Float[Array, ""]:
        r"""\sum_i \tfrac12 r_i^2, linear from 2.5 on"""
        return jnp.sum(jnp.where(jnp.abs(r) < 2.5, r**2 / 2, 2.5 * jnp.abs(r) - 3.125))

    huber.gradient("r")(lambda r: r)
    assert named(huber) == ["unknown: no simple change makes it right"]


def test_one_right_draw_of_a_size_is_not_that_size():
    @new
    def stripes(x: Float[Array, " n"]) -> Float[Array, ""]:
        r"""\sum_i x_i^2 or x_i^4, by the sign of \sin 5x_i"""
        return jnp.sum(jnp.where(jnp.sin(5 * x) > 0, x**2, x**4))

    stripes.gradient("x")(lambda x: 2 * x)
    found = {seed: named(stripes, 10, seed) for seed in range(4)}
    assert not any("n = 1" in words for causes in found.values() for words in causes), found


SPECIAL = {
    "A is orthogonal": lambda A, B: B.T @ A.T @ A,
    "A and B commute": lambda A, B: A @ B - B @ A + B.T,
    "A has norm one": lambda A, B: B.T * jnp.sum(A**2),
    "A is diagonal": lambda A, B: B.T + A - jnp.diag(jnp.diag(A)),
    "the columns of A have mean zero": lambda A, B: B.T + A.mean(0),
}


@pytest.mark.parametrize("words", SPECIAL)
def test_what_is_special_is_named(words):
    @new
    def product(A: Float[Array, "n n"], B: Float[Array, "n n"]) -> Float[Array, ""]:
        r"""\operatorname{tr}(AB)"""
        return jnp.trace(A @ B)

    product.gradient("A")(SPECIAL[words])
    (claim,) = product.claims.values()
    with jax.enable_x64(True):
        done = [run(claim, r) for r in rounds(claim, 8, 0)]
        (cause,) = cases.SPECIAL.tries(Evidence(claim, compare(claim, done)))
    assert str(cause) == f"special-case: it holds when {words}"


def test_an_edit_has_to_be_right_at_the_draws_that_were_right():
    """For negative x it is -x^2: at every draw that refutes, and at no other."""

    @new
    def cube(x: Float[Array, ""]) -> Float[Array, ""]:
        r"""\tfrac13 |x|^3"""
        return jnp.abs(x) ** 3 / 3

    cube.derivative("x")(lambda x: x**2)
    causes = named(cube)
    assert causes[0] == "special-case: it holds when x is positive"
    assert not any(cause.startswith(("wrong-term", "sign")) for cause in causes)


def test_entries_that_are_wrong_by_luck_are_not_named():
    @new
    def rare(X: Float[Array, "m n"]) -> Float[Array, ""]:
        r"""\sum_{ij} x_{ij}^2, \sin 20 x_{ij} above 2"""
        return jnp.sum(jnp.where(X > 2, jnp.sin(20 * X), X**2))

    rare.gradient("X")(lambda X: 2 * X)
    for seed in (0, 100):
        causes = named(rare, seed=seed)
        assert not any(cause.startswith("wrong-entries") for cause in causes), causes


def test_rows_that_are_wrong_at_every_draw_are_named():
    @new
    def squares(X: Float[Array, "m n"]) -> Float[Array, ""]:
        r"""\lVert X \rVert^2"""
        return jnp.sum(X**2)

    squares.gradient("X")(lambda X: 2 * jnp.where(jnp.arange(len(X))[:, None] == 1, jnp.sin(X), X))
    assert any("those of one row (number 1)" in cause for cause in named(squares, 8))
