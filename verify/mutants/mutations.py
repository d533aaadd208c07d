"""Slips that people make, as changes of the arrays a closed form returns.

A mutated array is a sum of weights times the array's own entries in some order, so that one
description serves stacked float64 arrays, 50-digit arrays and traced ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from closedform.formulas import Claim
from closedform.verify.draws.streams import Stream
from closedform.verify.mutants.leaves import CONSTANT, Leaf, Terms, applied

Mutation = Callable[[Leaf], Terms | None]
"""What it makes of an array; None where it makes no sense."""


# ── The table ───────────────────────────────────────────────────────────────────


def _scaled(factor: float) -> Mutation:
    return lambda leaf: [(factor, None)]


def _averaged(dimension: str) -> Mutation:
    return lambda leaf: [(1 / leaf.sizes[dimension], None)]


def _transposed(leaf: Leaf) -> Terms | None:
    """Of a matrix that is not square: its entries, read column by column, in its own shape."""
    return [(1.0, leaf.order.T.reshape(-1))] if len(leaf.shape) == 2 else None


def _vec(which: str, transposed: bool = False) -> Mutation:
    """Rows, columns or both in the order of vec(X^T): what K does, or its transpose."""

    def mutation(leaf: Leaf) -> Terms | None:
        if leaf.rows is None or leaf.columns is None:
            return None
        rows, columns = (
            _commuted(pair, transposed) if name in which else np.arange(pair[0] * pair[1])
            for name, pair in (("rows", leaf.rows), ("columns", leaf.columns))
        )
        return [(1.0, leaf.order[np.ix_(rows, columns)].reshape(-1))]

    return mutation


def _commuted(pair: tuple[int, int], transposed: bool) -> np.ndarray:
    outer, inner = pair[::-1] if transposed else pair
    return np.arange(outer * inner).reshape(outer, inner).T.reshape(-1)


def _factor_transposed(leaf: Leaf) -> Terms | None:
    """A^T (x) B for A (x) B."""
    if leaf.rows is None or leaf.columns is None or leaf.rows[0] != leaf.columns[0]:
        return None
    return [(1.0, leaf.order.reshape(*leaf.rows, *leaf.columns).transpose(2, 1, 0, 3).reshape(-1))]


def _symmetrised(leaf: Leaf) -> Terms | None:
    return [(0.5, None), (0.5, leaf.order.T.reshape(-1))] if leaf.square else None


def _diagonal(on: float, off: float) -> Mutation:
    return lambda leaf: (
        [(np.where(np.eye(len(leaf.order), dtype=bool), on, off).reshape(-1), None)]
        if leaf.square
        else None
    )


def _largest(factor: float) -> Mutation:
    return lambda leaf: (
        [(leaf.at(int(np.argmax(leaf.first)), factor), None)] if leaf.first.size else None
    )


def _small(leaf: Leaf) -> Terms | None:
    """The smallest entry that is at least 1e-3 of the largest."""
    if not leaf.first.size:
        return None
    eligible = np.where(leaf.first >= 1e-3 * leaf.first.max(), leaf.first, np.inf)
    return [(leaf.at(int(np.argmin(eligible)), 1 + 1e-7), None)]


def _dropped(leaf: Leaf) -> Terms | None:
    """Zero for the row that holds the largest entry; a vector's entry, a scalar."""
    if not leaf.first.size:
        return None
    row = np.argmax(leaf.first) // max(leaf.first.size // leaf.shape[0], 1) if leaf.shape else 0
    weights = np.ones(leaf.shape)
    weights[row if leaf.shape else ()] = 0.0
    return [(weights.reshape(-1), None)]


def _added(leaf: Leaf) -> Terms | None:
    """One added to an entry: what makes a zero wrong."""
    position = int(np.argmax(leaf.first)) if leaf.first.size else 0
    return [(1.0, None), (leaf.at(position, 2.0) - 1.0, CONSTANT)] if leaf.first.size else None


