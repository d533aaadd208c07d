"""Functions of jax.scipy.special that are told by name: what they stand for, and what is not
known."""

import jax
import jax.numpy as jnp
import jax.scipy.special as js
import jax.scipy.stats
import mpmath
import numpy as np
import pytest

from closedform.verify.exact.interpreter import DIGITS, TooLong, evaluate, precision
from closedform.verify.exact.library import APPROXIMATED, RULES, approximated

x = np.array([0.25, 1.5, 6.25])
NAMED = {
    "expi": (js.expi, lambda x: mpmath.ei(x)),
    "hyp1f1": (lambda x: js.hyp1f1(0.5, 1.25, x), lambda x: mpmath.hyp1f1(0.5, 1.25, x)),
    "hyp2f1": (
        lambda x: js.hyp2f1(0.5, 1.25, 2.5, x / 8),
        lambda x: mpmath.hyp2f1(0.5, 1.25, 2.5, x / 8),
    ),
    "log_ndtr": (lambda x: js.log_ndtr(-9 * x), lambda x: mpmath.log(mpmath.ncdf(-9 * x))),
    "poch": (lambda x: js.poch(x, 2.5), lambda x: mpmath.rf(x, 2.5)),
}


def test_every_rule_is_tested():
    assert set(NAMED) == set(RULES)


@pytest.mark.parametrize("name", NAMED)
def test_a_function_is_what_it_stands_for(name):
    f, theirs = NAMED[name]
    with jax.enable_x64(True):
        traced = jax.make_jaxpr(f)(x)
        (got,) = evaluate(traced, [x])
        near = np.asarray(jax.jit(f)(x))
    assert approximated(traced) == []
    np.testing.assert_allclose(got.astype(float), near, rtol=1e-8)
    with precision():
        for entry, at in zip(got, x, strict=True):
            want = theirs(mpmath.mpf(at))
            assert abs(entry - want) <= abs(want) * mpmath.mpf(10) ** (5 - DIGITS)


@pytest.mark.parametrize(
    ("f", "names"),
    [
        (lambda x: js.betaln(x, x + 1), ["betaln"]),
        (lambda x: jax.scipy.stats.beta.logpdf(x / 8, x, 2.0), ["betaln"]),
        (lambda x: js.ndtri(x / 8), ["ndtri"]),
        (lambda x: js.exp1(x), ["exp1", "expn"]),
        (jax.jit(lambda x: jnp.sum(js.spence(x))), ["spence"]),
        (lambda x: js.gammaln(x) + js.ndtr(x) + js.i0(x) + js.entr(x), []),
        (lambda x: jnp.sin(x) ** 2, []),
    ],
)
def test_what_is_approximated_is_told(f, names):
    def gradient(x):
        return jax.grad(lambda x: jnp.sum(f(x)))(x)

    with jax.enable_x64(True):
        assert approximated(jax.make_jaxpr(f)(x)) == names
        assert approximated(jax.make_jaxpr(gradient)(x)) == names
    assert set(names) <= set(APPROXIMATED)


def test_too_many_operations_are_refused():
    A = np.eye(256)
    with jax.enable_x64(True):
        traced = jax.make_jaxpr(lambda A: A @ A)(A)
        with pytest.raises(TooLong, match="more than 10,000,000 operations of 50 digits"):
            evaluate(traced, [A])
