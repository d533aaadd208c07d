"""Each claim gets its own verdict, and none gets none."""

import json
from dataclasses import asdict, replace

import pytest

from closedform.formulas import catalogue
from closedform.formulas._kit.description import describe
from closedform.verify import run
from closedform.verify.rows import Verdict, unchecked
from closedform.workers.pool import Outcome, Pool, Task

CLAIM = describe(catalogue().claims["log_det.gradient.X"])
OTHER = describe(catalogue().claims["log_det.hessian.X"])
TASK = run.task(CLAIM, 4, 0)


def verified(claim) -> Verdict:
    return replace(unchecked(claim), status="verified", comparisons=9)


def test_the_verdict_that_was_sent_is_the_claims_own():
    sent = json.loads(json.dumps(asdict(verified(CLAIM))))
    assert run.verdict(CLAIM, Outcome(TASK, "ok", sent)) == verified(CLAIM)


def test_a_claim_whose_id_clashes_has_its_verdict_under_its_key():
    claim = replace(CLAIM, key="a/log_det.py::log_det.gradient.X")
    sent = asdict(verified(CLAIM))
    assert run.verdict(claim, Outcome(TASK, "ok", sent)).id == claim.key


@pytest.mark.parametrize(
    "sent",
    [
        asdict(verified(OTHER)),
        asdict(replace(verified(CLAIM), origin="/tmp/mine.py")),
        asdict(verified(CLAIM)) | {"status": "fine"},
        asdict(verified(CLAIM)) | {"more": 1},
        {"id": CLAIM.id, "status": "verified"},
        {},
        [],
        "verified",
        None,
    ],
    ids=["anothers", "of a file", "status", "more", "less", "empty", "list", "word", "none"],
)
def test_what_is_no_verdict_on_the_claim_is_an_error(sent):
    found = run.verdict(CLAIM, Outcome(TASK, "ok", sent))
    assert (found.id, found.status, found.comparisons) == (CLAIM.id, "error", 0)
    assert str(found.detail).startswith("crashed: what came is no verdict on this claim: ")


def test_two_claims_of_one_key_are_refused():
    with pytest.raises(AssertionError, match="one key"), Pool(1) as within:
        next(run.verify([CLAIM, CLAIM], within))


class Forgetful(Pool):
    """A pool that leaves a task out."""

    def submit(self, *tasks: Task) -> None:
        self.kept = tasks[1:]

    def results(self):
        return iter(Outcome(task, "timeout", detail="no answer") for task in self.kept)


def test_a_claim_that_is_never_judged_is_noticed():
    with Forgetful(1) as within, pytest.raises(AssertionError, match=CLAIM.id):
        list(run.verify([CLAIM, OTHER], within))
