"""Pairs of the corpus get the verdicts that they are labelled with: a part of them here."""

import pytest

from closedform.verify.ask.answering import steps
from closedform.verify.ask.question import question
from tests.formulas.notation.corpus import pairs
from tests.sampled import sampled
from tests.verify.ask.slips import slips

ASKED = {"verified": "right", "not read": "refuse"}
CORPUS = [*pairs(), *pairs("further")]
PASTED = pairs("pasted")
CHECKED = sampled([*CORPUS, *PASTED], 3, lambda pair: pair.id)


def answers(pair, claim=None):
    return steps(
        question(
            pair.function,
            pair.kind,
            pair.wrt,
            claim or pair.claim,
            given=pair.domains,
            layout=pair.layout,
        )
    )


@pytest.mark.parametrize("pair", CHECKED, ids=lambda pair: pair.id)
def test_verdicts(pair):
    answer = next(answers(pair))
    assert answer.status in ("verified", "otherwise", "refuted", "not read"), answer.headline
    assert ASKED.get(answer.status, "wrong") == pair.truth, answer.headline


SLIPS = [
    pytest.param(pair, slip, id=f"{name}: {slip} for {pair.id}")
    for pair in CORPUS
    if pair.truth == "right"
    for name, slip in slips(pair.claim)
]


@pytest.mark.parametrize(("pair", "slip"), sampled(SLIPS, 20, lambda slip: repr(slip)))
def test_one_slip_is_not_verified(pair, slip):
    answer = next(answers(pair, slip))
    in_another_layout = "numerator layout" in answer.headline  # which the question leaves open
    assert answer.status != "verified" or slip in EQUAL or in_another_layout, answer.headline


EQUAL = {
    "2 det(X A X) X^-T",
    "det(X A X)(A X (X^T A X)^-1 + A^T X (X^T A^T X)^-1)",
    "2|XX| (XX^T)^-1 X",
    "2 det(X A X) A X (X^T A X)^-1",
    r"|X A X| (AX(X^\top A X)^{-1} + A^\top X (X^\top A^\top X)^{-1})",
    r"|X^\top X A| (AX(X^\top A X)^{-1} + A^\top X (X^\top A^\top X)^{-1})",
}
"""Texts that are equal to what they are a slip of: where X is square, a transpose and the order of
factors change no determinant."""
