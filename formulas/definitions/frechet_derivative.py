"""The Frechet derivative: the linear map that is left of a function's change, and what it leaves
over."""

from jax import Array as JaxArray
from jaxtyping import Array, Float

from closedform import D, formula, unvec, vec, wave, wave_prime


@formula(title="Fréchet derivative of a matrix map", source="S0-01")
def matrix_map(
    A: Float[Array, "p m"], X: Float[Array, "m n"], B: Float[Array, "n q"], c: Float[Array, "3"]
) -> Float[Array, "p q"]:
    r"""F(X) = \sigma(AXB)

    A map from m x n to p x q matrices. sigma is any smooth function of one entry, here a wave with
    coefficients c; A, X and B are any matrices of fitting shapes."""
    return wave(A @ X @ B, c)


@matrix_map.differential(flops=lambda p, m, n, q: 4 * (p * m * n + p * n * q) + 12 * p * q)
def _(A, X, B, c, dX):
    r"""L(\mathrm{d}X) = \sigma'(AXB) \odot (A \,\mathrm{d}X\, B), \quad
    F(X + \mathrm{d}X) = F(X) + L(\mathrm{d}X) + o(\lVert \mathrm{d}X \rVert)

    L is linear in dX, and the only linear map with that remainder. The norm doesn't matter, since
    all norms of a finite-dimensional space are equivalent; there L is bounded, too."""
    return wave_prime(A @ X @ B, c) * (A @ dX @ B)


def passes(p: int, m: int, n: int, q: int) -> int:
    """Work of D(F, X): one pass of dF for each of X's mn entries."""
    return m * n * (2 * (p * m * n + p * n * q) + 12 * p * q)


@matrix_map.differential(source="S0-04", form="matrix times vector", flops=passes)
def _(A, X, B, c, dX, p, q):
    r"""\operatorname{vec}(L(\mathrm{d}X)) = \left(\tfrac{\partial F}{\partial X}\right)^\top \operatorname{vec}(\mathrm{d}X)

    L(dX) is the value of the map L at dX, not a product; in finite dimensions it equals the matrix
    of L times the vector."""
    return unvec(D(lambda X: matrix_map(A, X, B, c), X).T @ vec(dX), p, q)


@matrix_map.differential(source="S0-12", form="columns stacked", flops=passes)
def _(A, X, B, c, dX, p, m, n, q):
    r"""\operatorname{vec}(L(\mathrm{d}X)) =
    \left(\tfrac{\partial \operatorname{vec}(F)}{\partial \operatorname{vec}(X)}\right)^\top \operatorname{vec}(\mathrm{d}X)

    Matrices of m x n and vectors of mn entries are isomorphic, so that the derivative may be taken
    after stacking."""

    def F(x: JaxArray) -> JaxArray:
        return vec(matrix_map(A, unvec(x, m, n), B, c))

    return unvec(D(F, vec(X)).T @ vec(dX), p, q)


@matrix_map.differential(source="S0-12", form="rows stacked", flops=passes)
def _(A, X, B, c, dX, p, m, n, q):
    r"""\operatorname{vec}(L(\mathrm{d}X)^\top) =
    \left(\tfrac{\partial \operatorname{vec}(F^\top)}{\partial \operatorname{vec}(X^\top)}\right)^\top
    \operatorname{vec}(\mathrm{d}X^\top)

    Any order of stacking serves, as long as argument and value are stacked by the rule that reads
    them back."""

    def F(x: JaxArray) -> JaxArray:
        return matrix_map(A, x.reshape(m, n), B, c).reshape(-1)

    return (D(F, X.reshape(-1)).T @ dX.reshape(-1)).reshape(p, q)


@formula(title="First-order expansion of a quadratic map", source="S0-03")
def expansion(
    X: Float[Array, "m n"], A: Float[Array, "m m"], X0: Float[Array, "m n"]
) -> Float[Array, "n n"]:
    r"""F(X) = X^\top A X

    X_0 is the point of expansion, any matrix of X's shape; A is any square matrix. The value
    doesn't depend on X_0."""
    return X.T @ A @ X


@expansion.equals("linear part and remainder")
def _(X, A, X0):
    r"""F(X_0) + \underbrace{H^\top A X_0 + X_0^\top A H}_{L(H)} + \underbrace{H^\top A H}_{o(\lVert H \rVert)}, \quad H = X - X_0

    The remainder is at most |A| |H|^2.
    """
    H = X - X0
    return X0.T @ A @ X0 + (H.T @ A @ X0 + X0.T @ A @ H) + H.T @ A @ H


@formula(title="Remainder of the first-order expansion", source="S0-01; S0-03")
def remainder(
    t: Float[Array, ""], X: Float[Array, "m n"], H: Float[Array, "m n"], c: Float[Array, "3"]
) -> Float[Array, "m n"]:
    r"""R(tH) = \sigma(X + tH) - \sigma(X) - t\, \sigma'(X) \odot H

    What L leaves over of F = sigma along any direction H; t is any number, sigma any smooth
    function of one entry, here a wave with coefficients c."""
    return wave(X + t * H, c) - wave(X, c) - t * wave_prime(X, c) * H


@remainder.derivative("t", flops=lambda m, n: 24 * m * n)
def _(t, X, H, c):
    r"""\left(\sigma'(X + tH) - \sigma'(X)\right) \odot H

    It vanishes at t = 0, as R(0) does: the remainder is o(t).
    """
    return (wave_prime(X + t * H, c) - wave_prime(X, c)) * H
