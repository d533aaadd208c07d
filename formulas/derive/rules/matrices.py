"""Differentials of functions of matrices: inverses, determinants, softmax, matrix functions."""

from closedform.formulas.derive.index.algebra import (
    as_factor,
    contract,
    matmul,
    scaled,
    spread,
    subtract,
    summed,
    times,
)
from closedform.formulas.derive.index.atoms import (
    Atom,
    Determinant,
    Frechet,
    Inverse,
    LogDeterminant,
    MatrixFunction,
    Softmax,
    Whole,
    authored,
    entry,
    part,
)
from closedform.formulas.derive.index.form import Sum
from closedform.formulas.derive.index.matrices import inverse
from closedform.formulas.derive.rules.rule import Rule


def product_trace(a: Sum, b: Sum) -> Sum:
    """tr(A B)."""
    return summed(times(a.T, b), [0, 1])


def _inverse(atom: Inverse, d: Sum) -> Sum:
    P = authored(atom)
    return scaled(matmul(matmul(P, d), P), -1)


def _log_determinant(atom: LogDeterminant, d: Sum) -> Sum:
    return product_trace(as_factor(inverse(atom.written)), d)


def _determinant(atom: Determinant, d: Sum) -> Sum:
    return times(entry(atom), product_trace(as_factor(inverse(atom.written)), d))


def _softmax(atom: Softmax, d: Sum) -> Sum:
    p = authored(atom)
    along = [atom.shown[k] for k in atom.along]
    moved = times(p, d)
    kept = [k for k in range(p.rank) if k not in along]
    mean = spread(summed(moved, along), p.sizes, kept)
    return subtract(moved, times(p, mean))


def _matrix_function(atom: MatrixFunction, d: Sum) -> Sum:
    n = atom.sizes[0]
    sizes = (n, n, n, n)
    f, p = atom.function, atom.exponent
    L = part(Frechet, atom.written, f"{f} {p or ''}", sizes, function=f, exponent=p)
    return contract(L, d, [(2, 0), (3, 1)], [(0, 0), (0, 1)])


MATRICES: dict[type[Atom], Rule] = {
    Whole: Rule(
        r"\mathrm{d}(X + Y) = \mathrm{d}X + \mathrm{d}Y",
        "S3-06",
        "linear_rules.sum_of_matrices.differential.X-Y",
        lambda atom, d: d,
    ),
    Inverse: Rule(
        r"\mathrm{d}X^{-1} = -X^{-1} \,\mathrm{d}X\, X^{-1}",
        "S3-07",
        "matrix_inverse.differential.X",
        _inverse,
    ),
    Determinant: Rule(
        r"\mathrm{d}|X| = |X| \operatorname{tr}(X^{-1} \,\mathrm{d}X)",
        "S3-13",
        "determinant.differential.X.given-X-Invertible",
        _determinant,
    ),
    LogDeterminant: Rule(
        r"\mathrm{d}\log|X| = \operatorname{tr}(X^{-1} \,\mathrm{d}X)",
        "S3-MC2g",
        "log_det.gradient.X",
        _log_determinant,
    ),
    Softmax: Rule(
        r"\mathrm{d}p = p \odot \mathrm{d}a - p\, (p^\top \mathrm{d}a), \; p ="
        r" \operatorname{softmax}(a)",
        "S3-MC5",
        "softmax.of_scores.differential.a",
        _softmax,
    ),
    MatrixFunction: Rule(
        r"\mathrm{d}f(X) = L_f(X, \mathrm{d}X)",
        "Higham-3.16",
        "matrix_exponential.differential.X",
        _matrix_function,
    ),
}
