"""Special functions of mpmath numbers, by the primitives as which JAX traces jax.scipy.special.

Functions that JAX composes of others (ndtr, i0, multigammaln, ...) need no rule. Those that it
approximates by polynomials (expi, ndtri, betaln, ...) are traced as what they are: at 50 digits
they differ from what they stand for."""

from collections.abc import Callable
from typing import Any

from closedform.verify.exact.arithmetic import Rule, each, mp


def _lgamma(x: Any) -> Any:
    """log |Gamma(x)|; inf at the poles, as of JAX."""
    if x <= 0 and x == mp.floor(x):
        return mp.inf
    return mp.loggamma(x) if x > 0 else mp.log(abs(mp.gamma(x)))


def _polygamma(n: Any, x: Any) -> Any:
    if n != mp.floor(n) or n < 0:
        raise ValueError(f"polygamma of order {n}")
    return mp.psi(int(n), x)


def _igamma(a: Any, x: Any) -> Any:
    """P(a, x), the lower incomplete gamma function over Gamma(a)."""
    return mp.gammainc(a, 0, x, regularized=True)


def _igammac(a: Any, x: Any) -> Any:
    """Q(a, x) = 1 - P(a, x)."""
    return mp.gammainc(a, x, mp.inf, regularized=True)


def _igamma_grad_a(a: Any, x: Any) -> Any:
    """dP(a, x)/da, by differences in more digits."""
    return mp.diff(lambda t: _igamma(t, x), a) if x > 0 else mp.zero


def _betainc(a: Any, b: Any, x: Any) -> Any:
    """I_x(a, b), the incomplete beta function over B(a, b)."""
    return mp.betainc(a, b, 0, x, regularized=True)


def _bessel_ie(order: int) -> Callable[[Any], Any]:
    """exp(-|x|) I_order(x)."""
    return lambda x: mp.exp(-abs(x)) * mp.besseli(order, x)


def _zeta(s: Any, q: Any) -> Any:
    """Hurwitz's zeta function, the sum of (k + q)^-s; inf at its pole."""
    return mp.zeta(s, q) if s != 1 else mp.inf


RULES: dict[str, Rule] = {
    "lgamma": each(_lgamma),
    "digamma": each(mp.digamma),
    "polygamma": each(_polygamma, 2),
    "igamma": each(_igamma, 2),
    "igammac": each(_igammac, 2),
    "igamma_grad_a": each(_igamma_grad_a, 2),
    "regularized_incomplete_beta": each(_betainc, 3),
    "erf": each(mp.erf),
    "erfc": each(mp.erfc),
    "erf_inv": each(mp.erfinv),
    "bessel_i0e": each(_bessel_ie(0)),
    "bessel_i1e": each(_bessel_ie(1)),
    "zeta": each(_zeta, 2),
}
"""Primitive -> its rule: of its parameters and operands."""
