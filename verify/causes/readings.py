"""Other ways to read the array that a claim returned: a factor, a transpose, another order of vec,
a convention."""

from collections.abc import Iterator

import numpy as np

from closedform.formulas import Claim
from closedform.verify.causes import orders
from closedform.verify.causes.cause import Cause
from closedform.verify.causes.evidence import Evidence
from closedform.verify.causes.hypothesis import Hypothesis, unexplained_array
from closedform.verify.causes.reading import Reading, fits
from closedform.verify.judging.sides import Sides


def readings(claim: Claim) -> Iterator[Reading]:
    """Readings that make sense for a claim of this kind, in order of worth."""
    yield Reading("", "", "{}", lambda claim, sides, a: a)
    yield Reading("transposed", "it is the transpose of the right value", "({})^T", transposed)
    if claim.kind.result == "matrix" and claim.on is None:
        yield from orders.layouts(claim)
        yield from orders.orders(claim)
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
        yield from orders.vectorised(claim)


def transposed(claim: Claim, sides: Sides, a: np.ndarray) -> np.ndarray | None:
    """The transpose of a square matrix."""
    return a.transpose(0, 2, 1) if a.ndim == 3 and a.shape[1] == a.shape[2] else None


def _untied(claim: Claim, sides: Sides, a: np.ndarray) -> np.ndarray | None:
    return None if transposed(claim, sides, a) is None else (a + a * np.eye(a.shape[1])) / 2


def _tied(claim: Claim, sides: Sides, a: np.ndarray) -> np.ndarray | None:
    return None if transposed(claim, sides, a) is None else 2 * a - a * np.eye(a.shape[1])


def _with_transpose(claim: Claim, sides: Sides, a: np.ndarray) -> np.ndarray | None:
    turned = transposed(claim, sides, a)
    return None if turned is None else a + turned


OWN_TRANSPOSE = Reading(
    "missing-term", "its own transpose is left out", "{0} + ({0})^T", _with_transpose
)


def _read(evidence: Evidence) -> list[Cause]:
    claim, rounds, failing = evidence.claim, evidence.rounds, evidence.failing
    found = [fits(claim, rounds, failing, reading) for reading in readings(claim)]
    return [cause for cause in found if cause]


def _own_transpose(evidence: Evidence) -> list[Cause]:
    cause = fits(evidence.claim, evidence.rounds, evidence.failing, OWN_TRANSPOSE)
    return [cause] if cause else []


ANOTHER = Hypothesis(
    name="it is right when it is read in another way, up to a factor",
    causes=(
        "sign",
        "scaled",
        "transposed",
        "vec-order",
        "missing-commutation",
        "kronecker-order",
        "symmetric-convention",
    ),
    applies=unexplained_array,
    tries=_read,
    why="it costs nothing, since arrays at hand are permuted, and it explains every entry at every "
    "draw: nothing that is found later says as much",
)
WITHOUT_TRANSPOSE = Hypothesis(
    name="its own transpose is left out",
    causes=("missing-term",),
    applies=unexplained_array,
    tries=_own_transpose,
    why="a reading too; but (G + G^T)/2 is right as well where G was derived for a symmetric "
    "matrix, and that says more",
    final=True,
)
