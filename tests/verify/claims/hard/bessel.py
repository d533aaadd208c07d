"""More special functions: Bessel's, integrals, entropies, zeta."""

import jax.numpy as jnp
from jax.nn import sigmoid
from jax.scipy import special as sp
from jaxtyping import Array, Float

from closedform import Count, Positive, Simplex, formula


@formula
def von_mises(k: Positive[Array, " n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i k_i \cos x_i - \log I_0(k_i)"""
    return k @ jnp.cos(x) - jnp.sum(jnp.log(sp.i0e(k)) + k)


@von_mises.gradient("k")
def _(k, x):
    r"""\cos x - I_1(k) / I_0(k)

    Verified.
    """
    return jnp.cos(x) - sp.i1e(k) / sp.i0e(k)


@von_mises.hessian("k")
def _(k):
    r"""\operatorname{diag}(r^2 + r/k - 1), \quad r = I_1(k) / I_0(k)

    Verified: I_1' = I_0 - I_1/k.
    """
    r = sp.i1(k) / sp.i0(k)
    return jnp.diag(r**2 + r / k - 1)


@formula
def scaled_bessel(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i e^{-|x_i|} I_1(x_i)"""
    return jnp.sum(sp.i1e(x))


@scaled_bessel.gradient("x")
def _(x):
    r"""e^{-|x|} \big(I_0(x) - I_1(x)/x - \operatorname{sign}(x) I_1(x)\big)

    Verified.
    """
    return sp.i0e(x) - sp.i1e(x) * (1 / x + jnp.sign(x))


@formula
def integral(x: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \operatorname{Ei}(x_i)"""
    return jnp.sum(sp.expi(x))


@integral.gradient("x")
def _(x):
    r"""e^x / x

    Verified.
    """
    return jnp.exp(x) / x


@formula
def exponential_integral(x: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i E_1(x_i)"""
    return jnp.sum(sp.exp1(x))


@exponential_integral.gradient("x")
def _(x):
    r"""-e^{-x} / x

    Verified.
    """
    return -jnp.exp(-x) / x


@formula
def dilogarithm(x: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \operatorname{Li}_2(1 - x_i)"""
    return jnp.sum(sp.spence(x))


@dilogarithm.gradient("x")
def _(x):
    r"""\log x / (1 - x)

    Verified.
    """
    return -jnp.log(x) / (x - 1)


@formula
def hurwitz(q: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \zeta(5/2, q_i)"""
    return jnp.sum(sp.zeta(2.5, q))


@hurwitz.gradient("q")
def _(q):
    r"""-\tfrac52 \zeta(7/2, q)

    Verified.
    """
    return -2.5 * sp.zeta(3.5, q)


@formula
def trigamma(a: Positive[Array, " n"]) -> Float[Array, " n"]:
    r"""\psi'(a)"""
    return sp.polygamma(1, a)


@trigamma.jacobian("a")
def _(a):
    r"""\operatorname{diag}(\psi''(a)) = -2 \operatorname{diag}(\zeta(3, a))

    Verified.
    """
    return -2 * jnp.diag(sp.zeta(3.0, a))


@formula
def binomial(k: Count[Array, " n"], z: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i \log\binom{6}{k_i} + k_i \log s_i + (6 - k_i) \log(1 - s_i), \quad
    s = \sigma(z)"""
    s = sigmoid(z)
    log_binomial = sp.gammaln(7.0) - sp.gammaln(k + 1) - sp.gammaln(7 - k)
    return jnp.sum(log_binomial + sp.xlogy(k, s) + sp.xlog1py(6 - k, -s))


@binomial.gradient("z")
def _(k, z):
    r"""k - 6 \sigma(z)

    Verified: k = 0 and k = 6 too.
    """
    return k - 6 * sigmoid(z)


@formula
def divergence(p: Simplex[Array, " n"], q: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i p_i \log(p_i / q_i) - p_i + q_i"""
    return jnp.sum(sp.kl_div(p, q))


@divergence.gradient("p", "q")
def _(p, q):
    r"""\log(p / q),\; 1 - p/q

    Verified.
    """
    return jnp.log(p / q), 1 - p / q


@formula
def entropy(p: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""-\textstyle\sum_i p_i \log p_i"""
    return jnp.sum(sp.entr(p))


@entropy.gradient("p")
def _(p):
    r"""-1 - \log p

    Verified.
    """
    return -1 - jnp.log(p)


@formula
def confluent(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\textstyle\sum_i {}_1F_1(1; 2; x_i)"""
    return jnp.sum(sp.hyp1f1(1.0, 2.0, x))


@confluent.gradient("x")
def _(x):
    r"""(e^x (x - 1) + 1) / x^2

    Verified: {}_1F_1(1; 2; x) = (e^x - 1)/x.
    """
    return (x * jnp.exp(x) - jnp.expm1(x)) / x**2


@formula
def log_odds(z: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""\operatorname{logit}(\tfrac1{10} + \tfrac45 \sigma(z))"""
    return sp.logit(0.1 + 0.8 * sigmoid(z))


@log_odds.jacobian("z")
def _(z):
    r"""\operatorname{diag}\big(\tfrac45 s (1 - s) / (u (1 - u))\big), \quad
    u = \tfrac1{10} + \tfrac45 s, s = \sigma(z)

    Verified.
    """
    s = sigmoid(z)
    u = 0.1 + 0.8 * s
    return jnp.diag(0.8 * s * (1 - s) / (u * (1 - u)))
