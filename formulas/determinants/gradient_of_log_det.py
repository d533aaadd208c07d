"""The gradient of log det as a function of its own: its differential, by matrices and by vec."""

from jaxtyping import Array, Float

from closedform import Invertible, commutation, formula, inv, kron, unvec, vec


@formula(title="Inverse transpose, the gradient of log det", source="S3-MC2d")
def gradient_of_log_det(X: Invertible[Array, "n n"]) -> Float[Array, "n n"]:
    r"""X^{-\top}

    X invertible.
    """
    return inv(X).T


@gradient_of_log_det.differential(form="vec", flops=lambda n: 6 * n**4)
def _(X, dX, n):
    r"""\operatorname{vec}(\mathrm{d}G) = -K_{nn} (X^{-\top} \otimes X^{-1}) \operatorname{vec}(\mathrm{d}X)"""
    return unvec(-commutation(n, n) @ (kron(inv(X).T, inv(X)) @ vec(dX)), n, n)


@gradient_of_log_det.differential(flops=lambda n: 6 * n**3)
def _(X, dX):
    r"""-(X^{-1} \,\mathrm{d}X\, X^{-1})^\top"""
    return -(inv(X) @ dX @ inv(X)).T