MUTATIONS: dict[str, Mutation] = {
    "doubled": _scaled(2.0),
    "halved": _scaled(0.5),
    "negated": _scaled(-1.0),
    "off by 1e-6": _scaled(1 + 1e-6),
    "largest entry off by 1e-3": _largest(1 + 1e-3),
    "small entry off by 1e-7": _small,
    "one row zero": _dropped,
    "one entry plus 1": _added,
    "transposed": _transposed,
    "symmetrised": _symmetrised,
    "diagonal halved": _diagonal(0.5, 1.0),
    "entries tied (2G - diag G)": _diagonal(1.0, 2.0),
    "rows permuted by K": _vec("rows"),
    "columns permuted by K": _vec("columns"),
    "rows permuted by K transposed": _vec("rows", transposed=True),
    "columns permuted by K transposed": _vec("columns", transposed=True),
    "Kronecker factors swapped, as vec by rows does": _vec("rows columns"),
    "left Kronecker factor transposed": _factor_transposed,
}
"""Name -> mutation of one array."""


@dataclass(frozen=True)
class Mutant:
    """A claim made wrong: one of its arrays mutated, or two of them swapped."""

    name: str
    array: int = 0
    mutation: Mutation | None = None
    other: int = 0

    def of(self, arrays: Sequence[Any], described: Sequence[Leaf]) -> list[Any] | None:
        """The claim's arrays, mutated; they are stacked over draws. None where the mutation makes
        no sense."""
        changed = list(arrays)
        if self.mutation is None:
            changed[self.array], changed[self.other] = arrays[self.other], arrays[self.array]
            return changed
        terms = self.mutation(described[self.array])
        if terms is None:
            return None
        changed[self.array] = applied(terms, arrays[self.array])
        return changed

    def changes(self, described: Sequence[Leaf]) -> list[np.ndarray] | None:
        """What becomes of made-up arrays: two mutants that agree here are one, and one that changes
        nothing is none."""
        return self.of(self.untouched(described), described)

    @staticmethod
    def untouched(described: Sequence[Leaf]) -> list[np.ndarray]:
        """Made-up arrays of these shapes, all entries different."""
        return [
            Stream.MADE_UP.at(k).normal(size=(1, *leaf.shape)) for k, leaf in enumerate(described)
        ]


def mutants(claim: Claim, rounds: Sequence[Sequence[Leaf]]) -> list[Mutant]:
    """The mutants of a claim whose arrays are these in each round.

    Left out are those that make no sense at some round's shapes, that are the claim itself at every
    round's shapes (a vector transposed) or of a claim that is zero (zero doubled), or that are
    another mutant."""
    found: list[Mutant] = []
    known = [[Mutant.untouched(described) for described in rounds]]
    for mutant in _candidates(claim):
        if mutant.mutation is not _added and all(
            described[mutant.array].zero for described in rounds
        ):
            continue
        changed = [mutant.changes(described) for described in rounds]
        if any(c is None for c in changed) or any(_same(changed, other) for other in known):
            continue
        known.append(changed)  # type: ignore[arg-type]
        found.append(mutant)
    return found


def _candidates(claim: Claim) -> list[Mutant]:
    names = claim.wrt if claim.several else ("",)
    table = MUTATIONS | {f"divided by {d}": _averaged(d) for d in claim.formula.dimensions}
    found = [
        Mutant(name + (f", {w}" if w else ""), k, mutation)
        for k, w in enumerate(names)
        for name, mutation in table.items()
    ]
    shapes = [claim.formula.variables[w].shape for w in names] if claim.several else []
    pairs = [(i, j) for j in range(len(shapes)) for i in range(j) if shapes[i] == shapes[j]]
    return [*found, *(Mutant(f"{names[i]} and {names[j]} swapped", i, None, j) for i, j in pairs)]


def _same(changed: Sequence[Any], other: Sequence[Any]) -> bool:
    return all(
        np.array_equal(a, b)
        for c, o in zip(changed, other, strict=True)
        for a, b in zip(c, o, strict=True)
    )


def at_points(claim: Claim) -> bool:
    """Whether what is mutated is a point, and what is compared a gradient there."""
    return claim.kind.point
