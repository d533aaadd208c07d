"""Special functions to 50 digits: against another expression of mpmath's, and against float64."""

from typing import Any

import jax
import jax.numpy as jnp
import jax.scipy.special as js
import mpmath
import numpy as np
import pytest

from closedform.verify.exact.interpreter import DIGITS, evaluate, precision
from closedform.verify.exact.special import RULES

mp: Any = mpmath.mp
x = np.array([0.3, 1.7, 6.25])
a = np.array([0.5, 2.25, 9.0])
b = np.array([1.125, 0.75, 3.0])
u = np.array([0.25, 0.5, 0.9375])


def lower(a, x):
    """The lower incomplete gamma function."""
    return x**a * mp.exp(-x) * mp.hyp1f1(1, a + 1, x) / a


def lower_by_a(a, x):
    """dP(a, x)/da, by its series."""
    terms = [(-x) ** k / mp.factorial(k) / (a + k) for k in range(200)]
    moved = [t * (mp.log(x) - mp.digamma(a) - 1 / (a + k)) for k, t in enumerate(terms)]
    return x**a * sum(moved) / mp.gamma(a)


def zeta(s, q):
    """By its integral."""

    def f(t):
        return t ** (s - 1) * mp.exp(-q * t) / -mp.expm1(-t)

    return mp.quad(f, [0, 1, 4, 16, 64, 256, mp.inf]) / mp.gamma(s)


def besseli(n, z):
    """By its integral over angles."""
    return mp.quad(lambda t: mp.exp(z * mp.cos(t)) * mp.cos(n * t), [0, mp.pi / 2, mp.pi]) / mp.pi


FUNCTIONS = {
    "lgamma": (js.gammaln, (a,), lambda a: mp.log(mp.gamma(a))),
    "lgamma of negative numbers": (js.gammaln, (-x,), lambda x: mp.log(abs(mp.gamma(x)))),
    "digamma": (js.digamma, (a,), lambda a: mp.diff(mp.loggamma, a)),
    "polygamma": (
        lambda a: js.polygamma(2, a),
        (a,),
        lambda a: -2 * mp.zeta(3, a),
    ),
    "igamma": (js.gammainc, (a, x), lambda a, x: lower(a, x) / mp.gamma(a)),
    "igammac": (js.gammaincc, (a, x), lambda a, x: 1 - lower(a, x) / mp.gamma(a)),
    "igamma_grad_a": (jax.vmap(jax.grad(js.gammainc)), (a, x), lower_by_a),
    "regularized_incomplete_beta": (
        js.betainc,
        (a, b, u),
        lambda a, b, u: u**a * mp.hyp2f1(a, 1 - b, a + 1, u) / a / mp.beta(a, b),
    ),
    "erf": (js.erf, (x,), lambda x: mp.gammainc(0.5, 0, x**2) / mp.sqrt(mp.pi)),
    "erfc": (js.erfc, (x,), lambda x: mp.gammainc(0.5, x**2) / mp.sqrt(mp.pi)),
    "erf_inv": (js.erfinv, (u,), lambda u: mp.findroot(lambda x: mp.erf(x) - u, 0.5)),
    "bessel_i0e": (js.i0e, (x,), lambda x: mp.exp(-x) * besseli(0, x)),
    "bessel_i1e": (js.i1e, (-x,), lambda x: mp.exp(x) * besseli(1, x)),
    "zeta": (js.zeta, (3 + x, a), zeta),
}


def precise(f, *arguments):
    with jax.enable_x64(True):
        return evaluate(jax.make_jaxpr(f)(*arguments), arguments)[0]


def test_every_rule_is_tested():
    assert {name.partition(" ")[0] for name in FUNCTIONS} == set(RULES)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_to_50_digits(name):
    f, operands, theirs = FUNCTIONS[name]
    got = precise(f, *operands)
    with precision():
        for entry, at in zip(got, zip(*operands, strict=True), strict=True):
            with mpmath.extradps(15):
                want = theirs(*map(mpmath.mpf, at))
            assert abs(entry - want) <= abs(want) * mpmath.mpf(10) ** (5 - DIGITS), (
                at,
                entry,
                want,
            )


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_agrees_with_float64(name):
    f, operands, _ = FUNCTIONS[name]
    with jax.enable_x64(True):
        want = np.asarray(f(*map(jnp.asarray, operands)))
    np.testing.assert_allclose(precise(f, *operands).astype(float), want, rtol=1e-12)


COMPOSED = {
    "ndtr": (js.ndtr, x),
    "log_ndtr": (js.log_ndtr, -x),
    "ndtri": (js.ndtri, u),
    "random_gamma_grad": (
        lambda x: jax.lax.random_gamma_grad(0.5 + 0 * x, x),  # type: ignore[call-issue]  # a stub
        x,
    ),
    "expi": (js.expi, x),
    "exp1": (js.exp1, x),
    "gamma of negative numbers": (js.gamma, -x),
    "multigammaln": (lambda x: js.multigammaln(x, 2), x + 1),
    "i0": (js.i0, x),
    "second derivative of i1e": (jax.vmap(jax.grad(jax.grad(js.i1e))), x),
    "hyp1f1": (lambda x: js.hyp1f1(0.5, 1.25, x), x),
    "bessel_jn": (lambda x: js.bessel_jn(x, v=2), x),
    "cumlogsumexp": (jax.lax.cumlogsumexp, x),
    "remainder": (lambda x: jnp.fmod(-x, 0.7) + jnp.remainder(-x, 0.7), x),
    "round": (lambda x: jnp.round(10 * x) + jax.lax.round(x + 0.25), a),
    "cube roots": (jnp.cbrt, -x),
}


@pytest.mark.parametrize("name", COMPOSED)
def test_what_is_composed_agrees_with_float64(name):
    f, operand = COMPOSED[name]
    with jax.enable_x64(True):
        want = np.asarray(f(jnp.asarray(operand)))
    got = precise(f, operand).astype(float)
    np.testing.assert_allclose(got, want, rtol=1e-11, atol=1e-14)


def test_poles_are_infinite():
    assert np.isposinf(precise(js.gammaln, np.array([0.0, -3.0])).astype(float)).all()
    assert np.isposinf(precise(lambda q: js.zeta(1.0, q), np.array([2.0])).astype(float)).all()
