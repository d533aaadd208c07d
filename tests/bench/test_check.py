"""Whether methods are right at their cell's size, in float64 and as they are timed."""

import math
from pathlib import Path

import jax
import pytest

from closedform.bench import check as checking
from closedform.bench.rows import Timing
from closedform.bench.work import Work
from closedform.formulas import find, gather
from closedform.formulas._kit.catalogue import read
from closedform.verify.checks import blank
from closedform.verify.site import Site
from tests.bench.made import chosen

SOURCE = '''
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float
from closedform import formula, Positive


@formula(source="a test")
def squares(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\\top x"""
    return jnp.sum(x * x)


@squares.gradient("x")
def _(x):
    r"""2x"""
    return 2 * x


@squares.gradient("x", form="zeros in float32")
def _(x):
    r"""2x, or nothing"""
    return 2 * x if x.dtype == jnp.float64 else jnp.zeros_like(x)


@squares.gradient("x", form="a digit lost in float32")
def _(x):
    r"""2x, at a hundredth"""
    return 2 * x * (1.0 if x.dtype == jnp.float64 else 1.01)


@squares.gradient("x", form="nothing but integers")
def _(x):
    r"""2x, rounded"""
    return (2 * x).astype(int)


@squares.gradient("x", form="of another shape")
def _(x):
    r"""2x, as a column"""
    return 2 * x[:, None]


@formula(source="a test")
def log_sum(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\\log\\sum_i \\exp 200 x_i"""
    return jax.nn.logsumexp(200.0 * x)


@log_sum.gradient("x")
def _(x):
    r"""200 times the softmax, which overflows in float32"""
    e = jnp.exp(200.0 * (x + 0.5))
    return 200.0 * e / e.sum()


@log_sum.gradient("x", form="shifted")
def _(x):
    r"""200 times the softmax"""
    e = jnp.exp(200.0 * (x - x.max()))
    return 200.0 * e / e.sum()


@formula(source="a test")
def unstable(x: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\\sum_i (\\exp 1000 x_i - 1) \\exp(-1000 x_i)"""
    return jnp.sum((jnp.exp(1000 * x) - 1) * jnp.exp(-1000 * x))


@unstable.gradient("x")
def _(x):
    r"""1000 \\exp(-1000 x)"""
    return 1000 * jnp.exp(-1000 * x)


@formula(source="a test")
def steep(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\\sum_i \\sin(10^7 x_i)"""
    return jnp.sum(jnp.sin(1e7 * x))


@steep.gradient("x")
def _(x):
    r"""10^7 \\cos(10^7 x_i)"""
    return 1e7 * jnp.cos(1e7 * x)
'''


def timed(tmp_path: Path, formula: str, dtype: str, n: int = 6) -> dict[str, Timing]:
    """Name -> row of the methods of a gradient."""
    path = tmp_path / "made.py"
    path.write_text(SOURCE)
    of_it = read(path).formulas[f"made.{formula}"]
    work = Work(next(iter(of_it.claims.values())), {"n": n}, dtype)
    return {row.method: row for row in work.rows(0.02)}


def test_what_is_zero_or_far_off_in_float32_does_not_win(tmp_path: Path) -> None:
    found = timed(tmp_path, "squares", "float32")
    outcomes = {name: row.outcome for name, row in found.items()}
    assert outcomes["closed form"] == outcomes["reverse"] == outcomes["control"] == "ok"
    assert outcomes["zeros in float32"] == outcomes["a digit lost in float32"] == "inaccurate"
    told = found["zeros in float32"].detail or ""
    assert told.startswith("in float32 it is off by ")
    assert (found["zeros in float32"].error or 0) > 1000
    assert found["zeros in float32"].samples == []


def test_the_same_forms_are_right_in_float64(tmp_path: Path) -> None:
    found = timed(tmp_path, "squares", "float64")
    assert found["zeros in float32"].outcome == found["a digit lost in float32"].outcome == "ok"


