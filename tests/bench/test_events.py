"""Events as JSON and back; what is none is told by what is wrong with it."""

import dataclasses
import json
from typing import Any

import pytest

from closedform.bench import events
from closedform.bench.events import Asked, Begun, Done, Event, Found, Kept, Traced
from tests.bench.made import MACHINE, timing

DONE = Done("a #b", [timing(samples=[1.0, 2], sizes={"n": 3}, environment={"jax": None})], 0.5)


@pytest.mark.parametrize(
    "event", [Begun("a"), Traced("a #b"), Kept("a #b"), DONE, Found("a #b", MACHINE)]
)
def test_an_event_is_the_same_after_json(event: Event) -> None:
    assert events.unpacked(json.loads(json.dumps(events.packed(event)))) == event


def test_what_a_cell_is_asked_for_by_is_the_same_after_json() -> None:
    asked = Asked("t", "o", "c", "s", {"n": 3}, "closedform bench", {"hash": None, "other": "why"})
    assert events.record(Asked, json.loads(json.dumps(dataclasses.asdict(asked)))) == asked


def test_keys_are_taken_apart_again() -> None:
    assert events.key("f[n=4] float64 cpu", "abc") == "f[n=4] float64 cpu #abc"
    key = events.key("f[n=4] float64 cpu", None)
    assert (events.title(key), events.code(key)) == ("f[n=4] float64 cpu", events.UNKNOWN)
    assert (events.title("f"), events.code("f")) == ("f", "")


def test_fields_that_only_the_journal_has_are_passed_over() -> None:
    assert events.unpacked({"event": "start", "key": "a", "schema": 1, "time": 2.0}) == Begun("a")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"event": "party"}, "'party' is no event; there is start, traced, kept, cell, limit"),
        ({"event": 5}, "5 is no event"),
        ({"key": 5}, "key is 5"),
        ({"rows": 5}, "rows is 5"),
        ({"rows": [5]}, "5 stands where a Timing should"),
        ({"rows": [{}]}, "a Timing lacks claim, formula, kind, wrt, sizes"),
        ({"seconds": "long"}, "seconds is 'long'"),
        ({"seconds": True}, "seconds is True"),
    ],
)
def test_another_shape_is_told(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        events.unpacked({**events.packed(DONE), **change})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"speed": 1}, "a Timing has no 'speed'"),
        ({"sizes": {"n": "3"}}, "sizes is '3'"),
        ({"samples": [None]}, "samples is None"),
        ({"claim": None}, "claim is None"),
        ({"detail": ["x" * 99]}, r"detail is \['x+\.\.\.$"),
    ],
)
def test_a_row_of_another_shape_is_told(change: dict[str, Any], told: str) -> None:
    packed = events.packed(DONE)
    with pytest.raises(ValueError, match=told):
        events.unpacked({**packed, "rows": [packed["rows"][0] | change]})
