"""True for special arguments or sizes alone: square, orthogonal, of norm one, of mean zero,
commuting, one sample ..."""

import jax.numpy as jnp
from jax.nn import log_softmax, softmax
from jaxtyping import Array, Float

from closedform import Invertible, Positive, formula, inv

CAUSES = {
    "special_cases.means.gradient.X": ("special-case", "scaled"),
    "special_cases.projection.equals.identity": "special-case",
    "special_cases.rotated.gradient.X": "special-case",
    "special_cases.of_inverse.gradient.X": "special-case",
    "special_cases.scatter.gradient.X": ("special-case", "missing-term"),
    "special_cases.covariance.equals.second-moment": "special-case",
    "special_cases.direction.jacobian.x": "special-case",
    "special_cases.cosine.gradient.x": "special-case",
    "special_cases.cubed.derivative.t": "special-case",
    "special_cases.product_inverse.equals.factors": "special-case",
    "special_cases.square.differential.X": "special-case",
    "special_cases.determinant.equals.diagonal": "special-case",
    "special_cases.cross_entropy.gradient.a": "special-case",
    "special_cases.absolute.gradient.x": "special-case",
    "special_cases.squared_sum.equals.squares": "special-case",
    "special_cases.inverse.equals.reciprocals": "special-case",
    "special_cases.rectified.jacobian.x": "special-case",
}


