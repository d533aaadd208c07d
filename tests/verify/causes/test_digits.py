"""Lost digits: by rounding, by what is no more than near, and where nothing is finite."""

import jax.numpy as jnp
import pytest
from jaxtyping import Array, Float

from closedform.formulas import formula
from closedform.verify.checks import check_claim

# by another name, so that pytest does not collect the claims here as tests of their own
new = formula


@new
def bell(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\sum_i \exp(-\tfrac12 x_i^2) / \sqrt{2\pi}"""
    return jnp.sum(jnp.exp(-(x**2) / 2)) / jnp.sqrt(2 * jnp.pi)


CASES = {
    "a constant that is short": (
        lambda x: -x * jnp.exp(-(x**2) / 2) * 0.3989423,
        "precision: it is right to 7 digits alone, in exact arithmetic too",
    ),
    "a difference": (
        lambda x: (
            (jnp.exp(-((x + 1e-7) ** 2) / 2) - jnp.exp(-(x**2) / 2)) / 1e-7 / jnp.sqrt(2 * jnp.pi)
        ),
        "digits alone, in exact arithmetic too: it approximates, or a constant in it is short",
    ),
    "digits taken away": (
        lambda x: -(x + 1e9 - 1e9) * jnp.exp(-(x**2) / 2) / jnp.sqrt(2 * jnp.pi),
        "precision: in exact arithmetic it is right: rounding takes its digits away",
    ),
    "nowhere finite": (
        lambda x: -x * jnp.exp(-(x**2) / 2) / jnp.sqrt(2 * jnp.pi) + jnp.log(-1 - x**2),
        "non-finite: it is nan or inf at",
    ),
    "not finite in places, and wrong in others": (
        lambda x: jnp.sin(7 * x) + jnp.log(x + 2),
        "non-finite: it is nan or inf at",
    ),
    "not finite in places, the negative in others": (
        lambda x: jnp.where(x < -2, jnp.nan, x * jnp.exp(-(x**2) / 2) / jnp.sqrt(2 * jnp.pi)),
        "non-finite: it is nan or inf at",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_digits(name):
    f, says = CASES[name]
    formula = new(bell.function)
    formula.gradient("x")(f)
    (claim,) = formula.claims.values()
    verdict = check_claim(claim, 20)
    assert verdict.status == "refuted"
    assert says in verdict.causes[0], verdict.causes
