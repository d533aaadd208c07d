"""Other orders of the entries of a matrix over vec, or of a vec: another layout, row-major order, K
left out."""

import itertools
from collections.abc import Iterator

import numpy as np

from closedform.formulas import Claim
from closedform.verify import kinds
from closedform.verify.causes.reading import One, Reading
from closedform.verify.judging.sides import Sides
from closedform.verify.oracles.layouts import ORDERS, fold, unfold

VEC = ("vec-order", "it is in row-major order, vec stacks columns")
KRONECKER = ("kronecker-order", "the factors of the Kronecker product are exchanged")


def layouts(claim: Claim) -> Iterator[Reading]:
    """A Jacobian in each of the other layouts."""
    if "layout" not in claim.kind.qualifiers:
        return
    own = claim.arrangement
    for layout in ORDERS:
        if layout != own:
            cause = "transposed" if {layout, own} == {"denominator", "numerator"} else "vec-order"
            words = f"it is in the {layout} layout, the claim is in the {own} layout"
            yield Reading(cause, words, f"it with layout={layout!r}", _in_layout(layout))


def orders(claim: Claim) -> Iterator[Reading]:
    """Rows and columns in row-major order, or with a K more or less on one side."""
    both = (
        (*KRONECKER, "it with the factors exchanged: B (x) A for A (x) B")
        if _holds_kronecker(claim)
        else (*VEC, "K ({}) K")
    )
    for sign in (1, -1):
        yield Reading(*both, _permuted(sign, sign))
    cause = "missing-commutation"
    left, right = (f"a commutation matrix is missing on the {side}" for side in ("left", "right"))
    for sign in (1, -1):
        yield Reading(cause, left, "K ({})", _permuted(sign, 0))
        yield Reading(cause, right, "({}) K", _permuted(0, sign))
    half = "the half with a commutation matrix is missing"
    yield Reading(cause, half, "(I + K) ({})", _with(_permuted(1, 0)))
    yield Reading(cause, half, "({}) (I + K)", _with(_permuted(0, 1)))
    one_each = "a commutation matrix is missing on one side, one too many on the other"
    yield Reading(cause, one_each, "K ({}) K", _permuted(1, -1))


def vectorised(claim: Claim) -> Iterator[Reading]:
    """Values that are vec of something, or a Kronecker product, by pairs of dimensions whose
    product is an axis."""
    order = (*VEC, "K ({})")
    exchanged = (*KRONECKER, "B (x) A for A (x) B, exchanged in {}")
    both = exchanged if _holds_kronecker(claim) else order
    pairs = list(itertools.permutations(claim.formula.dimensions, 2))
    for pair in pairs:
        yield Reading(*order, _by_pairs((pair,)))
    for rows, columns in itertools.product(pairs, repeat=2):
        yield Reading(*both, _by_pairs((rows, columns)))


def _holds_kronecker(claim: Claim) -> bool:
    return claim.code is not None and "kron" in claim.code.co_names


def _axes(claim: Claim, sides: Sides) -> tuple[int, int, int, int]:
    """(m, n, p, q) of the tensor that the claim folds."""
    axes = kinds.of(claim).tensor(sides.round.sizes, sides.frame.output)
    assert axes is not None, f"a {claim.kind} is no matrix"
    return axes


def _in_layout(layout: str) -> One:
    def read(claim: Claim, sides: Sides, a: np.ndarray) -> np.ndarray | None:
        own, shape = claim.arrangement, _axes(claim, sides)
        return None if a[0].size == 1 else fold(unfold(a, layout, shape), own)

    return read


def _permuted(rows: int, columns: int) -> One:
    """Rows and columns permuted by K (1), its transpose (-1) or not (0)."""

    def read(claim: Claim, sides: Sides, a: np.ndarray) -> np.ndarray | None:
        m, n, p, q = _axes(claim, sides)
        if claim.arrangement == "numerator":
            m, n, p, q = p, q, m, n
        elif claim.arrangement != "denominator":
            return None
        if a.shape[1:] != (m * n, p * q):
            return None
        return a[:, _commuted(m, n, rows)][:, :, _commuted(p, q, columns)]

    return read


def _with(permuted: One) -> One:
    """The array and its permutation, summed."""

    def read(claim: Claim, sides: Sides, a: np.ndarray) -> np.ndarray | None:
        other = permuted(claim, sides, a)
        return None if other is None else a + other

    return read


def _by_pairs(pairs: tuple[tuple[str, str], ...]) -> One:
    """Each axis, of a product of two dimensions, with those exchanged."""

    def read(claim: Claim, sides: Sides, a: np.ndarray) -> np.ndarray | None:
        sizes = sides.round.sizes
        products = tuple(sizes[x] * sizes[y] for x, y in pairs)
        if a.shape[1:] != products:
            return None
        for axis, (x, y) in enumerate(pairs, start=1):
            a = np.take(a, _commuted(sizes[x], sizes[y], 1), axis=axis)
        return a

    return read


def _commuted(m: int, n: int, sign: int) -> np.ndarray:
    """Positions in vec(X) of the entries of vec(X^T), X of m x n; the inverse where the sign is -1,
    themselves where it is 0."""
    index = np.arange(m * n)
    if sign == 0:
        return index
    order = index.reshape(n, m).T.reshape(-1)
    return order if sign > 0 else np.argsort(order)
