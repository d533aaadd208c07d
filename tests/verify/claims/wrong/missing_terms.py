"""A summand left out."""

import jax.numpy as jnp
from jax.nn import softmax
from jaxtyping import Array, Float

from closedform import SPD, Invertible, Positive, Symmetric, commutation, formula, inv, kron, vec

CAUSES = {
    "missing_terms.ridge.gradient.w": "missing-term",
    "missing_terms.quadratic.gradient.X": "missing-term",
    "missing_terms.outer_gram.jacobian.X": ("missing-term", "missing-commutation"),
    "missing_terms.determinant.hessian.X": "missing-term",
    "missing_terms.neuron.hessian.w": "missing-term",
    "missing_terms.rayleigh.gradient.x": "missing-term",
    "missing_terms.direction.pullback.x": "missing-term",
    "missing_terms.normalised.pullback.x": "missing-term",
    "missing_terms.divergence.gradient.S": "missing-term",
    "missing_terms.product.differential.A-X": "missing-term",
    "missing_terms.attention.pullback.Q": "missing-term",
    "missing_terms.unrolled.gradient.U": "missing-term",
}


@formula
def ridge(
    X: Float[Array, "m n"], w: Float[Array, " n"], y: Float[Array, " m"], c: Positive[Array, ""]
) -> Float[Array, ""]:
    r"""\lVert Xw - y \rVert^2 + c \lVert w \rVert^2"""
    return jnp.sum((X @ w - y) ** 2) + c * w @ w


@ridge.gradient("w")
def _(X, w, y):
    r"""2 X^\top (Xw - y)"""
    return 2 * X.T @ (X @ w - y)


@ridge.gradient("w", form="right")
def _(X, w, y, c):
    r"""2 X^\top (Xw - y) + 2cw"""
    return 2 * X.T @ (X @ w - y) + 2 * c * w


@formula
def quadratic(
    A: Float[Array, "m m"], X: Float[Array, "m n"], B: Float[Array, "n n"]
) -> Float[Array, ""]:
    r"""\operatorname{tr}(X^\top A X B)"""
    return jnp.trace(X.T @ A @ X @ B)


@quadratic.gradient("X")
def _(A, X, B):
    r"""AXB"""
    return A @ X @ B


@quadratic.gradient("X", form="right")
def _(A, X, B):
    r"""AXB + A^\top X B^\top"""
    return A @ X @ B + A.T @ X @ B.T


@formula
def outer_gram(X: Float[Array, "m n"]) -> Float[Array, "m m"]:
    r"""X X^\top"""
    return X @ X.T


@outer_gram.jacobian("X")
def _(X, m):
    r"""X^\top \otimes I_m"""
    return kron(X.T, jnp.eye(m))


@outer_gram.jacobian("X", form="right")
def _(X, m):
    r"""(X^\top \otimes I_m) + (X^\top \otimes I_m) K_{mm}"""
    J = kron(X.T, jnp.eye(m))
    return J + J @ commutation(m, m)


