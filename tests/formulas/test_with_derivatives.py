"""A formula with its closed forms as derivatives: the same as autodiff, by every transform of JAX."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jaxtyping import Array, Float

from formulas import SPD, InputError, OneHot, catalogue, formula
from formulas._kit import drawing
from verify.draws import draw, rounds

FORMULAS = [f for f in catalogue().formulas.values() if any(c.kind not in ("equals", "differs") for c in f.claims.values())]


def close(a, b):
    """Whether two trees agree to 1e-8 of the largest entry."""
    pairs = list(zip(jax.tree.leaves(a), jax.tree.leaves(b), strict=True))
    return all(np.allclose(x, y, rtol=1e-8, atol=1e-8 * (1 + np.max(np.abs(y), initial=0))) for x, y in pairs)


def at_a_draw(f):
    """The closed forms' function and the formula's, of its arrays in a list; arrays; and directions."""
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
    wanted = next(c.wrt[0] for c in f.claims.values() if c.kind == "hessian")
    closed = f.with_derivatives(second)

    def of(g):
        return lambda x: g(**(args | {wanted: x}))

    want = jax.hessian(lambda x: plain(args | {wanted: x}))(args[wanted])
    for hessian in (jax.hessian, lambda g: jax.jacrev(jax.jacrev(g)), lambda g: jax.jacfwd(jax.jacfwd(g))):
        assert close(hessian(of(closed))(args[wanted]), want)


def test_it_is_vmapped():
    closed = catalogue().formulas["log_det"].with_derivatives()
    X = jnp.stack([jnp.eye(3) * k for k in (1.0, 2.0)])
    assert close(jax.vmap(jax.grad(closed))(X), jnp.stack([jnp.eye(3), jnp.eye(3) / 2]))
    assert close(jax.jit(jax.vmap(jax.hessian(closed)))(X)[1], jax.hessian(lambda X: jnp.linalg.slogdet(X)[1])(X[1]))


def counted():
    """A formula whose claims count their calls."""
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

    @energy.hessian("x")
    def _(A):
        calls.append("hessian")
        return A + A.T

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
    got, want = (jax.jacfwd(jax.grad(f), argnums=1)(a, y) for f in (loss.with_derivatives(), loss.function))
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
    S, V = jnp.asarray(drawing.SPD.draw(rng, (3, 3))), jnp.asarray(rng.normal(size=(3, 3)))
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


def test_open_domains_alone_are_open():
    assert drawing.Invertible.open
    assert not drawing.OneHot.open
