"""Each rule is held against the claim of the catalogue that it cites."""

import numpy as np
import pytest

from closedform.formulas import catalogue
from closedform.formulas.derive.derivation import Derivation
from closedform.formulas.derive.index.canonical import same
from closedform.formulas.derive.index.evaluation import Evaluation
from closedform.formulas.derive.rules.decompositions import PARTS
from closedform.formulas.derive.rules.elementwise import DERIVATIVES
from closedform.formulas.derive.rules.matrices import MATRICES

RULES = {
    **DERIVATIVES,
    **{kind.__name__: rule for kind, rule in MATRICES.items()},
    **PARTS,
}
BY_SERIES = {"MatrixFunction"}
"""Rules whose claim is of a function that is not read: a series."""


@pytest.mark.parametrize("name", [name for name in RULES if name not in BY_SERIES])
def test_a_rule_gives_the_claim_that_it_cites(name):
    rule = RULES[name]
    claim = catalogue().claims[rule.proof]
    assert claim.expected == "verified"
    derivation = Derivation(claim.formula)
    derived, claimed = derivation.closed_forms(claim), derivation.claimed(claim)
    sizes = dict(derivation.pair.first)
    rng = np.random.default_rng(0)
    given = {
        v.name: claim.domain(v.name).draw(rng, v.shape.at(sizes))
        for v in claim.formula.variables.values()
    }
    moves = {f"d{w}": _direction(given[w]) for w in claim.wrt}
    at = Evaluation(given | moves, sizes)
    for a, b in zip(derived, claimed, strict=True):
        assert same(a, b) or np.allclose(at.sum(a), at.sum(b), rtol=1e-9, atol=1e-9)


def _direction(x):
    square = x.ndim == 2 and x.shape[0] == x.shape[1]
    return x + x.T if square else np.cos(x)


def test_every_rule_says_where_it_is_printed():
    for name, rule in RULES.items():
        assert rule.tex, name
        assert rule.source, name
