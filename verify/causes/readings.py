"""Other ways to read the array that a claim returned: a transpose, another order of vec, K left
out, a convention."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from closedform.formulas import Claim
from closedform.verify import kinds
from closedform.verify.causes import factors
from closedform.verify.causes.cause import Cause, Leaves, holds, pairs
from closedform.verify.judging.sides import Sides
from closedform.verify.oracles.layouts import ORDERS, fold, unfold

One = Callable[[Claim, Sides, np.ndarray], "np.ndarray | None"]
"""An array (stacked over draws) read in another way; None where that makes no sense."""


@dataclass(frozen=True)
class Reading:
    """A way to read, the cause it amounts to if it is the right one, and what to write instead ({}
    is the claim)."""

    cause: str
    words: str
    instead: str
    read: One


def diagnose(claim: Claim, rounds: Sequence[Sides], which: Sequence[int]) -> list[Cause]:
    """Causes among the readings, each times a factor, that make the claim right; best first."""
    found = []
    for reading in readings(claim):
        cause = _try(claim, rounds, which, reading)
        if cause is not None:
            found.append(cause)
    return found


def _try(
    claim: Claim, rounds: Sequence[Sides], which: Sequence[int], reading: Reading
) -> Cause | None:
    read = [_leaves(claim, sides, which, reading) for sides in rounds]
    if any(leaves is None for leaves in read):
        return None
    fitted = [
        factors.between(pairs(claim, sides, leaves, which))
        for sides, leaves in zip(rounds, read, strict=True)
        if leaves
    ]
    known = [f for f in fitted if f is not None]
    if len(known) < len(fitted):
        return None
    by_round = {id(sides): f for sides, f in zip(rounds, known, strict=True)}
    words = factors.name(
        [
            (s.round.sizes, f, [numbers_of(claim, s, d) for d in range(len(s.draws))])
            for s, f in zip(rounds, known, strict=True)
        ]
    )
    if words is None or (reading.cause == "" and words == "1"):
        return None

    def scaled(sides: Sides, leaves: Leaves) -> Leaves | None:
        changed = _leaves(claim, sides, which, reading)
        if changed is None:
            return None
        c = np.nan_to_num(
            np.tile(by_round[id(sides)], len(changed[0]) // len(sides.draws)), nan=1.0
        )
        return [
            a * c.reshape(-1, *(1,) * (a.ndim - 1)) if k in which else a
            for k, a in enumerate(changed)
        ]

    if _only_data_factor(words) or holds(claim, rounds, scaled):
        return _cause(claim, reading, words)
    return None


def _only_data_factor(words: str) -> bool:
    """A factor that depends on the arguments differs between perturbed copies; that it fits entry
    by entry is the test."""
    return not words.lstrip("-").replace("/", "").replace(".", "").isdigit()


def _cause(claim: Claim, reading: Reading, factor: str) -> Cause:
    body = claim.tex or "what it returns"
    if reading.cause == "":
        if factor == "-1":
            return Cause("sign", "it is the negative of the right value", f"write -({body})")
        return Cause("scaled", f"the right value is {factor} times it", f"write {factor} ({body})")
    also = {"1": "", "-1": ", and negative"}.get(factor, f", times {factor}")
    times = {"1": "", "-1": "-"}.get(factor, f"{factor} ")
    instead = (
        f"({reading.instead})"
        if times and (" + " in reading.instead or " - " in reading.instead)
        else reading.instead
    )
    return Cause(reading.cause, reading.words + also, "write " + times + instead.format(body))


def _leaves(claim: Claim, sides: Sides, which: Sequence[int], reading: Reading) -> Leaves | None:
    changed = list(sides.claim)
    for k in which:
        read = reading.read(claim, sides, changed[k])
        if read is None or read.shape != changed[k].shape:
            return None
        changed[k] = read
    return changed


def numbers_of(claim: Claim, sides: Sides, d: int) -> dict[str, float]:
    """Numbers of a draw that a factor may be made of: its scalars, its value, norms."""
    draw = sides.draws[d]
    numbers = {name: float(a) for name, a in draw.args.items() if a.ndim == 0}
    if sides.value[d].ndim == 0:
        numbers["the formula's value"] = float(sides.value[d])
    for name, a in draw.args.items():
        if a.ndim:
            numbers[f"||{name}||"] = float(np.sqrt((a**2).sum()))
            numbers[f"sum({name})"] = float(a.sum())
        if a.ndim == 2 and a.shape[0] == a.shape[1]:
            numbers[f"det({name})"] = float(np.linalg.det(a))
            numbers[f"tr({name})"] = float(np.trace(a))
    return numbers


# ── The readings, in order of worth ─────────────────────────────────────────────


def readings(claim: Claim) -> Iterator[Reading]:
    """Readings that make sense for a claim of this kind."""
    yield Reading("", "", "{}", lambda claim, sides, a: a)
    yield Reading("transposed", "it is the transpose of the right value", "({})^T", _transposed)
    if claim.kind.result == "matrix" and claim.on is None:
        yield from _layouts(claim)
        yield from _orders(claim)
    if not (claim.kind.point or claim.kind.unequal):
        yield Reading(
            "symmetric-convention",
            "the right value counts tied entries once: half of it off the diagonal",
            "({0} + diag({0}))/2",
            _untied,
        )
        yield Reading(
            "symmetric-convention",
            "the right value counts tied entries twice: 2G - diag G",
            "2 ({0}) - diag({0})",
            _tied,
        )
    if claim.kind.result != "matrix":
        yield from _vectorised(claim)


def own_transpose(claim: Claim, rounds: Sequence[Sides], which: Sequence[int]) -> list[Cause]:
    """Whether the transpose of what it returns is the term left out."""
    reading = Reading(
        "missing-term",
        "its own transpose is left out",
        "{0} + ({0})^T",
        lambda c, s, a: _plus(a, _transposed(c, s, a)),
    )
    found = _try(claim, rounds, which, reading)
    return [found] if found else []


def _plus(a: np.ndarray, b: np.ndarray | None) -> np.ndarray | None:
    return None if b is None else a + b


def _transposed(claim: Claim, sides: Sides, a: np.ndarray) -> np.ndarray | None:
    return a.transpose(0, 2, 1) if a.ndim == 3 and a.shape[1] == a.shape[2] else None


def _untied(claim: Claim, sides: Sides, a: np.ndarray) -> np.ndarray | None:
    return None if _transposed(claim, sides, a) is None else (a + a * np.eye(a.shape[1])) / 2


def _tied(claim: Claim, sides: Sides, a: np.ndarray) -> np.ndarray | None:
    return None if _transposed(claim, sides, a) is None else 2 * a - a * np.eye(a.shape[1])


def _axes(claim: Claim, sides: Sides) -> tuple[int, int, int, int]:
    """(m, n, p, q) of the tensor that the claim folds."""
    axes = kinds.of(claim).tensor(sides.round.sizes, sides.frame.output)
    assert axes
    return axes


def _layouts(claim: Claim) -> Iterator[Reading]:
    if "layout" not in claim.kind.qualifiers:
        return
    own = claim.arrangement
    for layout in ORDERS:
        if layout != own:

            def read(
                claim: Claim, sides: Sides, a: np.ndarray, layout: str = layout
            ) -> np.ndarray | None:
                shape = _axes(claim, sides)
                changed = fold(unfold(a, layout, shape), own)
                return None if a[0].size == 1 else changed

            cause = "transposed" if {layout, own} == {"denominator", "numerator"} else "vec-order"
            yield Reading(
                cause,
                f"it is in the {layout} layout, the claim is in the {own} layout",
                "it with layout=" + repr(layout),
                read,
            )


def _orders(claim: Claim) -> Iterator[Reading]:
    """Rows and columns in row-major order, or with a K more or less on one side."""
    kron = claim.code is not None and "kron" in claim.code.co_names
    both = (
        (
            "kronecker-order",
            "the factors of the Kronecker product are exchanged",
            "it with the factors exchanged: B (x) A for A (x) B",
        )
        if kron
        else ("vec-order", "it is in row-major order, vec stacks columns", "K ({}) K")
    )
    for rows, columns in ((1, 1), (-1, -1)):
        yield Reading(*both, _permuting(rows, columns))
    left, right = (
        "a commutation matrix is missing on the left",
        "a commutation matrix is missing on the right",
    )
    for sign in (1, -1):
        yield Reading("missing-commutation", left, "K ({})", _permuting(sign, 0))
        yield Reading("missing-commutation", right, "({}) K", _permuting(0, sign))
    for rows, columns, words in ((1, 0, "(I + K) ({})"), (0, 1, "({}) (I + K)")):
        permuted = _permuting(rows, columns)
        yield Reading(
            "missing-commutation",
            "the half with a commutation matrix is missing",
            words,
            lambda c, s, a, p=permuted: _plus(a, p(c, s, a)),
        )
    yield Reading(
        "missing-commutation",
        "a commutation matrix is missing on one side, one too many on the other",
        "K ({}) K",
        _permuting(1, -1),
    )


def _vectorised(claim: Claim) -> Iterator[Reading]:
    """Values that are vec of something, or a Kronecker product, by pairs of dimensions whose
    product is an axis."""
    dims = claim.formula.dimensions
    order = ("vec-order", "it is in row-major order, vec stacks columns", "K ({})")
    factors = (
        "kronecker-order",
        "the factors of the Kronecker product are exchanged",
        "B (x) A for A (x) B, exchanged in {}",
    )
    both = factors if claim.code is not None and "kron" in claim.code.co_names else order
    pairs = list(itertools.permutations(dims, 2))
    for pair in pairs:
        yield Reading(*order, _by_pairs((pair,)))
    for rows, columns in itertools.product(pairs, repeat=2):
        yield Reading(*both, _by_pairs((rows, columns)))


def _by_pairs(pairs: tuple[tuple[str, str], ...]) -> One:
    """Each axis, of a product of two dimensions, with those exchanged."""

    def read(claim: Claim, sides: Sides, a: np.ndarray) -> np.ndarray | None:
        sizes = sides.round.sizes
        if a.ndim != 1 + len(pairs) or any(
            n != sizes[x] * sizes[y] for n, (x, y) in zip(a.shape[1:], pairs, strict=True)
        ):
            return None
        for axis, (x, y) in enumerate(pairs):
            a = np.take(a, _order(sizes[x], sizes[y], 1), axis=axis + 1)
        return a

    return read


def _permuting(rows: int, columns: int) -> One:
    """Rows and columns permuted by K (1), its transpose (-1) or not (0)."""

    def read(claim: Claim, sides: Sides, a: np.ndarray) -> np.ndarray | None:
        m, n, p, q = _axes(claim, sides)
        if claim.layout == "numerator":
            m, n, p, q = p, q, m, n
        if claim.layout not in (None, "denominator", "numerator"):
            return None
        left, right = _order(m, n, rows), _order(p, q, columns)
        if a.shape[1:] != (m * n, p * q):
            return None
        return a[:, left][:, :, right]

    return read


def _order(m: int, n: int, sign: int) -> np.ndarray:
    index = np.arange(m * n)
    if sign == 0:
        return index
    order = index.reshape(n, m).T.reshape(-1)  # K_mn: position of each entry of vec(X^T) in vec(X)
    return order if sign > 0 else np.argsort(order)
