"""Differentials of the parts of decompositions: simple eigenvalues and eigenvectors of a symmetric
matrix, singular values, the Cholesky factor."""

from fractions import Fraction

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.algebra import (
    add,
    contract,
    identity,
    matmul,
    scaled,
    times,
)
from closedform.formulas.derive.index.atoms import Decomposition, Divided, entry, mask, part
from closedform.formulas.derive.index.form import Sum
from closedform.formulas.derive.index.matrices import inverse, singular
from closedform.formulas.derive.rules.rule import Rule


def of_part(atom: Decomposition, d: Sum) -> Sum:
    """The differential of a part, by its rule."""
    if atom.part not in PARTS:
        raise CannotDerive(f"the derivative of {atom.part}")
    return PARTS[atom.part].differential(atom, d)


def _between(U: Sum, d: Sum, V: Sum) -> Sum:
    """U^T dX V."""
    return matmul(matmul(U.T, d), V)


def _eigenvalues(atom: Decomposition, d: Sum) -> Sum:
    S, n = atom.written, atom.sizes[0]
    V = part(Decomposition, S, "eigenvectors", (n, n), part="eigenvectors")
    left = contract(V, d, [(0, 0)], [(0, 1), (1, 1)])
    return contract(left, V, [(0, 1), (1, 0)], [(0, 0)])


def _eigenvectors(atom: Decomposition, d: Sum) -> Sum:
    S, n = atom.written, atom.sizes[0]
    V = entry(atom)
    values = part(Decomposition, S, "eigenvalues", (n,), part="eigenvalues")
    gaps = part(Divided, values, "gap", (n, n), function="gap")
    return matmul(V, times(gaps, _between(V, d, V)))


def _singular_values(atom: Decomposition, d: Sum) -> Sum:
    X, rank = atom.written, atom.sizes[0]
    U = singular(X, "left singular vectors", rank)
    Vt = singular(X, "right singular vectors", rank)
    left = contract(U, d, [(0, 0)], [(0, 1), (1, 1)])
    return contract(left, Vt, [(0, 0), (1, 1)], [(0, 0)])


def _cholesky(atom: Decomposition, d: Sum) -> Sum:
    n = atom.sizes[0]
    L = entry(atom)
    P = inverse(L)
    inside = matmul(matmul(P, d), P.T)
    half = add(mask("lower", (n, n)), scaled(identity(n), Fraction(-1, 2)))
    return matmul(L, times(half, inside))


PARTS: dict[str, Rule] = {
    "eigenvalues": Rule(
        r"\mathrm{d}\lambda_k = v_k^\top \,\mathrm{d}S\, v_k",
        "Magnus-1",
        "symmetric_eigenvalues.differential.S",
        _eigenvalues,
    ),
    "eigenvectors": Rule(
        r"\mathrm{d}V = V (F \odot V^\top \,\mathrm{d}S\, V), \; F_{ij} = 1 / (\lambda_j -"
        r" \lambda_i), \; F_{ii} = 0",
        "Magnus-2",
        "symmetric_eigenvalues.eigenvectors.differential.S.along-Symmetric",
        _eigenvectors,
    ),
    "singular values": Rule(
        r"\mathrm{d}s_k = u_k^\top \,\mathrm{d}X\, v_k",
        "SVD-7",
        "singular_values.differential.X",
        _singular_values,
    ),
    "cholesky": Rule(
        r"\mathrm{d}L = L \Phi(L^{-1} \,\mathrm{d}S\, L^{-\top}), \; \Phi(M) ="
        r" \operatorname{tril}(M) - \tfrac12 M \odot I",
        "Murray-8",
        "cholesky_factor.differential.S.along-Symmetric",
        _cholesky,
    ),
}
"""Part of a decomposition -> its rule."""
