"""The table of hypotheses: what each says of itself, and how they are tried in turn."""

import dataclasses

import pytest

from closedform.verify.causes import diagnosis
from closedform.verify.causes.cause import Cause
from closedform.verify.causes.diagnosis import NAMES, TABLE, UNKNOWN, diagnose
from closedform.verify.causes.hypothesis import Hypothesis, always, unexplained


@pytest.mark.parametrize("hypothesis", TABLE, ids=lambda h: h.name)
def test_each_says_what_it_supposes_and_why_it_stands_there(hypothesis):
    assert hypothesis.causes
    assert set(hypothesis.causes) <= set(NAMES)
    for field in dataclasses.fields(Hypothesis):
        assert getattr(hypothesis, field.name) is not None
    assert len(hypothesis.name) > 10
    assert len(hypothesis.why) > 40


def test_no_two_suppose_the_same():
    assert len({h.name for h in TABLE}) == len({h.why for h in TABLE}) == len(TABLE)


def row(name, applies=always, finds=True, final=False):
    causes = [Cause(name, f"it is {name}")] if finds else []
    return Hypothesis(name, (name,), applies, lambda evidence: list(causes), "as it is", final)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], ["unknown"]),
        ([row("a", finds=False)], ["unknown"]),
        ([row("a"), row("b")], ["a", "b"]),
        ([row("a", final=True), row("b")], ["a"]),
        ([row("a", finds=False, final=True), row("b")], ["b"]),
        ([row("a"), row("b", applies=unexplained), row("c")], ["a", "c"]),
        ([row("a", finds=False), row("b", applies=unexplained)], ["b"]),
        ([row("a"), row("b", applies=lambda e, found: found[0].name == "a")], ["a", "b"]),
    ],
)
def test_they_are_tried_in_turn(monkeypatch, rows, said):
    monkeypatch.setattr(diagnosis, "TABLE", tuple(rows))
    found = diagnose(None, [])  # type: ignore[arg-type]  # these rows look at no evidence
    assert [cause.name for cause in found] == said
    assert (found == [UNKNOWN]) == (said == ["unknown"])