@formula
def determinant(X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""|X|"""
    return jnp.linalg.det(X)


@determinant.hessian("X")
def _(X, n):
    r"""-|X| K_{nn} (X^{-\top} \otimes X^{-1})"""
    P = inv(X)
    return -jnp.linalg.det(X) * commutation(n, n) @ kron(P.T, P)


@determinant.hessian("X", form="right")
def _(X, n):
    r"""|X| \operatorname{vec}(X^{-\top}) \operatorname{vec}(X^{-\top})^\top
    - |X| K_{nn} (X^{-\top} \otimes X^{-1})"""
    P = inv(X)
    return jnp.linalg.det(X) * (jnp.outer(vec(P.T), vec(P.T)) - commutation(n, n) @ kron(P.T, P))


@formula
def neuron(
    X: Float[Array, "N d"], w: Float[Array, " d"], y: Float[Array, " N"]
) -> Float[Array, ""]:
    r"""\tfrac12 \lVert \tanh(Xw) - y \rVert^2"""
    return jnp.sum((jnp.tanh(X @ w) - y) ** 2) / 2


@neuron.hessian("w")
def _(X, w):
    r"""X^\top \operatorname{diag}((1 - h^2)^2) X"""
    s = 1 - jnp.tanh(X @ w) ** 2
    return X.T @ jnp.diag(s**2) @ X


@neuron.hessian("w", form="right")
def _(X, w, y):
    r"""X^\top \operatorname{diag}((1 - h^2)^2 - 2 (h - y) h (1 - h^2)) X"""
    h = jnp.tanh(X @ w)
    s = 1 - h**2
    return X.T @ jnp.diag(s**2 - 2 * (h - y) * h * s) @ X


@formula
def rayleigh(A: Symmetric[Array, "n n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\rho = \frac{x^\top A x}{x^\top x}"""
    return x @ A @ x / (x @ x)


@rayleigh.gradient("x")
def _(A, x):
    r"""\frac{2Ax}{x^\top x}"""
    return 2 * A @ x / (x @ x)


@rayleigh.gradient("x", form="right")
def _(A, x):
    r"""\frac{2Ax}{x^\top x} - \frac{2 (x^\top A x) x}{(x^\top x)^2}"""
    return 2 * A @ x / (x @ x) - 2 * (x @ A @ x) * x / (x @ x) ** 2


@formula
def direction(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""x / \lVert x \rVert"""
    return x / jnp.linalg.norm(x)


@direction.pullback("x")
def _(x, G):
    r"""G / \lVert x \rVert"""
    return G / jnp.linalg.norm(x)


@direction.pullback("x", form="right")
def _(x, G):
    r"""G / \lVert x \rVert - x x^\top G / \lVert x \rVert^3"""
    return G / jnp.linalg.norm(x) - x * (x @ G) / jnp.linalg.norm(x) ** 3


@formula
def normalised(x: Float[Array, " N"]) -> Float[Array, " N"]:
    r"""\hat x = (x - \bar x) / s, \quad s^2 = \tfrac1N \sum_i (x_i - \bar x)^2 + 10^{-2}"""
    return (x - x.mean()) / jnp.sqrt(jnp.var(x) + 1e-2)


@normalised.pullback("x")
def _(x, G):
    r"""(G - \bar G) / s"""
    return (G - G.mean()) / jnp.sqrt(jnp.var(x) + 1e-2)


@normalised.pullback("x", form="right")
def _(x, G):
    r"""(G - \bar G) / s - \hat x \,\overline{G \odot \hat x} / s"""
    s = jnp.sqrt(jnp.var(x) + 1e-2)
    z = (x - x.mean()) / s
    return (G - G.mean()) / s - z * jnp.mean(G * z) / s


@formula
def divergence(
    m: Float[Array, " n"], S: SPD[Array, "n n"], T: SPD[Array, "n n"]
) -> Float[Array, ""]:
    r"""\tfrac12 (\operatorname{tr}(T^{-1} S) + m^\top T^{-1} m - \log |S| + \log |T| - n)"""
    P = inv(T)
    return (
        jnp.trace(P @ S) + m @ P @ m - jnp.linalg.slogdet(S)[1] + jnp.linalg.slogdet(T)[1] - len(m)
    ) / 2


@divergence.gradient("S")
def _(T):
    r"""\tfrac12 T^{-1}"""
    return inv(T) / 2


@divergence.gradient("S", form="right")
def _(S, T):
    r"""\tfrac12 T^{-1} - \tfrac12 S^{-1}"""
    return inv(T) / 2 - inv(S) / 2


@formula
def product(A: Float[Array, "p m"], X: Float[Array, "m n"]) -> Float[Array, "p p"]:
    r"""A X X^\top A^\top"""
    return A @ X @ X.T @ A.T


@product.differential
def _(A, X, dA, dX):
    r"""\mathrm{d}A\, X X^\top A^\top + A \,\mathrm{d}X\, X^\top A^\top
    + A X X^\top \mathrm{d}A^\top"""
    return dA @ X @ X.T @ A.T + A @ dX @ X.T @ A.T + A @ X @ X.T @ dA.T


@product.differential(form="right")
def _(A, X, dA, dX):
    r"""Y + Y^\top, \quad Y = (\mathrm{d}A\, X + A \,\mathrm{d}X) X^\top A^\top"""
    Y = (dA @ X + A @ dX) @ X.T @ A.T
    return Y + Y.T


@formula
def attention(
    Q: Float[Array, "n d"], K: Float[Array, "m d"], V: Float[Array, "m p"]
) -> Float[Array, "n p"]:
    r"""\operatorname{softmax}(Q K^\top) V"""
    return softmax(Q @ K.T, axis=1) @ V


@attention.pullback("Q")
def _(Q, K, V, G):
    r"""(P \odot G V^\top) K"""
    return (softmax(Q @ K.T, axis=1) * (G @ V.T)) @ K


@attention.pullback("Q", form="right")
def _(Q, K, V, G):
    r"""(P \odot G V^\top - \operatorname{diag}((P \odot G V^\top) 1) P) K"""
    P = softmax(Q @ K.T, axis=1)
    S = P * (G @ V.T)
    return (S - S.sum(1, keepdims=True) * P) @ K


@formula
def unrolled(
    U: Float[Array, "n n"], h: Float[Array, " n"], c: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""c^\top \tanh(U \tanh(Uh))"""
    return c @ jnp.tanh(U @ jnp.tanh(U @ h))


@unrolled.gradient("U")
def _(U, h, c):
    r"""\delta_2 h_1^\top"""
    h1 = jnp.tanh(U @ h)
    return jnp.outer(c * (1 - jnp.tanh(U @ h1) ** 2), h1)


@unrolled.gradient("U", form="right")
def _(U, h, c):
    r"""\delta_2 h_1^\top + \delta_1 h^\top"""
    h1 = jnp.tanh(U @ h)
    d2 = c * (1 - jnp.tanh(U @ h1) ** 2)
    return jnp.outer(d2, h1) + jnp.outer((U.T @ d2) * (1 - h1**2), h)
