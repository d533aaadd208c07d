"""All that descends from a child is counted with it, and ends with it."""

import sys

import pytest

from closedform.workers import pool
from tests.workers.made import HERE, gone, outcomes

HOWS = ["fork", "command", "session"]
HOWS += ["orphan"] * (sys.platform == "linux")


def descendants(end, **limits):
    """Pids of descendants, and how the task ended that left them."""
    task = pool.Task("k", f"{HERE}:descendants", {"hows": HOWS, "end": end})
    *events, outcome = pool.run([task], workers=1, **limits)
    assert isinstance(outcome, pool.Outcome)
    (pids,) = (event.value for event in events)
    assert len(pids) == len(HOWS)
    return pids, outcome.status


@pytest.mark.parametrize(
    ("end", "status"),
    [("hang", "timeout"), ("leave", "crash"), ("crash", "crash"), ("return", "ok")],
)
def test_descendants_end_with_the_child(end, status):
    pids, ended = descendants(end, time_limit=4.0)
    assert ended == status
    assert all(map(gone, pids))


def test_what_a_descendant_holds_in_memory_counts():
    found = outcomes(("eat_in_a_descendant", {}), ("double", {"x": 1}), memory_limit=1.0)
    assert found["eat_in_a_descendant"].status == "oom"
    assert found["double"].value == 2


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody says what is shared")
def test_what_is_held_in_common_counts_once():
    found = outcomes(("share_with_descendants", {"n": 5}), memory_limit=1.0)
    assert found["share_with_descendants"].status == "ok"
