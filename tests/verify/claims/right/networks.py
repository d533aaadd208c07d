"""Layers, activations, attention, normalisation over a batch."""

import jax.numpy as jnp
from jax.nn import relu, sigmoid, softmax, softplus
from jaxtyping import Array, Float

from closedform import formula


@formula
def tanh_layer(
    W: Float[Array, "m n"], b: Float[Array, " m"], x: Float[Array, " n"], y: Float[Array, " m"]
) -> Float[Array, ""]:
    r"""\tfrac12 \lVert \tanh(Wx + b) - y \rVert^2"""
    return jnp.sum((jnp.tanh(W @ x + b) - y) ** 2) / 2


@tanh_layer.gradient("W", "b", "x")
def _(W, b, x, y):
    r"""\delta x^\top,\; \delta,\; W^\top \delta,
    \quad \delta = (h - y) \odot (1 - h^{\odot 2}),\; h = \tanh(Wx + b)"""
    h = jnp.tanh(W @ x + b)
    d = (h - y) * (1 - h**2)
    return jnp.outer(d, x), d, W.T @ d


@tanh_layer.hessian("b")
def _(W, b, x, y):
    r"""\operatorname{diag}\big((1 - h^2)^2 - 2 (h - y) h (1 - h^2)\big)"""
    h = jnp.tanh(W @ x + b)
    return jnp.diag((1 - h**2) ** 2 - 2 * (h - y) * h * (1 - h**2))


@formula
def two_layers(
    X: Float[Array, "N d"], V: Float[Array, "d h"], w: Float[Array, " h"], y: Float[Array, " N"]
) -> Float[Array, ""]:
    r"""\tfrac{1}{2N} \lVert \operatorname{softplus}(XV) w - y \rVert^2"""
    return jnp.mean((softplus(X @ V) @ w - y) ** 2) / 2


@two_layers.gradient("V", "w")
def _(X, V, w, y, N):
    r"""\tfrac1N X^\top (r w^\top \odot \sigma(XV)),\; \tfrac1N H^\top r"""
    H = softplus(X @ V)
    r = (H @ w - y) / N
    return jnp.einsum("ni,n,j,nj->ij", X, r, w, sigmoid(X @ V)), H.T @ r


@formula
def relu_layer(
    W: Float[Array, "m n"], X: Float[Array, "n N"], b: Float[Array, " m"]
) -> Float[Array, "m N"]:
    r"""\max(WX + b 1^\top, 0)"""
    return relu(W @ X + b[:, None])


@relu_layer.pullback("W", "X", "b")
def _(W, X, b, G):
    r"""D X^\top,\; W^\top D,\; D 1, \quad D = G \odot [WX + b 1^\top > 0]"""
    D = jnp.where(W @ X + b[:, None] > 0, G, 0)
    return D @ X.T, W.T @ D, D.sum(1)


@formula
def attention(
    Q: Float[Array, "n d"], K: Float[Array, "m d"], V: Float[Array, "m p"]
) -> Float[Array, "n p"]:
    r"""\operatorname{softmax}(Q K^\top / \sqrt d) V"""
    return softmax(Q @ K.T / jnp.sqrt(Q.shape[1]), axis=1) @ V


@attention.pullback("Q", "K", "V")
def _(Q, K, V, G, d):
    r"""S K / \sqrt d,\; S^\top Q / \sqrt d,\; P^\top G,
    \quad S = P \odot (D - (P \odot D) 1 1^\top),\; D = G V^\top"""
    E = jnp.exp(Q @ K.T / jnp.sqrt(d))
    P = E / E.sum(1, keepdims=True)
    D = G @ V.T
    S = P * (D - jnp.sum(D * P, axis=1, keepdims=True)) / jnp.sqrt(d)
    return S @ K, S.T @ Q, P.T @ G


@attention.differential
def _(Q, K, V, dV):
    r"""P \,\mathrm{d}V"""
    return softmax(Q @ K.T / jnp.sqrt(Q.shape[1]), axis=1) @ dV


@formula
def centred(X: Float[Array, "N d"]) -> Float[Array, "N d"]:
    r"""(I - \tfrac1N 1 1^\top) X"""
    return X - X.mean(0)


@centred.pullback("X")
def _(G, N):
    r"""(I - \tfrac1N 1 1^\top) G"""
    return (jnp.eye(N) - jnp.ones((N, N)) / N) @ G


@formula
def batch_norm(X: Float[Array, "N d"]) -> Float[Array, "N d"]:
    r"""\hat X = (X - 1 \mu^\top) / s, \quad s^2 = \tfrac1N \sum_i (x_i - \mu)^2 + 10^{-2}"""
    Z = X - X.mean(0)
    return Z / jnp.sqrt((Z**2).mean(0) + 1e-2)


@batch_norm.pullback("X")
def _(X, G):
    r"""\big(G - \overline{G} - \hat X \odot \overline{G \odot \hat X}\big) / s"""
    s = jnp.sqrt(X.var(0) + 1e-2)
    Y = (X - X.mean(0)) / s
    return (G - G.mean(0) - Y * (G * Y).mean(0)) / s


@formula
def unrolled(
    U: Float[Array, "n n"], h: Float[Array, " n"], c: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""c^\top \tanh(U \tanh(U h))"""
    return c @ jnp.tanh(U @ jnp.tanh(U @ h))


@unrolled.gradient("U", "h")
def _(U, h, c):
    r"""\delta_2 h_1^\top + \delta_1 h^\top,\; U^\top \delta_1"""
    h1 = jnp.tanh(U @ h)
    d2 = c * (1 - jnp.tanh(U @ h1) ** 2)
    d1 = (U.T @ d2) * (1 - h1**2)
    return jnp.outer(d2, h1) + jnp.outer(d1, h), U.T @ d1


@formula
def gated(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""x \odot \sigma(x)"""
    return x * sigmoid(x)


@gated.jacobian("x")
def _(x):
    r"""\operatorname{diag}(\sigma(x) (1 + x (1 - \sigma(x))))"""
    s = 1 / (1 + jnp.exp(-x))
    return jnp.diag(s * (1 + x * (1 - s)))
