"""What a child says of the cells that it is asked for."""

import gc
import math
from pathlib import Path

import pytest

from closedform.bench import cell, events, plan, unfinished
from closedform.bench.events import Asked, Begun, Done, Event, Kept, Traced
from tests.bench.made import QUICK, chosen


@pytest.fixture(autouse=True)
def thawed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "freeze", lambda: None)


Known = dict[str, dict[str, str | None]]


def said(
    entries: Path,
    formula: str,
    sizes: str,
    kept: Known | None = None,
    patience: float = math.inf,
) -> list[Event]:
    """What is said of the cells of a formula; `kept` by title."""
    cells = plan.plan(chosen(entries, formula), sizes)[0]
    asked = [unfinished.asked(one, QUICK, (kept or {}).get(one.title, {})) for one in cells]
    told = cell.run(asked, "float64", "cpu", 0.02, 0, 8.0, patience)
    return [events.unpacked(event) for event in told]


def test_a_cell_is_begun_traced_and_done(entries: Path) -> None:
    begun, traced, done = said(entries, "squares", "2")
    assert isinstance(begun, Begun)
    assert isinstance(traced, Traced)
    assert isinstance(done, Done)
    assert begun.key == events.title(traced.key) == "mine.squares.gradient.x[n=2] float64 cpu"
    assert traced.key == done.key
    assert (done.seconds or 0) > 0
    assert {row.command for row in done.rows} == {
        f"closedform bench {entries} --dtype float64 --device cpu --sizes n=2 "
        "--seconds 0.02 --seed 0"
    }


def test_what_was_measured_earlier_is_told_to_be_the_same(entries: Path) -> None:
    found = said(entries, "squares", "2,3")
    keys = [event.key for event in found if isinstance(event, Done)]
    earlier: Known = {events.title(key): {"other": None, events.code(key): None} for key in keys}
    again = said(entries, "squares", "2,3", earlier)
    assert [type(event) for event in again] == [Begun, Kept, Begun, Kept]
    assert [event.key for event in again if isinstance(event, Kept)] == keys
    stuck: Known = {
        title: dict.fromkeys(known, "it was too large") for title, known in earlier.items()
    }
    assert [type(event) for event in said(entries, "squares", "2,3", stuck)] == [Begun, Kept]
    other: Known = {title: {"other": None} for title in earlier}
    assert Kept not in {type(event) for event in said(entries, "squares", "2,3", other)}


def test_the_rest_of_a_claim_that_was_slow_or_wrong_is_passed_over(entries: Path) -> None:
    for formula, patience, titles in (
        ("squares", 1e-6, ["n=2"]),
        ("squares", math.inf, ["n=2", "n=3"]),
        ("cubes", math.inf, ["n=2"]),
    ):
        found = said(entries, formula, "2,3", patience=patience)
        begun = [event.key for event in found if isinstance(event, Begun)]
        assert [key.partition("[")[2].partition("]")[0] for key in begun] == titles


def test_a_cell_is_asked_for_in_json(entries: Path) -> None:
    (one,) = plan.plan(chosen(entries, "squares"), "2")[0]
    found = events.record(Asked, unfinished.asked(one, QUICK, {"hash": None}))
    assert (found.title, found.origin, found.sizes) == (one.title, str(entries), {"n": 2})
    assert (found.claim, found.stem) == (one.claim.id, one.claim.stem)
    assert found.kept == {"hash": None}