@pytest.mark.parametrize(
    ("form", "outcome", "told"),
    [
        ("nothing but integers", "wrong", "it returns int64; wanted float64"),
        ("of another shape", "wrong", "refuted: it returns arrays of shapes ((6, 1),); wanted"),
    ],
)
def test_what_returns_something_else_is_not_timed(
    tmp_path: Path, form: str, outcome: str, told: str
) -> None:
    row = timed(tmp_path, "squares", "float64")[form]
    assert row.outcome == outcome
    assert told in (row.detail or "")


def test_a_softmax_that_is_not_finite_does_not_win(tmp_path: Path) -> None:
    single, double = (timed(tmp_path, "log_sum", dtype) for dtype in ("float32", "float64"))
    assert [double[form].outcome for form in ("closed form", "shifted")] == ["ok", "ok"]
    assert [single[form].outcome for form in ("closed form", "shifted")] == ["inaccurate", "ok"]
    assert single["closed form"].detail == "what it returns in float32 is not finite"
    assert math.isinf(single["closed form"].error or 0)


def test_an_autodiff_mode_that_is_not_finite_is_no_rival(tmp_path: Path) -> None:
    found = timed(tmp_path, "unstable", "float32", n=40)
    assert found["reverse"].outcome == "inaccurate"
    assert found["closed form"].outcome == "inaccurate"
    told = found["closed form"].detail or ""
    assert told.startswith("nothing to compare it with: reverse: what it returns in float32")


def test_a_problem_too_sensitive_for_its_dtype_is_not_decided(tmp_path: Path) -> None:
    found = timed(tmp_path, "steep", "float32")
    assert found["closed form"].outcome == "unverified"
    assert "too sensitive for float32" in (found["closed form"].detail or "")
    assert timed(tmp_path, "steep", "float64")["closed form"].outcome == "ok"


def test_what_fits_but_can_not_be_verified_is_not_begun(
    entries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "CHECKING", 2**60)
    (claim, *_) = chosen(entries, "squares")
    rows = Work(claim, {"n": 4}).rows(0.02)
    assert {(row.method, row.outcome) for row in rows} == {
        ("closed form", "too large"),
        ("sum", "too large"),
    }
    assert all("verifying it needs about" in (row.detail or "") for row in rows)


def test_what_verifying_was_seen_to_need_is_not_begun() -> None:
    """A sum of two matrices of 2048 x 2048 was killed at 8 GiB: arguments, tangents and probes, at
    the draw and its copies."""
    claim = find(
        "closedform.formulas.definitions.linear_rules",
        "linear_rules.sum_of_matrices.differential.X-Y",
    )
    assert checking.memory(claim, {"m": 2048, "n": 2048}) > 8 * 2**30


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("refuted", "wrong"),
        ("error", "wrong"),
        ("unexercised", "unverified"),
        ("disputed", "unverified"),
    ],
)
def test_what_is_not_verified_at_its_size_is_not_timed(
    entries: Path, monkeypatch: pytest.MonkeyPatch, status: str, outcome: str
) -> None:
    def verdict(_: Site, form, *__):
        found = blank(form)
        found.status, found.detail = status, "why"
        return found

    monkeypatch.setattr(Site, "verdict", verdict)
    (claim, *_) = chosen(entries, "squares")
    rows = Work(claim, {"n": 4}).rows(0.02)
    closed = [row for row in rows if row.role == "closed form"]
    assert {(row.outcome, row.detail, row.ratio) for row in closed} == {
        (outcome, f"{status}: why", None)
    }


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(
    "id",
    [
        "log_det.hessian.X.along-Symmetric",
        "log_det.hvp.X.on-Symmetric",
        "identification.over_symmetric.gradient.X.along-Symmetric",
        "linear_map.of_matrix.jacobian.X.numerator",
        "layer.pullback.W-H-b",
        "elementwise_function.logistic.derivative.a",
    ],
)
def test_claims_of_every_sense_are_right_as_they_are_timed(id: str, dtype: str) -> None:
    (claim, *_) = gather([id])[0]
    work = Work(claim, dict.fromkeys(claim.formula.dimensions, 8), dtype)
    work.compile()
    assert {said.outcome for said in work.checked().values()} == {"ok"}
    assert work.at is not None
    with jax.enable_x64(True):
        assert all(a.dtype == "float64" for a in work.at.args.values())
