"""Factorisations of matrices of mpmath numbers, with the signs and pivots that LAPACK chooses."""

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np

from closedform.verify.exact.arithmetic import ONE, ZERO, Unsupported, boxed

mp: Any = mpmath.mp


def _batched(f: Callable[..., tuple[np.ndarray, ...]]) -> Callable[..., list[np.ndarray]]:
    """f of matrices, applied over leading axes."""

    def rule(params: dict[str, Any], *arrays: np.ndarray) -> list[np.ndarray]:
        lead = arrays[0].shape[:-2]
        if not lead:
            return list(f(params, *arrays))
        flat = [a.reshape(-1, *a.shape[-2:]) for a in arrays]
        results = [f(params, *parts) for parts in zip(*flat, strict=True)]
        return [
            np.stack(parts).reshape(*lead, *parts[0].shape) for parts in zip(*results, strict=True)
        ]

    return rule


def _lu(params: dict[str, Any], A: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    A, (m, n) = A.copy(), A.shape
    order, pivots = np.arange(m), np.arange(min(m, n))
    for k in range(min(m, n)):
        p = pivots[k] = max(range(k, m), key=lambda i: (abs(A[i, k]), -i))
        A[[k, p]], order[[k, p]] = A[[p, k]], order[[p, k]]
        if A[k, k]:
            A[k + 1 :, k] = A[k + 1 :, k] / A[k, k]
            A[k + 1 :, k + 1 :] = A[k + 1 :, k + 1 :] - np.outer(A[k + 1 :, k], A[k, k + 1 :])
    return A, pivots.astype(np.int32), order.astype(np.int32)


def _triangular_solve(params: dict[str, Any], A: np.ndarray, B: np.ndarray) -> tuple[np.ndarray]:
    left, lower = params["left_side"], params["lower"]
    if bool(params["transpose_a"]) == left:  # X A = B is A^T X^T = B^T
        A, lower = A.T, not lower
    X = (B if left else B.T).copy()
    n = len(A)
    for i in range(n) if lower else reversed(range(n)):
        done = slice(0, i) if lower else slice(i + 1, n)
        for c in range(X.shape[1]):
            rest = X[i, c] - sum(A[i, done] * X[done, c], ZERO)
            X[i, c] = rest if params["unit_diagonal"] else rest / A[i, i] if A[i, i] else mp.nan
    return (X if left else X.T,)


def _cholesky(params: dict[str, Any], A: np.ndarray) -> tuple[np.ndarray]:
    n = len(A)
    L = np.full((n, n), ZERO, object)
    for j in range(n):
        square = A[j, j] - sum(L[j, :j] ** 2, ZERO)
        L[j, j] = mp.sqrt(square) if square > 0 else mp.nan
        for i in range(j + 1, n):
            L[i, j] = (A[i, j] - sum(L[i, :j] * L[j, :j], ZERO)) / L[j, j]
    return (L,)


def _eigh(params: dict[str, Any], A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    lower = np.tril(np.ones(A.shape, bool)) if params["lower"] else np.triu(np.ones(A.shape, bool))
    A = np.where(lower, A, A.T)
    values, vectors = mp.eigsy(mp.matrix(A.tolist()))
    V = _array(vectors)
    return V * _signs(V, np.linalg.eigh(A.astype(float))[1]), boxed(list(values))


def _svd(params: dict[str, Any], A: np.ndarray) -> tuple[np.ndarray, ...]:
    if params["full_matrices"] and A.shape[0] != A.shape[1]:
        raise Unsupported("svd with full matrices")
    u, s, vt = mp.svd_r(mp.matrix(A.tolist()))
    U, Vt = _array(u), _array(vt)
    signs = _signs(U, np.linalg.svd(A.astype(float), full_matrices=False)[0])
    values = boxed(list(s))
    return (values, U * signs, Vt * signs[:, None]) if params["compute_uv"] else (values,)


def _qr(params: dict[str, Any], A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if params["full_matrices"] or params.get("pivoting") or A.shape[0] < A.shape[1]:
        raise Unsupported("qr that is pivoted, full or of a wide matrix")
    q, r = mp.qr(mp.matrix(A.tolist()), mode="skinny")
    Q = _array(q)
    signs = _signs(Q, np.linalg.qr(A.astype(float))[0])
    return Q * signs, _array(r) * signs[:, None]


def _permutation(params: dict[str, Any], pivots: np.ndarray) -> np.ndarray:
    order = np.arange(params["permutation_size"])
    for k, p in enumerate(pivots):
        order[[k, p]] = order[[p, k]]
    return order.astype(np.int32)


def _array(matrix: Any) -> np.ndarray:
    return boxed(matrix.tolist()).reshape(matrix.rows, matrix.cols)


def _signs(columns: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """+-1 for each column: which way LAPACK's points."""
    agree = (columns.astype(float) * reference).sum(axis=0) >= 0
    return boxed([ONE if a else -ONE for a in agree])


RULES: dict[str, Callable[..., Any]] = {
    "lu": _batched(_lu),
    "triangular_solve": _batched(_triangular_solve),
    "cholesky": _batched(_cholesky),
    "eigh": _batched(_eigh),
    "svd": _batched(_svd),
    "qr": _batched(_qr),
    "lu_pivots_to_permutation": _permutation,
}
"""Primitive -> its rule: of its parameters and operands."""
