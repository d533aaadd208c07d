"""Claims that are not tried at further sizes, and why."""

import pytest

from closedform.bench.stuck import Stuck, stuck_by
from tests.bench.made import timing

SMALL, MIDDLE, LARGE = ({"m": 2, "n": n} for n in (2, 3, 4))


@pytest.mark.parametrize(
    ("outcomes", "why"),
    [
        (["timeout"], "it ran out of time"),
        (["oom", "oom"], "it ran out of memory"),
        (["too large", "wrong"], "it was too large or it is wrong"),
        (["too large", "ok"], None),
        (["crash"], None),
        (["error"], None),
        (["inaccurate"], None),
        ([], None),
    ],
)
def test_a_claim_is_stuck_by_all_of_its_forms(outcomes: list[str], why: str | None) -> None:
    rows = [timing(outcome=outcome) for outcome in outcomes]
    assert stuck_by([*rows, timing(role="autodiff", outcome="ok")]) == why


def test_it_is_tried_at_smaller_sizes_only() -> None:
    stuck = Stuck()
    stuck.learn("a", MIDDLE, [timing(outcome="oom")])
    told = "it ran out of memory at m=2,n=3"
    assert [stuck.why("a", sizes) for sizes in (SMALL, MIDDLE, LARGE)] == [None, told, told]
    assert stuck.why("b", LARGE) is None
    stuck.learn("a", LARGE, [timing(outcome="timeout")])
    assert stuck.why("a", LARGE) == told


def test_what_took_too_long_is_not_tried_at_larger_sizes() -> None:
    stuck = Stuck(patience=2.0)
    stuck.learn("a", MIDDLE, [timing()], 2.0)
    assert stuck.why("a", LARGE) is None
    stuck.learn("a", MIDDLE, [timing()], 2.1)
    assert [stuck.why("a", sizes) for sizes in (MIDDLE, LARGE)] == [None, "m=2,n=3 took 2 s in all"]
