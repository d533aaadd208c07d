"""Right claims that are hard on floating point: cancellation, range, exact zeros and ones,
saturation."""

import jax.numpy as jnp
from jax.nn import log_sigmoid, logsumexp, sigmoid, softmax
from jaxtyping import Array, Float

from closedform import SPD, Invertible, Positive, formula, inv


@formula
def saturated(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\log \sum_i \exp(300 x_i)"""
    return logsumexp(300 * x)


@saturated.gradient("x")
def _(x):
    r"""300 \operatorname{softmax}(300 x)"""
    e = jnp.exp(300 * (x - jnp.max(x)))
    return 300 * e / jnp.sum(e)


@saturated.hessian("x")
def _(x):
    r"""300^2 (\operatorname{diag}(M1) - M),
    \quad m_{ij} = (1 - \delta_{ij}) p_i p_j, \; p = \operatorname{softmax}(300 x)"""
    p = softmax(300 * x)
    M = jnp.outer(p, p) * (1 - jnp.eye(len(p)))
    return 9e4 * (jnp.diag(M.sum(1)) - M)


@formula(where=lambda n: n > 1)
def certain(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\log \sum_i \exp(x_i + 20 \delta_{i1})"""
    return logsumexp(x.at[0].add(20))


@certain.hessian("x")
def _(x, n):
    r"""\operatorname{diag}(M1) - M,
    \quad m_{ij} = (1 - \delta_{ij}) p_i p_j, \; p = \operatorname{softmax}(x + 20 e_1)

    p_1 is near 1: the entry p_1 (1 - p_1) is the sum of the others, where 1 - p_1 would cancel.
    """
    p = softmax(x.at[0].add(20))
    M = jnp.outer(p, p) * (1 - jnp.eye(n))
    return jnp.diag(M.sum(1)) - M


@formula
def tail(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""\log \sigma(60 x)"""
    return log_sigmoid(60 * x)


@tail.jacobian("x")
def _(x):
    r"""60 \operatorname{diag}(\sigma(-60 x))"""
    return 60 * jnp.diag(sigmoid(-60 * x))


@formula
def excess(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""\sqrt{1 + x^2} - 1"""
    return jnp.sqrt(1 + x**2) - 1


@excess.equals("without cancellation")
def _(x):
    r"""x^2 / (1 + \sqrt{1 + x^2})"""
    return x**2 / (1 + jnp.sqrt(1 + x**2))


@formula
def range(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\sum_i 10^{4i} \exp(2 x_i)"""
    return jnp.sum(10.0 ** (4 * jnp.arange(len(x))) * jnp.exp(2 * x))


@range.gradient("x")
def _(x, n):
    r"""[2 \cdot 10^{4i} \exp(2 x_i)]_i"""
    return 2 * jnp.logspace(0, 4 * (n - 1), n) * jnp.exp(x) ** 2


@formula
def constant(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""1^\top \operatorname{softmax}(x)"""
    return jnp.sum(softmax(x))


@constant.gradient("x")
def _(n):
    r"""0"""
    return jnp.zeros(n)


@constant.equals("one")
def _(x):
    r"""1"""
    return jnp.ones(())


@formula
def commutator(X: Float[Array, "m n"], Y: Float[Array, "n m"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(XY) - \operatorname{tr}(YX)"""
    return jnp.trace(X @ Y) - jnp.trace(Y @ X)


@commutator.gradient("X", "Y")
def _(m, n):
    r"""0,\; 0"""
    return jnp.zeros((m, n)), jnp.zeros((n, m))


@formula
def unit(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\lVert x / \lVert x \rVert \rVert^2"""
    return jnp.sum((x / jnp.linalg.norm(x)) ** 2)


@unit.gradient("x")
def _(n):
    r"""0"""
    return jnp.zeros(n)


@unit.hessian("x")
def _(n):
    r"""0"""
    return jnp.zeros((n, n))


@formula(where=lambda m, n: m > n)
def vanishing(X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""|X X^\top|"""
    return jnp.linalg.det(X @ X.T)


@vanishing.equals("zero")
def _(X):
    r"""0"""
    return jnp.zeros(())


@formula(where=lambda m, n: m >= n)
def polynomial(t: Positive[Array, " m"], y: Float[Array, " m"], n: int) -> Float[Array, ""]:
    r"""y^\top V (V^\top V)^{-1} V^\top y, \quad v_{ij} = t_i^{j-1}"""
    V = t[:, None] ** jnp.arange(n)
    return y @ V @ jnp.linalg.solve(V.T @ V, V.T @ y)


@polynomial.equals("orthonormal basis")
def _(t, y, n):
    r"""\lVert Q^\top y \rVert^2, \quad QR = V"""
    Q = jnp.linalg.qr(t[:, None] ** jnp.arange(n))[0]
    return jnp.sum((Q.T @ y) ** 2)


@polynomial.gradient("y")
def _(t, y, n):
    r"""2 Q Q^\top y"""
    Q = jnp.linalg.qr(t[:, None] ** jnp.arange(n))[0]
    return 2 * Q @ (Q.T @ y)


@formula
def vandermonde(t: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""|V|, \quad v_{ij} = t_i^{j-1}"""
    return jnp.linalg.det(t[:, None] ** jnp.arange(len(t)))


@vandermonde.equals("differences")
def _(t, n):
    r"""\textstyle\prod_{i<j} (t_j - t_i)"""
    i, j = jnp.triu_indices(n, 1)
    return jnp.prod(t[j] - t[i])


@formula
def badly_scaled(x: Float[Array, " n"], S: SPD[Array, "n n"]) -> Float[Array, ""]:
    r"""\tfrac12 x^\top D S D x, \quad D = \operatorname{diag}(1, 10^3, 10^6, \ldots)"""
    d = 10.0 ** (3 * jnp.arange(len(x)))
    return (d * x) @ S @ (d * x) / 2


@badly_scaled.gradient("x")
def _(x, S, n):
    r"""D S D x"""
    D = jnp.diag(jnp.logspace(0, 3 * (n - 1), n))
    return D @ S @ D @ x


@badly_scaled.hessian("x")
def _(S, n):
    r"""D S D"""
    d = 10.0 ** (3 * jnp.arange(n))
    return S * jnp.outer(d, d)


@formula
def offset(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\tfrac1n \sum_i (z_i - \bar z)^2, \quad z = x + 1000"""
    return jnp.var(x + 1000)


@offset.gradient("x")
def _(x, n):
    r"""\tfrac2n (x - \bar x)"""
    return 2 * (x - jnp.mean(x)) / n


@formula
def close(X: Invertible[Array, "n n"], E: Float[Array, "n n"]) -> Float[Array, "n n"]:
    r"""(X + 10^{-4} E)^{-1} - X^{-1}"""
    return inv(X + 1e-4 * E) - inv(X)


@close.equals("without cancellation")
def _(X, E):
    r"""-10^{-4} (X + 10^{-4} E)^{-1} E X^{-1}"""
    return -1e-4 * inv(X + 1e-4 * E) @ E @ inv(X)


@close.differential
def _(X, E, dE):
    r"""-10^{-4} (X + 10^{-4} E)^{-1} \,\mathrm{d}E\, (X + 10^{-4} E)^{-1}"""
    P = inv(X + 1e-4 * E)
    return -1e-4 * P @ dE @ P