@formula
def means(X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\tfrac1m \sum_i \lVert x_i \rVert^2, \quad x_i^\top \text{ the rows}"""
    return jnp.mean(jnp.sum(X**2, axis=1))


@means.gradient("X")
def _(X, n):
    r"""\tfrac2n X"""
    return 2 * X / n


@means.gradient("X", form="right")
def _(X, m):
    r"""\tfrac2m X"""
    return 2 * X / m


@formula(where=lambda m, n: m >= n)
def projection(X: Float[Array, "m n"]) -> Float[Array, "m m"]:
    r"""X (X^\top X)^{-1} X^\top"""
    return X @ inv(X.T @ X) @ X.T


@projection.equals("identity")
def _(m):
    r"""I_m"""
    return jnp.eye(m)


@projection.equals("identity", form="right")
def _(X):
    r"""X X^+"""
    return X @ jnp.linalg.pinv(X)


@formula
def rotated(Q: Float[Array, "m m"], X: Float[Array, "m n"]) -> Float[Array, ""]:
    r"""\lVert QX \rVert_F^2"""
    return jnp.sum((Q @ X) ** 2)


@rotated.gradient("X")
def _(X):
    r"""2X"""
    return 2 * X


@rotated.gradient("X", form="right")
def _(Q, X):
    r"""2 Q^\top Q X"""
    return 2 * Q.T @ Q @ X


@formula
def of_inverse(A: Float[Array, "n n"], X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""\operatorname{tr}(A X^{-1})"""
    return jnp.trace(A @ inv(X))


@of_inverse.gradient("X")
def _(A, X):
    r"""-X A^\top X"""
    return -X @ A.T @ X


@of_inverse.gradient("X", form="right")
def _(A, X):
    r"""-X^{-\top} A^\top X^{-\top}"""
    return -inv(X).T @ A.T @ inv(X).T


@formula
def scatter(X: Float[Array, "N d"]) -> Float[Array, ""]:
    r"""\sum_i \lVert x_i - \bar x \rVert^2"""
    return jnp.sum((X - X.mean(0)) ** 2)


@scatter.gradient("X")
def _(X):
    r"""2X"""
    return 2 * X


@scatter.gradient("X", form="right")
def _(X):
    r"""2 (X - 1 \bar x^\top)"""
    return 2 * (X - X.mean(0))


@formula
def covariance(X: Float[Array, "N d"]) -> Float[Array, "d d"]:
    r"""\tfrac1N \sum_i (x_i - \bar x)(x_i - \bar x)^\top"""
    Z = X - X.mean(0)
    return Z.T @ Z / len(X)


@covariance.equals("second moment")
def _(X, N):
    r"""\tfrac1N X^\top X"""
    return X.T @ X / N


@covariance.equals("second moment", form="right")
def _(X, N):
    r"""\tfrac1N X^\top X - \bar x \bar x^\top"""
    return X.T @ X / N - jnp.outer(X.mean(0), X.mean(0))


@formula
def direction(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""x / \lVert x \rVert"""
    return x / jnp.linalg.norm(x)


@direction.jacobian("x")
def _(x, n):
    r"""I - x x^\top"""
    return jnp.eye(n) - jnp.outer(x, x)


@direction.jacobian("x", form="right")
def _(x, n):
    r"""\big(I - x x^\top / \lVert x \rVert^2\big) / \lVert x \rVert"""
    return (jnp.eye(n) - jnp.outer(x, x) / (x @ x)) / jnp.linalg.norm(x)


@formula
def cosine(x: Float[Array, " n"], y: Float[Array, " n"]) -> Float[Array, ""]:
    r"""c = \frac{x^\top y}{\lVert x \rVert \lVert y \rVert}"""
    return x @ y / (jnp.linalg.norm(x) * jnp.linalg.norm(y))


@cosine.gradient("x")
def _(x, y):
    r"""\frac{y}{\lVert y \rVert} - c x"""
    b = jnp.linalg.norm(y)
    return y / b - x @ y / (jnp.linalg.norm(x) * b) * x


@cosine.gradient("x", form="right")
def _(x, y):
    r"""\frac{y}{\lVert x \rVert \lVert y \rVert} - c \frac{x}{\lVert x \rVert^2}"""
    a, b = jnp.linalg.norm(x), jnp.linalg.norm(y)
    return y / (a * b) - x @ y / (a * b) * x / a**2


@formula
def cubed(
    t: Float[Array, ""], A: Float[Array, "n n"], B: Float[Array, "n n"]
) -> Float[Array, "n n"]:
    r"""M^3, \quad M = A + tB"""
    return jnp.linalg.matrix_power(A + t * B, 3)


@cubed.derivative("t")
def _(t, A, B):
    r"""3 M^2 B"""
    M = A + t * B
    return 3 * M @ M @ B


@cubed.derivative("t", form="right")
def _(t, A, B):
    r"""BM^2 + MBM + M^2 B"""
    M = A + t * B
    return B @ M @ M + M @ B @ M + M @ M @ B


@formula
def product_inverse(
    A: Invertible[Array, "n n"], B: Invertible[Array, "n n"]
) -> Float[Array, "n n"]:
    r"""(AB)^{-1}"""
    return inv(A @ B)


@product_inverse.equals("factors")
def _(A, B):
    r"""A^{-1} B^{-1}"""
    return inv(A) @ inv(B)


@product_inverse.equals("factors", form="right")
def _(A, B):
    r"""B^{-1} A^{-1}"""
    return inv(B) @ inv(A)


@formula
def square(X: Float[Array, "n n"]) -> Float[Array, "n n"]:
    r"""X^2"""
    return X @ X


@square.differential
def _(X, dX):
    r"""2 X \,\mathrm{d}X"""
    return 2 * X @ dX


@square.differential(form="right")
def _(X, dX):
    r"""X \,\mathrm{d}X + \mathrm{d}X\, X"""
    return X @ dX + dX @ X


@formula
def determinant(X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""|X|"""
    return jnp.linalg.det(X)


@determinant.equals("diagonal")
def _(X):
    r"""\textstyle\prod_i x_{ii}"""
    return jnp.prod(jnp.diag(X))


@determinant.equals("diagonal", form="right")
def _(X):
    r"""\textstyle\prod_i |r_{ii}|, \quad QR = X"""
    return jnp.prod(jnp.abs(jnp.diag(jnp.linalg.qr(X)[1])))


@formula
def cross_entropy(a: Float[Array, " n"], y: Positive[Array, " n"]) -> Float[Array, ""]:
    r"""-y^\top \log\operatorname{softmax}(a)"""
    return -y @ log_softmax(a)


@cross_entropy.gradient("a")
def _(a, y):
    r"""\operatorname{softmax}(a) - y"""
    return softmax(a) - y


@cross_entropy.gradient("a", form="right")
def _(a, y):
    r"""(1^\top y) \operatorname{softmax}(a) - y"""
    return jnp.sum(y) * softmax(a) - y


@formula
def absolute(x: Float[Array, " n"], c: Float[Array, " n"]) -> Float[Array, ""]:
    r"""c^\top |x|"""
    return c @ jnp.abs(x)


@absolute.gradient("x")
def _(c):
    r"""c"""
    return c


@absolute.gradient("x", form="right")
def _(x, c):
    r"""c \odot \operatorname{sign}(x)"""
    return c * jnp.sign(x)


@formula
def squared_sum(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""(1^\top x)^2"""
    return jnp.sum(x) ** 2


@squared_sum.equals("squares")
def _(x):
    r"""x^\top x"""
    return x @ x


@squared_sum.equals("squares", form="right")
def _(x, n):
    r"""x^\top 1 1^\top x"""
    return x @ jnp.ones((n, n)) @ x


@formula
def inverse(X: Invertible[Array, "n n"]) -> Float[Array, " n"]:
    r"""\operatorname{diag}^{-1}(X^{-1})"""
    return jnp.diag(inv(X))


@inverse.equals("reciprocals")
def _(X):
    r"""[1 / x_{ii}]_i"""
    return 1 / jnp.diag(X)


@inverse.equals("reciprocals", form="right")
def _(X, n):
    r"""[e_i^\top X^{-1} e_i]_i"""
    return jnp.stack([e @ jnp.linalg.solve(X, e) for e in jnp.eye(n)])


@formula
def rectified(A: Float[Array, "m n"], x: Float[Array, " n"]) -> Float[Array, " m"]:
    r"""\max(Ax, 0)"""
    return jnp.maximum(A @ x, 0)


@rectified.jacobian("x")
def _(A):
    r"""A^\top"""
    return A.T


@rectified.jacobian("x", form="right")
def _(A, x):
    r"""A^\top \operatorname{diag}([Ax > 0])"""
    return A.T * (A @ x > 0)
