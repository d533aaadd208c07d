"""A formula with its closed forms as derivatives: the same as autodiff, by every transform of
JAX."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jaxtyping import Array, Float

from closedform.formulas import SPD, InputError, Kronecker, OneHot, catalogue, formula
from closedform.formulas._commands.listing import DOMAINS
from closedform.formulas._kit.choice import chosen
from closedform.formulas._kit.domains import spd
from closedform.verify.draws.random import draw
from closedform.verify.draws.sizes import rounds

FORMULAS = [
    f
    for f in catalogue().formulas.values()
    if any(c.kind.name not in ("equals", "differs") for c in f.claims.values())
]


def close(a, b):
    """Whether two trees agree to 1e-8 of the largest entry."""
    pairs = list(zip(jax.tree.leaves(a), jax.tree.leaves(b), strict=True))
    return all(
        np.allclose(x, y, rtol=1e-8, atol=1e-8 * (1 + np.max(np.abs(y), initial=0)))
        for x, y in pairs
    )


def at_a_draw(f):
    """The closed forms' function and the formula's, of its arrays in a list; arrays; and
    directions."""
    claim = next(iter(f.claims.values()))
    plan = rounds(claim, 5, 0)[0]
    args = {name: jnp.asarray(a) for name, a in draw(claim, plan.sizes, 0).args.items()}
    dims = {name: plan.sizes[name] for name in f.static}
    rng = np.random.default_rng(0)
    V = {name: jnp.asarray(rng.normal(size=a.shape)) for name, a in args.items()}
    closed, plain = f.with_derivatives(), f.function
    return (lambda xs: closed(**xs, **dims)), (lambda xs: plain(**xs, **dims)), args, V


@pytest.fixture(autouse=True)
def float64():
    with jax.enable_x64(True):
        yield


@pytest.mark.parametrize("f", FORMULAS, ids=lambda f: f.name)
def test_derivatives_agree_with_autodiff(f):
    closed, plain, args, V = at_a_draw(f)

    def first(g):
        value, pull = jax.vjp(g, args)
        return jax.jvp(g, (args,), (V,)), pull(jnp.ones_like(value))

    def second(g):
        return jax.jvp(lambda xs: jax.vjp(g, xs)[1](jnp.ones_like(g(args))), (args,), (V,))

    got, want = (jax.jit(lambda args, g=g: (first(g), second(g)))(args) for g in (closed, plain))
    assert close(got, want)


@pytest.mark.parametrize("name", ["log_det", "least_squares", "multinomial_logistic"])
@pytest.mark.parametrize("second", ["hessian", "hvp"])
def test_hessians_by_every_mode(name, second):
    f = catalogue().formulas[name]
    _, plain, args, _ = at_a_draw(f)
    wanted = next(c.wrt[0] for c in f.claims.values() if c.kind.name == "hessian")
    closed = f.with_derivatives(second)

    def of(g):
        return lambda x: g(**(args | {wanted: x}))

    want = jax.hessian(lambda x: plain(args | {wanted: x}))(args[wanted])
    for hessian in (
        jax.hessian,
        lambda g: jax.jacrev(jax.jacrev(g)),
        lambda g: jax.jacfwd(jax.jacfwd(g)),
    ):
        assert close(hessian(of(closed))(args[wanted]), want)


def test_it_is_vmapped():
    closed = catalogue().formulas["log_det"].with_derivatives()
    X = jnp.stack([jnp.eye(3) * k for k in (1.0, 2.0)])
    assert close(jax.vmap(jax.grad(closed))(X), jnp.stack([jnp.eye(3), jnp.eye(3) / 2]))
    assert close(
        jax.jit(jax.vmap(jax.hessian(closed)))(X)[1],
        jax.hessian(lambda X: jnp.linalg.slogdet(X)[1])(X[1]),
    )


def counted(work=True):
    """A formula whose claims count their calls; if they state their work, the matrix is cheaper for
    more than 2 entries of x."""
    each: dict[str, Any] = {"flops": lambda n: 4 * n**2} if work else {}
    calls = []

    @formula
    def energy(A: Float[Array, "n n"], x: Float[Array, " n"]) -> Float[Array, ""]:
        r"""x^\top A x"""
        return x @ A @ x

    @energy.gradient("x")
    def _(A, x):
        calls.append("gradient")
        return (A + A.T) @ x

    @energy.gradient("x", form="below")
    def _(A, x):
        calls.append("below")
        return A @ x + A.T @ x

    @energy.hessian("x", **each)
    def _(A):
        calls.append("hessian")
        return A + A.T

    @energy.hvp("x", **each)
    def _(A, dx):
        calls.append("hvp")
        return A @ dx + A.T @ dx

    @energy.gradient("x", as_printed=True)
    def _(A, x):
        calls.append("misprint")
        return 2 * A @ x

    return energy, calls


def test_the_claims_are_what_is_called():
    energy, calls = counted()
    A, x = jnp.arange(9.0).reshape(3, 3), jnp.arange(3.0)
    f = energy.with_derivatives()
    f(A, x)
    assert calls == []
    jax.grad(f, argnums=1)(A, x)
    assert set(calls) == {"below"}
    calls.clear()
    assert close(jax.hessian(f, argnums=1)(A, x), A + A.T)
    assert "hessian" in calls
    assert "misprint" not in calls


@pytest.mark.parametrize(
    ("second", "n", "work", "used"),
    [
        ("hessian", 2, True, "hvp"),  # 4 n^2 + 2 n^3 operations by the matrix, 4 n^3 by n products
        ("hessian", 3, True, "hessian"),
        ("hvp", 2, True, "hvp"),
        ("hvp", 3, True, "hvp"),
        ("hessian", 2, False, "hessian"),
        ("hvp", 3, False, "hvp"),
    ],
)
def test_one_second_derivative_is_used(second, n, work, used):
    energy, calls = counted(work)
    A, x = jnp.arange(1.0 * n * n).reshape(n, n), jnp.arange(1.0 * n)
    assert close(jax.hessian(energy.with_derivatives(second), argnums=1)(A, x), A + A.T)
    assert set(calls) & {"hessian", "hvp"} == {used}


def test_a_jacobian_may_be_factors():
    @formula
    def product(
        A: Float[Array, "m n"], X: Float[Array, "n p"], B: Float[Array, "p q"]
    ) -> Float[Array, "m q"]:
        r"""A X B"""
        return A @ X @ B

    calls = []

    @product.jacobian("X", form="factors")
    def _(A, B):
        calls.append("jacobian")
        return Kronecker(B, A.T)

    rng = np.random.default_rng(0)
    A, X, B, V, G = (
        jnp.asarray(rng.normal(size=shape)) for shape in ((2, 3), (3, 4), (4, 5), (3, 4), (2, 5))
    )
    f = product.with_derivatives()
    assert close(jax.jvp(lambda X: f(A, X, B), (X,), (V,)), (A @ X @ B, A @ V @ B))
    assert close(jax.vjp(lambda X: f(A, X, B), X)[1](G), (A.T @ G @ B.T,))
    assert calls


def test_variables_without_a_claim_are_left_to_autodiff():
    energy, calls = counted()
    x = jnp.arange(3.0)
    assert close(jax.grad(energy.with_derivatives())(jnp.eye(3), x), jnp.outer(x, x))
    assert calls == []


def test_a_claim_is_not_differentiated_off_its_domain():
    @formula
    def loss(a: Float[Array, " m"], y: OneHot[Array, " m"]) -> Float[Array, ""]:
        r"""holds for 1^\top y = 1 alone"""
        return -y @ jax.nn.log_softmax(a)

    @loss.gradient("a")
    def _(a, y):
        return jax.nn.softmax(a) - y

    a, y = jnp.array([0.1, -0.4, 0.7]), jnp.array([0.0, 1.0, 0.0])
    got, want = (
        jax.jacfwd(jax.grad(f), argnums=1)(a, y) for f in (loss.with_derivatives(), loss.function)
    )
    assert close(got, want)
    assert not close(want, -jnp.eye(3))


def test_a_differential_is_not_differentiated_off_its_domain():
    @formula
    def log_determinant(S: SPD[Array, "n n"]) -> Float[Array, ""]:
        r"""\log |S|"""
        return jnp.linalg.slogdet(S)[1]

    @log_determinant.differential
    def _(S, dS):
        L = jnp.linalg.cholesky(S)  # right at a symmetric S alone
        return jnp.trace(jax.scipy.linalg.cho_solve((L, True), dS))

    rng = np.random.default_rng(0)
    S, V = jnp.asarray(spd.SPD.draw(rng, (3, 3))), jnp.asarray(rng.normal(size=(3, 3)))
    got, want = (
        jax.jvp(lambda S, f=f: jax.vjp(f, S)[1](1.0)[0], (S,), (V,))
        for f in (log_determinant.with_derivatives(), log_determinant.function)
    )
    assert close(got, want)


def test_what_does_not_fit_is_refused():
    f = catalogue().formulas["log_det"]
    with pytest.raises(InputError, match="second='jacobian' was given"):
        f.with_derivatives("jacobian")
    with pytest.raises(InputError, match=r"X has shape \(2, 3\); log_det\(X: n x n\) wants n x n"):
        f.with_derivatives()(jnp.ones((2, 3)))


def test_a_dimension_that_is_given_has_to_fit():
    @formula
    def total(x: Float[Array, " n"], n: int) -> Float[Array, ""]:
        r"""n 1^\top x"""
        return n * jnp.sum(x)

    f = total.with_derivatives()
    assert close(jax.grad(f)(jnp.ones(3), 3), jnp.full(3, 3.0))
    with pytest.raises(
        InputError, match=r"x has shape \(3,\); .*total\(x: n, n: int\) wants n, at n = 7"
    ):
        f(jnp.ones(3), 7)


def test_a_dimension_may_be_left_out_where_it_has_a_default():
    @formula
    def powers(x: Float[Array, " n"], k: int = 3) -> Float[Array, ""]:
        r"""\sum_i x_i^k"""
        return jnp.sum(x**k)

    @powers.gradient("x")
    def _(x, k):
        return k * x ** (k - 1)

    f, x = powers.with_derivatives(), jnp.arange(3.0)
    assert close((f(x), jax.grad(f)(x), f(x, k=2)), (9.0, 3 * x**2, 5.0))


def test_where_a_domain_is_not_open_gradients_alone_are_used():
    known = catalogue().formulas
    assert chosen(known["gaussian_mle.log_determinant"], ["Sigma"], scalar=True) == []
    assert [c.kind.name for c in chosen(known["gaussian_mle"], ["Sigma"], scalar=True)] == [
        "gradient"
    ]


def test_open_domains_alone_are_open():
    assert {name for name, domain in DOMAINS.items() if domain.open} == {
        "Real",
        "Positive",
        "Invertible",
    }
