"""A reply is to the request at hand or to none; what a child prints is bounded, and never
obeyed."""

import json

import pytest

from closedform.workers import pool
from closedform.workers.printed import MOST
from tests.workers.made import HERE, outcomes


def in_turn(*tasks):
    """Outcomes of tasks that one child does, one after the other."""
    found = pool.run(tasks, workers=1, time_limit=20.0)
    return [(r.task.key, r.status, r.value) for r in found if isinstance(r, pool.Outcome)]


def test_a_call_that_forks_answers_once():
    tasks = [pool.Task(str(k), f"{HERE}:fork_and_return", {"x": k}) for k in range(6)]
    assert in_turn(*tasks) == [(str(k), "ok", k) for k in range(6)]


@pytest.mark.parametrize(
    "forged", [json.dumps([0, "ok", 7]), json.dumps([99, "ok", 7]), json.dumps(["", "ok", 7])]
)
def test_a_reply_with_another_number_is_none(forged):
    found = outcomes(("forge", {"reply": forged}), ("double", {"x": 1}), time_limit=4.0)
    assert (found["forge"].status, found["forge"].value) == ("timeout", None)
    assert found["double"].value == 2


@pytest.mark.parametrize(
    "forged",
    ["{", "7", "[1, 2]", "[" * 100_000, json.dumps([1, "fine", 7]), '[1, "\x1b[31m"]'],
    ids=["torn", "a number", "too short", "deep", "of no kind", "with an escape code"],
)
def test_a_reply_that_can_not_be_read_is_the_childs_crash(forged):
    found = outcomes(("forge", {"reply": forged}), ("double", {"x": 1}), time_limit=60.0)
    assert found["forge"].status == "crash"
    assert str(found["forge"].detail).startswith("an unreadable reply: ")
    assert str(found["forge"].detail).isprintable()
    assert found["double"].value == 2


def test_what_a_child_prints_is_bounded_and_shown(capfd):
    assert outcomes(("chatter", {"megabytes": 20}))["chatter"].value == "said"
    printed = capfd.readouterr().err
    assert printed.startswith("\\x1b[31mtalk\n")
    assert "\x1b" not in printed
    assert printed.endswith("(what else it printed is left out)\n")
    assert len(printed) < 2 * MOST


def test_what_is_printed_last_is_not_lost(capfd):
    assert outcomes(("talk", {}))["talk"].value == "said"
    assert capfd.readouterr().err.split("\n")[:2] == ["not a reply", "nor this"]


def test_a_call_that_reads_standard_input_reads_nothing():
    tasks = [pool.Task("listen", f"{HERE}:listen"), pool.Task("two", f"{HERE}:double", {"x": 2})]
    assert in_turn(*tasks) == [("listen", "ok", ""), ("two", "ok", 4)]
