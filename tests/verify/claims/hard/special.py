"""Special functions: right to rounding, where a library's own derivative may be good to seven
digits only."""

import jax.numpy as jnp
from jax.nn import sigmoid
from jax.scipy import special as sp
from jaxtyping import Array, Float

from closedform import Positive, formula


@formula
def beta(a: Positive[Array, " n"], b: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i B(a_i, b_i) = \sum_i \Gamma(a_i) \Gamma(b_i) / \Gamma(a_i + b_i)"""
    return jnp.sum(sp.beta(a, b))


@beta.gradient("a", "b")
def _(a, b):
    r"""B(a, b) (\psi(a) - \psi(a + b)),\; B(a, b) (\psi(b) - \psi(a + b))

    Verified: d \log\Gamma = \psi.
    """
    B = jnp.exp(sp.gammaln(a) + sp.gammaln(b) - sp.gammaln(a + b))
    rest = sp.digamma(a + b)
    return B * (sp.digamma(a) - rest), B * (sp.digamma(b) - rest)


@formula
def dirichlet(a: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \log\Gamma(a_i) - \log\Gamma(1^\top a)"""
    return jnp.sum(sp.gammaln(a)) - sp.gammaln(jnp.sum(a))


@dirichlet.gradient("a")
def _(a):
    r"""\psi(a) - \psi(1^\top a)

    Verified.
    """
    return sp.digamma(a) - sp.digamma(jnp.sum(a))


@dirichlet.hessian("a")
def _(a):
    r"""\operatorname{diag}(\psi'(a)) - \psi'(1^\top a) 1 1^\top

    Verified.
    """
    return jnp.diag(sp.polygamma(1, a)) - sp.polygamma(1, jnp.sum(a))


@formula
def wishart(a: Positive[Array, ""]) -> Float[Array, ""]:
    r"""\log\Gamma_4(a + 2)"""
    return sp.multigammaln(a + 2, 4)


@wishart.gradient("a")
def _(a):
    r"""\textstyle\sum_{j=1}^4 \psi(a + 2 + (1 - j)/2)

    Verified.
    """
    return jnp.sum(sp.digamma(a + 2 - jnp.arange(4) / 2))


@formula
def student(nu: Positive[Array, ""], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \log\Gamma(\tfrac{\nu+1}2) - \log\Gamma(\tfrac\nu2) - \tfrac12 \log(\pi\nu)
    - \tfrac{\nu+1}2 \log(1 + x_i^2/\nu)"""
    constant = sp.gammaln((nu + 1) / 2) - sp.gammaln(nu / 2) - jnp.log(jnp.pi * nu) / 2
    return jnp.sum(constant - (nu + 1) / 2 * jnp.log1p(x**2 / nu))


@student.gradient("nu")
def _(nu, x):
    r"""\tfrac12 \textstyle\sum_i \psi(\tfrac{\nu+1}2) - \psi(\tfrac\nu2) - \tfrac1\nu
    - \log(1 + x_i^2/\nu) + \frac{(\nu + 1) x_i^2}{\nu (\nu + x_i^2)}

    Verified.
    """
    constant = sp.digamma((nu + 1) / 2) - sp.digamma(nu / 2) - 1 / nu
    terms = constant - jnp.log1p(x**2 / nu) + (nu + 1) * x**2 / (nu * (nu + x**2))
    return jnp.sum(terms) / 2


@formula
def incomplete_gamma(a: Positive[Array, " n"], x: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i P(a_i, x_i), the regularised lower incomplete gamma function"""
    return jnp.sum(sp.gammainc(a, x))


@incomplete_gamma.gradient("x")
def _(a, x):
    r"""x^{a-1} e^{-x} / \Gamma(a)

    Verified.
    """
    return jnp.exp((a - 1) * jnp.log(x) - x - sp.gammaln(a))


@formula
def incomplete_beta(
    a: Positive[Array, " n"], b: Positive[Array, " n"], z: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""\textstyle\sum_i I_{u_i}(a_i, b_i), \quad u = \sigma(z)"""
    return jnp.sum(sp.betainc(a, b, sigmoid(z)))


@incomplete_beta.gradient("z")
def _(a, b, z):
    r"""u^a (1 - u)^b / B(a, b)

    Verified: du/dz = u (1 - u).
    """
    log_beta = sp.gammaln(a) + sp.gammaln(b) - sp.gammaln(a + b)
    return jnp.exp(a * jnp.log(sigmoid(z)) + b * jnp.log(sigmoid(-z)) - log_beta)


@formula
def normal_tail(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \log\Phi(-4 x_i)"""
    return jnp.sum(sp.log_ndtr(-4 * x))


@normal_tail.gradient("x")
def _(x):
    r"""-4 \varphi(4x) / \Phi(-4x)

    Verified: both may be 1e-80, their quotient is near 16x.
    """
    log_density = -((4 * x) ** 2) / 2 - jnp.log(2 * jnp.pi) / 2
    return -4 * jnp.exp(log_density - sp.log_ndtr(-4 * x))


@formula
def probit(z: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""\operatorname{erf}^{-1}(\tanh z)"""
    return sp.erfinv(jnp.tanh(z))


@probit.jacobian("z")
def _(z):
    r"""\tfrac{\sqrt\pi}2 \operatorname{diag}\big(e^{y^2} / \cosh^2 z\big),
    \quad y = \operatorname{erf}^{-1}(\tanh z)

    Verified.
    """
    y = sp.erfinv(jnp.tanh(z))
    return jnp.sqrt(jnp.pi) / 2 * jnp.diag(jnp.exp(y**2) / jnp.cosh(z) ** 2)


@formula
def far_tail(p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \operatorname{erfc}(3 p_i)"""
    return jnp.sum(sp.erfc(3 * p))


@far_tail.gradient("p")
def _(p):
    r"""-\tfrac{6}{\sqrt\pi} e^{-9 p^2}

    Verified.
    """
    return -6 / jnp.sqrt(jnp.pi) * jnp.exp(-9 * p**2)
