"""What timing takes of each kind: the table, and what follows from it."""

import math
from dataclasses import replace

import jax
import pytest

from closedform.bench import kinds, methods
from closedform.bench.sizes import ladder
from closedform.formulas import Claim, InputError, gather
from closedform.formulas._kit.kinds import KINDS, Kind
from closedform.verify import kinds as standards
from closedform.verify.oracles.closed import closed

CLAIMS = {claim.id: claim for claim in gather()[0]}
OF_EACH = {claim.kind.name: claim for claim in CLAIMS.values()}
TIMED = [claim for claim in OF_EACH.values() if kinds.timed(claim)]


def test_the_table_has_a_row_for_each_kind_and_no_other() -> None:
    assert list(kinds.KINDS) == list(KINDS)


@pytest.mark.parametrize("claim", TIMED, ids=lambda claim: claim.kind.name)
def test_modes_are_modes_of_the_kind_and_matrices_are_kinds(claim: Claim) -> None:
    found = kinds.timed(claim)
    assert found
    assert {*found.modes, *found.few} <= set(standards.of(claim).modes(ladder(claim, "4")[0]))
    assert found.matrix is None or KINDS[found.matrix].result == "matrix"


def test_an_unknown_kind_fails_by_name() -> None:
    unknown = Kind("what nobody has heard of")
    object.__setattr__(unknown, "name", "fourth")
    claim = replace(CLAIMS["least_squares.gradient.x"], kind=unknown)
    with pytest.raises(InputError, match=r"kind 'fourth' can't be timed: bench/kinds.py has no"):
        kinds.timed(claim)


@pytest.mark.parametrize(
    ("id", "sizes", "expected"),
    [
        ("least_squares.gradient.x", {"m": 40, "n": 32}, {"reverse", "forward"}),
        ("least_squares.gradient.x", {"m": 40, "n": 33}, {"reverse"}),
        ("least_squares.differential.x", {"m": 4, "n": 4}, {"forward"}),
        (
            "least_squares.hessian.x",
            {"m": 4, "n": 4},
            {"forward over reverse", "forward over forward", "reverse over reverse"},
        ),
        (
            "least_squares.hessian.x",
            {"m": 4, "n": 64},
            {"forward over reverse", "reverse over reverse"},
        ),
        (
            "least_squares.hvp.x",
            {"m": 4, "n": 64},
            {"forward over reverse", "reverse over forward", "reverse over reverse"},
        ),
    ],
)
def test_rivals_are_the_sensible_modes(id: str, sizes: dict[str, int], expected: set[str]) -> None:
    assert set(kinds.rivals(CLAIMS[id], sizes)) == expected


@pytest.mark.parametrize(
    ("id", "sizes", "expected"),
    [
        ("least_squares.gradient.x", {"m": 5, "n": 3}, 3),
        ("least_squares.hessian.x", {"m": 5, "n": 3}, 9),
        ("least_squares.differential.x", {"m": 5, "n": 3}, 1),
        ("two_layer_network.gradient.W1-W2", {"p": 2, "n": 3, "m": 4}, 2 * 3 + 4 * 2),
        ("linear_map.of_matrix.jacobian.X", {"l": 2, "m": 3, "n": 4}, 12 * 8),
        ("log_det.hessian.X.along-Symmetric", {"n": 3}, 9**2),
        ("identification.over_symmetric.gradient.X.along-Symmetric", {"n": 3}, 9**2),
    ],
)
def test_entries_are_those_of_results_and_of_tangent_vectors(
    id: str, sizes: dict[str, int], expected: int
) -> None:
    assert kinds.entries(CLAIMS[id], sizes) == expected


@pytest.mark.parametrize("claim", TIMED, ids=lambda claim: claim.kind.name)
def test_entries_are_as_many_as_are_returned(claim: Claim) -> None:
    sizes = ladder(claim, "4")[0]
    found = jax.eval_shape(closed(claim, sizes), *methods.shapes(claim, sizes, "float32"))
    returned = sum(math.prod(leaf.shape) for leaf in jax.tree.leaves(found))
    assert kinds.entries(replace(claim, along=None), sizes) == returned
