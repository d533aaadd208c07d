"""Verdicts: right is verified, wrong refuted, and what is neither has a word of its own."""

import functools
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jaxtyping import Array, Float

from closedform import verify
from closedform.formulas import (
    Diagonal,
    InputError,
    Invertible,
    LowerTriangular,
    Orthogonal,
    Sign,
    Simplex,
    Skew,
    Symmetric,
    Unit,
    commutation,
    duplication,
    formula,
    inv,
    kron,
    vec,
    vech,
)
from closedform.formulas._kit.catalogue import Broken
from closedform.formulas._kit.description import describe
from closedform.formulas._kit.domains import diagonal
from closedform.formulas._kit.survey import Selection
from closedform.verify import api, checks
from closedform.verify.checks import check_claim
from closedform.verify.draws.sizes import rounds
from closedform.verify.rows import unchecked


def only(f):
    (claim,) = f.claims.values()
    return claim


def status(f, **options):
    return check_claim(only(f), **{"draws": 8, **options}).status


def new(f):
    """The function as a formula of its own, without claims."""
    return formula(f)


def product(X: Float[Array, "m n"], Y: Float[Array, "n p"]) -> Float[Array, "m p"]:
    r"""XY"""
    return X @ Y


def log_det(X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""\log|X|"""
    return jnp.linalg.slogdet(X)[1]


def quadratic(A: Symmetric[Array, "n n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\top A x"""
    return x @ A @ x


def trace(X: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr} X"""
    return jnp.trace(X)


LAYOUTS = {
    "denominator": lambda X, Y, m, n, p: kron(Y, jnp.eye(m)),
    "numerator": lambda X, Y, m, n, p: kron(Y.T, jnp.eye(m)),
    "block-by-output": lambda X, Y, m, n, p: jnp.einsum("ik,jl->kilj", jnp.eye(m), Y).reshape(
        m * m, p * n
    ),
    "block-by-input": lambda X, Y, m, n, p: jnp.einsum("ik,jl->ikjl", jnp.eye(m), Y).reshape(
        m * m, n * p
    ),
}


@pytest.mark.parametrize("claimed", LAYOUTS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_jacobian_is_right_in_its_own_layout_only(layout, claimed):
    f = new(product)
    f.jacobian("X", layout=layout)(LAYOUTS[claimed])
    assert status(f) == ("verified" if layout == claimed else "refuted")


def claims_about_symmetry():
    G, H = lambda X: inv(X).T, lambda X: -kron(inv(X), inv(X))
    yield "gradient over independent entries", "gradient", {}, G, "verified"
    yield (
        "tied entries",
        "gradient",
        {"on": Symmetric},
        lambda X, n: (2 - jnp.eye(n)) * inv(X),
        "verified",
    )
    yield (
        "tied entries without 2G - diag G",
        "gradient",
        {"on": Symmetric},
        lambda X: inv(X),
        "refuted",
    )
    yield (
        "gradient along symmetric directions",
        "gradient",
        {"along": Symmetric},
        lambda X: jnp.tril(2 * inv(X)) - jnp.diag(jnp.diag(inv(X))),
        "verified",
    )
    yield (
        "Hessian with K",
        "hessian",
        {},
        lambda X, n: commutation(n, n) @ kron(inv(X).T, inv(X)) * -1,
        "verified",
    )
    yield "Hessian without K", "hessian", {"given": {"X": Symmetric}}, H, "refuted"
    yield "Hessian along symmetric directions", "hessian", {"along": Symmetric}, H, "verified"
    yield (
        "Hessian in vech",
        "hessian",
        {"on": Symmetric},
        lambda X, n: duplication(n).T @ H(X) @ duplication(n),
        "verified",
    )
    yield (
        "Jacobian in vech",
        "jacobian",
        {"on": Symmetric},
        lambda X: vech(2 * inv(X) - jnp.diag(jnp.diag(inv(X))))[:, None],
        "verified",
    )
    yield (
        "gradient along skew directions",
        "gradient",
        {"along": Skew},
        lambda X: inv(X).T + 3 * (X + X.T),
        "verified",
    )
    yield (
        "gradient on diagonal matrices",
        "gradient",
        {"on": Diagonal},
        lambda X: inv(X),
        "verified",
    )
    yield (
        "gradient on triangular matrices",
        "gradient",
        {"on": LowerTriangular},
        lambda X: jnp.diag(1 / jnp.diag(X)),
        "verified",
    )
    yield (
        "gradient along orthogonal matrices",
        "gradient",
        {"along": Orthogonal},
        lambda X: jnp.zeros_like(X),
        "verified",
    )


@pytest.mark.parametrize(
    ("kind", "sense", "g", "expected"),
    [c[1:] for c in claims_about_symmetry()],
    ids=[c[0] for c in claims_about_symmetry()],
)
def test_senses_of_structure(kind, sense, g, expected):
    f = new(log_det)
    getattr(f, kind)("X", **sense)(g)
    assert status(f) == expected


OPTIMA = [
    ("minimum", {}, lambda A: jnp.zeros(len(A)), "refuted"),  # A is indefinite
    ("stationary", {}, lambda A: jnp.zeros(len(A)), "verified"),
    ("stationary", {}, lambda A: jnp.ones(len(A)), "refuted"),
    ("maximum", {"along": Unit}, lambda A: jnp.linalg.eigh(A)[1][:, -1], "verified"),
    ("minimum", {"along": Unit}, lambda A: jnp.linalg.eigh(A)[1][:, 0], "verified"),
    ("minimum", {"along": Unit}, lambda A: jnp.linalg.eigh(A)[1][:, -1], "refuted"),
    ("stationary", {"along": Unit}, lambda A: jnp.linalg.eigh(A)[1][:, 1 % len(A)], "verified"),
    (
        "stationary",
        {"along": Unit},
        lambda A: 2 * jnp.linalg.eigh(A)[1][:, 0],
        "refuted",
    ),  # not of norm one
]


@pytest.mark.parametrize(("kind", "sense", "g", "expected"), OPTIMA)
def test_points_where_the_gradient_vanishes(kind, sense, g, expected):
    f = new(quadratic)
    getattr(f, kind)("x", **sense)(g)
    assert status(f) == expected


def test_an_optimum_on_the_simplex():
    @formula
    def entropy(p: Simplex[Array, " n"]) -> Float[Array, ""]:
        r"""-p^\top \log p"""
        return -p @ jnp.log(p)

    entropy.maximum("p", along=Simplex)(lambda n: jnp.full(n, 1.0) / n)
    assert status(entropy) == "verified"


def test_equal_and_different_values():
    f = new(trace)
    f.equals("transposed")(lambda X: jnp.trace(X.T))
    f.differs("doubled")(lambda X: 2 * jnp.trace(X))
    f.differs("the same")(lambda X: jnp.trace(X.T))
    f.equals("doubled")(lambda X: 2 * jnp.trace(X))
    assert [check_claim(c, 8).status for c in f.claims.values()] == [
        "verified",
        "verified",
        "refuted",
        "refuted",
    ]


def test_several_moving_variables():
    f = new(product)
    f.differential(lambda X, Y, dX, dY: dX @ Y + X @ dY)
    f.differential(form="one term")(lambda X, Y, dX, dY: dX @ Y)
    f.pullback("X", "Y")(lambda X, Y, G: (G @ Y.T, X.T @ G))
    f.pullback("Y", "X")(lambda X, Y, G: (G @ Y.T, X.T @ G))
    assert [check_claim(c, 8).status for c in f.claims.values()] == [
        "verified",
        "refuted",
        "verified",
        "refuted",
    ]


def test_a_derivative_by_a_scalar():
    @formula
    def line(t: Float[Array, ""], X: Float[Array, "m n"]) -> Float[Array, "..."]:
        r"""\exp(tX)"""
        return jnp.exp(t * X)

    line.derivative("t")(lambda t, X: X * jnp.exp(t * X))
    line.jacobian("t")(lambda t, X: vec(X * jnp.exp(t * X))[None, :])
    assert [check_claim(c, 8).status for c in line.claims.values()] == ["verified", "verified"]


RETURNS = {
    "a wrong shape": (lambda X, n: jnp.eye(n + 1), "refuted", "wrong-shape"),
    "a vector": (lambda X: jnp.ones(len(X)), "refuted", "wrong-shape"),
    "a number": (lambda: 1.0, "error", "float; wanted a float64 array"),
    "None": (lambda X: None, "error", "NoneType"),
    "a string": (lambda X: "identity", "error", "str"),
    "a complex array": (lambda n: jnp.eye(n) + 0j, "error", "complex128"),
    "float32": (lambda n: jnp.eye(n, dtype=jnp.float32), "error", "float32"),
    "integers": (lambda n: jnp.eye(n, dtype=int), "error", "int64"),
    "a tuple": (
        lambda n: (jnp.eye(n), jnp.eye(n)),
        "error",
        "returned a tuple; wanted a float64 array",
    ),
    "nan": (lambda n: jnp.full((n, n), jnp.nan), "refuted", ""),
    "nan in one entry": (lambda n: jnp.eye(n).at[0, 0].set(jnp.nan), "refuted", ""),
    "an exception": (lambda X: 1 / 0, "error", "the closed form raised ZeroDivisionError"),
    "a NumPy array": (lambda n: np.eye(n), "verified", ""),
    "the right thing": (lambda n: jnp.eye(n), "verified", ""),
}


@pytest.mark.parametrize("what", RETURNS)
def test_what_a_claim_returns(what):
    g, expected, says = RETURNS[what]
    f = new(trace)
    f.gradient("X")(g)
    verdict = check_claim(only(f), 8)
    assert verdict.status == expected, verdict.detail
    assert says in f"{verdict.cause} {verdict.detail}"


@pytest.mark.parametrize("wrapped", [jax.jit, functools.partial], ids=["jit", "partial"])
def test_a_wrapped_closed_form_is_refuted_with_a_cause(wrapped):
    f = new(trace)
    f.gradient("X")(wrapped(lambda X: 2 * jnp.eye(len(X))))
    verdict = check_claim(only(f), 8)
    assert (verdict.status, verdict.cause) == ("refuted", "scaled")


def test_a_verdict_comes_before_what_takes_seconds_is_looked_for():
    f = new(product)
    f.pullback("X")(lambda X, Y, G: (G - X @ Y) @ Y.T)
    claim = only(f)
    check = checks.Check(claim, rounds(claim, 8, 0), 8, 0)
    first = check.judge()
    assert (first.status, first.cause) == ("refuted", None)
    assert first.counterexample is not None
    assert "snippet" not in first.counterexample
    whole = check.explain()
    assert whole is first
    assert whole.status == "refuted"
    assert whole.cause not in (None, "unknown")
    assert whole.counterexample is not None
    assert "jax.vjp" in whole.counterexample["snippet"]


def test_a_refutation_stands_where_its_cause_cannot_be_looked_for(monkeypatch):
    def fails(*_):
        raise OverflowError("too large")

    monkeypatch.setattr(checks, "in_stages", fails)
    f = new(trace)
    f.gradient("X")(lambda X: 2 * jnp.eye(len(X)))
    verdict = check_claim(only(f), 8)
    assert (verdict.status, verdict.cause) == ("refuted", "unknown")
    assert verdict.detail == "looking for its cause raised OverflowError: too large"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (lambda X: jnp.trace(X) * jnp.nan, "refuted"),
        (lambda X, n: jnp.trace(X) * (n - 1.0) / jnp.asarray(n - 1.0), "refuted"),
        (lambda X, n: 2 * jnp.trace(X) * (n - 1.0) / jnp.asarray(n - 1.0), "verified"),
    ],
    ids=["nowhere", "equal elsewhere", "another elsewhere"],
)
def test_what_is_not_finite_does_not_differ(other, expected):
    f = new(trace)
    f.differs("it")(other)
    assert status(f) == expected


def test_randomness_is_found():
    rng, f = np.random.default_rng(0), new(trace)
    f.gradient("X")(lambda n: jnp.eye(n) + 1e-3 * rng.normal())
    verdict = check_claim(only(f), 8)
    assert verdict.status == "error"
    assert "nondeterministic: the closed form" in str(verdict.detail)


def test_hidden_state_of_the_formula_is_found():
    calls = []

    @formula
    def counted(X: Float[Array, "n n"]) -> Float[Array, ""]:
        calls.append(1)
        return len(calls) * jnp.trace(X)

    counted.gradient("X")(lambda n: jnp.eye(n))
    verdict = check_claim(only(counted), 8)
    assert verdict.status == "error"
    assert "nondeterministic: the formula" in str(verdict.detail)


def test_noise_buys_no_tolerance():
    f = new(trace)
    f.gradient("X")(lambda X, n: jnp.eye(n) + 1e-4 * jnp.sin(1e18 * X))
    assert status(f) == "refuted"


def test_a_formula_that_contradicts_its_annotation():
    @formula
    def wrong(X: Float[Array, "m n"]) -> Float[Array, " m"]:
        return X.sum(0)

    wrong.jacobian("X")(lambda X: X)
    verdict = check_claim(only(wrong), 8)
    assert (verdict.status, "its annotation says" in str(verdict.detail)) == ("error", True)


class ZeroPivot(diagonal.Diagonal):
    """One exact zero on the diagonal, not the last."""

    @classmethod
    def allows(cls, shape):
        return super().allows(shape) and shape[0] >= 3

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        d = rng.uniform(1, 2, shape[0])
        d[1] = 0.0
        return np.diag(d)


def test_a_derivative_that_jax_has_wrong_is_disputed():
    """JAX's gradient of det is zero at diag(1, 0, 2): a pivot that is exactly zero loses the
    cofactor."""

    @formula
    def determinant(X: ZeroPivot[Array, "n n"]) -> Float[Array, ""]:  # pyright: ignore[reportInvalidTypeArguments]
        r"""|X|"""
        return jnp.linalg.det(X)

    @determinant.gradient("X")
    def _(X, n):
        def minor(i, j):
            return jnp.linalg.det(jnp.delete(jnp.delete(X, i, 0), j, 1))

        return jnp.stack(
            [jnp.stack([(-1.0) ** (i + j) * minor(i, j) for j in range(n)]) for i in range(n)]
        )

    verdict = check_claim(only(determinant), 6)
    assert verdict.status == "disputed"
    assert "the closed form agrees with them in" in str(verdict.detail)


def test_a_wrong_rule_of_autodiff_is_disputed():
    @jax.custom_jvp
    def cube(x):
        return x**3

    cube.defjvp(lambda x, t: (x[0] ** 3, 2 * x[0] ** 2 * t[0]))

    @formula
    def total(x: Float[Array, " n"]) -> Float[Array, ""]:
        return jnp.sum(cube(x))

    total.gradient("x")(lambda x: 3 * x**2)
    verdict = check_claim(only(total), 8)
    assert verdict.status == "disputed"
    assert verdict.oracles["values"]["claim"]["agree"] == 8
    assert verdict.oracles["values"]["autodiff"]["contradict"] == 8


def test_a_mode_that_does_not_exist_is_done_without():
    @jax.custom_vjp
    def cube(x):
        return x**3

    cube.defvjp(lambda x: (x**3, x), lambda x, g: (3 * x**2 * g,))

    @formula
    def total(x: Float[Array, " n"]) -> Float[Array, ""]:
        return jnp.sum(cube(x))

    total.gradient("x")(lambda x: 3 * x**2)
    verdict = check_claim(only(total), 8)
    assert verdict.status == "verified"
    assert verdict.oracles["autodiff"]["modes"] == ["reverse"]


def test_a_kink_is_not_differentiable():
    @formula
    def distance(z: Sign[Array, " n"]) -> Float[Array, ""]:
        return jnp.sum(jnp.abs(z**2 - 1))

    distance.gradient("z")(lambda z: jnp.zeros_like(z))
    assert status(distance) == "not differentiable"


def test_undefined_sizes_are_recorded_and_not_refuted():
    @formula
    def variance(x: Float[Array, " N"]) -> Float[Array, ""]:
        return jnp.sum((x - x.mean()) ** 2) / (len(x) - 1.0)

    variance.gradient("x")(lambda x, N: 2 * (x - x.mean()) / (N - 1.0))
    verdict = check_claim(only(variance), 8)
    assert verdict.status == "verified"
    assert verdict.detail == "undefined at {'N': 1}"


def test_nothing_to_compare_is_unexercised():
    @formula
    def undefined(x: Float[Array, " n"]) -> Float[Array, ""]:
        return jnp.sum(jnp.log(-jnp.abs(x)))

    undefined.gradient("x")(lambda x: x)
    assert status(undefined) == "unexercised"


@pytest.mark.parametrize("sense", ["along", "on"])
def test_a_counterexample_has_the_direction_that_the_claim_got(sense):
    f = new(trace)
    senses: Any = {sense: Symmetric}
    f.hvp("X", **senses)(lambda dX, n: dX * (1 - jnp.eye(n)))
    verdict = check_claim(only(f), 8)
    assert verdict.status == "refuted" and verdict.counterexample
    dX = np.array(verdict.counterexample["arguments"]["dX"])
    assert dX.shape == (2, 2) and dX[0, 1] == dX[1, 0] != 0


def test_a_verdict_repeats():
    f = new(trace)
    f.gradient("X")(lambda X, n: jnp.eye(n) + 1e-6 * X)
    a, b = (check_claim(only(f), 8, seed=3) for _ in range(2))
    assert a.counterexample == b.counterexample
    assert a.counterexample is not None
    assert a.counterexample["seed"] in range(3, 11)


def test_check_gives_a_frame_and_leaves_settings_alone():
    f = new(trace)
    f.gradient("X")(lambda n: jnp.eye(n))
    frame = verify.check(f)
    assert list(frame["status"]) == ["verified"]
    assert jnp.ones(2).dtype == jnp.float32
    with pytest.raises(InputError, match="no formula or claim is called"):
        verify.check("no_such")
    with pytest.raises(InputError, match="at least 1"):
        verify.check(f, draws=0)


def test_a_module_that_cannot_be_read_is_warned_of(monkeypatch):
    f = new(trace)
    f.gradient("X")(lambda n: jnp.eye(n))
    claim = describe(only(f))
    gone = Broken("closedform.formulas.gone", "SyntaxError: no")
    monkeypatch.setattr(api, "select", lambda *_: Selection([claim], [], [gone]))
    monkeypatch.setattr(api, "verify", lambda claims, *_, **how: map(unchecked, claims))
    with pytest.warns(
        UserWarning,
        match=r"formulas\.gone can't be read, and its formulas were not checked: SyntaxError: no",
    ):
        assert list(verify.check()["id"]) == [claim.id]


def test_a_formula_without_a_claim_is_warned_of():
    with pytest.warns(UserWarning, match=r"trace has no claim, and nothing of it is checked"):
        assert len(verify.check(new(trace))) == 0


def test_check_at_one_size():
    f = new(trace)
    f.gradient("X")(lambda n: jnp.eye(n))
    verdict = verify.check_at(only(f), {"n": 9})
    assert (verdict.status, verdict.comparisons) == ("verified", 81)
