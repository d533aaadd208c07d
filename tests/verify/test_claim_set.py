"""The claims by which the checker is judged: how many there are, and what is said to be wrong with
each."""

import re
from pathlib import Path

import pytest

from closedform.formulas import catalogue, read
from closedform.formulas._kit.catalogue import load

CLAIMS = Path(__file__).parent / "claims"
RIGHT = sorted((CLAIMS / "right").glob("*.py"))
WRONG = sorted((CLAIMS / "wrong").glob("*.py"))
COMMON = (
    "sign",
    "scaled",
    "transposed",
    "vec-order",
    "missing-commutation",
    "kronecker-order",
    "symmetric-only",
    "symmetric-convention",
    "special-case",
    "missing-term",
    "wrong-term",
)
RARE = ("wrong-entries", "wrong-shape", "non-finite", "precision", "unknown")


def causes(path):
    """Claim id -> acceptable causes, the intended one first."""
    return {
        id: (c,) if isinstance(c, str) else c for id, c in load(str(path.resolve())).CAUSES.items()
    }


def intended():
    return [c[0] for path in WRONG for c in causes(path).values()]


def test_there_are_many_of_both():
    assert sum(len(read(path).claims) for path in RIGHT) >= 60
    assert sum(len(causes(path)) for path in WRONG) >= 60


@pytest.mark.parametrize("cause", COMMON + RARE)
def test_every_cause_is_covered(cause):
    assert intended().count(cause) >= (4 if cause in COMMON else 2)


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_every_wrong_claim_has_causes_and_a_right_form(path):
    claims, said = read(path).claims, causes(path)
    wrong = {id for id, claim in claims.items() if claim.form != "right"}
    assert set(said) == wrong
    assert {f"{id}.form-right" for id in wrong} == set(claims) - wrong
    for accepted in said.values():
        assert accepted
        assert set(accepted) <= set(COMMON + RARE)


@pytest.mark.parametrize("path", RIGHT + WRONG, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_claim_says_what_it_is(path):
    for claim in read(path).claims.values():
        assert claim.tex
        assert claim.formula.tex
        assert re.fullmatch(r"[\w.-]+", claim.id)
        assert claim.expected == "verified"


def test_no_two_claims_share_an_id():
    ids = [id for path in RIGHT + WRONG for id in read(path).claims]
    assert len(set(ids)) == len(ids)
    assert not set(ids) & set(catalogue().claims)
