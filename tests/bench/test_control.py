"""Ratios whose true value is known: how they are counted, and that calls are made and waited for as
they should be."""

import sys
from pathlib import Path
from typing import Any

import jax
import pytest

from closedform.bench import control
from closedform.bench import measure as core
from closedform.bench.control import Known
from closedform.bench.journal import Journal
from closedform.bench.statistics import Ratio, ratio
from closedform.command import command
from closedform.formulas import Broken, gather
from closedform.workers import pool
from tests.bench.made import World, timing


def known(low: float, middle: float, high: float, truth: float = 1.0) -> Known:
    return Known("a", truth, Ratio(middle, low, high, 0.96))


def called(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int | str | None:
    """The exit status of ``python -m closedform.bench.control ARGUMENTS``, in this process."""
    monkeypatch.setattr(sys, "argv", ["closedform.bench.control", *arguments])
    with pytest.raises(SystemExit) as end:
        command("closedform.bench.control", control.app)
    return end.value.code


def test_an_interval_holds_the_truth_or_not_and_a_ratio_is_off_either_way() -> None:
    assert known(0.9, 1.0, 1.0).held
    assert not known(1.01, 1.1, 1.2).held
    assert known(2.9, 3.0, 3.1, truth=3).held
    assert known(0.4, 0.5, 0.6).off == pytest.approx(2)
    assert known(1.9, 2.0, 2.1).off == pytest.approx(2)


def test_three_calls_take_three_times_as_long_and_each_is_waited_for() -> None:
    world = World(noise=0.01)
    one, other, third = (world.method(name, 1e-3) for name in ("one", "three", "control"))
    methods = {"one": one, "three": control.repeated(other)}
    found = core.measure(
        methods, ["one"], lambda name: third, clock=world.clock, sync=jax.block_until_ready
    )
    against = ratio(found.samples["three"], found.samples["one"])
    assert against.low <= 3 <= against.high
    assert against.high / against.low < 1.1
    assert world.waits == len(world.log)
    assert world.log.count("three") % 3 == 0


def test_controls_of_several_journals_are_counted_with_the_worst(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    books = [tmp_path / "one", tmp_path / "two"]
    for path, (middle, half) in zip(books, ((1.02, 0.05), (0.5, 0.1)), strict=True):
        with Journal(path) as book:
            interval: dict[str, Any] = {
                "ratio": middle,
                "low": middle - half,
                "high": middle + half,
                "coverage": 0.96,
            }
            rows = [timing(**interval), timing(role="control", method="control", **interval)]
            book.cell("k", rows)
    assert called(monkeypatch, "aa", *map(str, books)) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1 of 2 intervals hold 1: 50.0% [1.3%, 98.7%]; stated 96.0%",
        "off by a factor: median 2.000, 95% within 2.000",
        "worst: 2.000, f.gradient.x[n=4]: 0.50 [0.40, 0.60]",
    ]


def test_a_journal_without_controls_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Journal(tmp_path / "b.jsonl") as book:
        book.cell("k", [timing()])
    assert called(monkeypatch, "aa", str(tmp_path / "b.jsonl")) == 2
    told = "no control was timed in these journals; to time some, run: closedform bench"
    assert capsys.readouterr().err == f"closedform.bench.control: {told}\n"


def test_a_module_that_can_not_be_read_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = gather(["least_squares.gradient.x"])[0]
    done = pool.Outcome(pool.Task("a", ""), "ok", vars(Ratio(3.0, 2.9, 3.1, 0.96)))
    monkeypatch.setattr(
        control,
        "gather",
        lambda _: (claims, [Broken("closedform.formulas.gone", "SyntaxError: no")]),
    )
    monkeypatch.setattr(control, "supervised", lambda *_: iter([done]))
    assert called(monkeypatch, "x3", "--number", "1") == 1
    out, err = capsys.readouterr()
    assert "1 of 1 intervals hold 3" in out
    told = "closedform.formulas.gone can't be read, and its formulas were not timed"
    assert err == f"closedform.bench.control: {told}: SyntaxError: no\n"


def test_claims_are_measured_three_times_over_and_those_that_die_are_told(
    entries: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    exits = entries.with_name("dying.py")
    source = entries.read_text()
    exits.write_text(
        source.split("@formula")[0]
        + "@formula"
        + source.split("@formula")[3].replace("n == 4", "True")
    )
    assert called(monkeypatch, "x3", str(exits), "--number", "1", "--seconds", "0.05") == 1
    out, err = capsys.readouterr()
    assert (out, err.split(":")[0]) == ("", "crash")
    alone = entries.with_name("squared.py")
    alone.write_text(source.split("@squares.equals")[0])
    assert called(monkeypatch, "x3", str(alone), "--number", "1", "--seconds", "0.05") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("squared.squares.gradient.x[n=")
    assert "of 1 intervals hold 3" in lines[1]
