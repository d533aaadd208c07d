"""The Gram matrix of a matrix's columns, and its differential."""

from jaxtyping import Array, Float

from closedform import formula, transposed


@formula(source="S0-05")
def gram_matrix(X: Float[Array, "m n"]) -> Float[Array, "n n"]:
    r"""X^\top X

    X is any m x n matrix; the value is a symmetric n x n one.
    """
    return X.T @ X


@gram_matrix.differential(flops=lambda m, n: 4 * m * n * n)
def _(X, dX):
    r"""X^\top \mathrm{d}X + (\mathrm{d}X)^\top X

    Symmetric for every dX. 2 X^T dX isn't, and is wrong unless X^T dX happens to be symmetric.
    """
    return X.T @ dX + dX.T @ X


@gram_matrix.differential(form="one product", flops=lambda m, n: 2 * m * n * n)
def _(X, dX):
    r"""P + P^\top, \quad P = X^\top \mathrm{d}X"""
    P = X.T @ dX
    return P + P.T


@gram_matrix.differential(form="transpose first", flops=lambda m, n: 2 * m * n * n)
def _(X, dX):
    r"""P + P^\top, \quad P = X^\top \mathrm{d}X"""
    P = transposed(X) @ dX
    return P + P.T


@formula(title="Gram matrix, moved by H", source="S0-05")
def moved(X: Float[Array, "m n"], H: Float[Array, "m n"]) -> Float[Array, "n n"]:
    r"""(X + H)^\top (X + H)

    X and H are any matrices of the same shape.
    """
    return (X + H).T @ (X + H)


@moved.equals("linear part and remainder")
def _(X, H):
    r"""X^\top X + (X^\top H + H^\top X) + H^\top H

    The remainder H^T H is exact, and o(|H|).
    """
    return X.T @ X + (X.T @ H + H.T @ X) + H.T @ H
