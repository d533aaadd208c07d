"""The page of the machine: what it can do at best, and what was noisy."""

import pytest

from closedform.bench.rows import Limit
from closedform.reports.pages.machine import environments, measured, noise
from closedform.reports.rows.evidence import Evidence

LIMIT = Limit(
    device="cpu",
    dtype="float64",
    device_kind="cpu",
    throughput=133.4e9,
    floor=3.9e-6,
    sizes=[2**20, 2**27],
    read=[76e9, 47e9],
    write=[81e9, 1.87e9],
)


def test_limits_are_said_with_their_units():
    [found] = measured([LIMIT])
    assert found.place == "float64 on cpu"
    assert found.facts == [
        ("matrix products", "133 Gflop/s"),
        ("a call that does nothing", "3.9 \u00b5s"),
        ("1 MiB", "read at 76 GB/s, written anew at 81 GB/s"),
        ("128 MiB", "read at 47 GB/s, written anew at 1.87 GB/s"),
    ]


def test_a_limit_that_could_not_be_measured_says_why():
    [found] = measured([Limit("gpu", "float32", outcome="timeout", detail="60 s")])
    assert found.facts == [("not measured", "timeout 60 s")]


@pytest.mark.parametrize("value", [None, float("inf"), 0.0, 5e-324, 1.7e308])
def test_any_rate_is_said(value):
    assert measured([Limit("cpu", "float64", throughput=value, floor=value)])


def test_controls_that_are_no_tie_are_named(cell):
    quiet, loud = cell(n=16), cell(n=64)
    loud[-1] |= {"ratio": 1.2, "low": 1.1, "high": 1.3}
    found = noise([*quiet, *loud])
    assert found.cells == ["made_up.gradient.x at m=64, n=4"]
    assert "Of 2 A/A controls" in found.said[0]
    assert "1 came out as a tie" in found.said[0]


def test_what_ran_out_of_time_is_counted(cell):
    assert noise(cell()).said[1:] == []
    assert noise(cell(stopped="budget")).said[1:] == [
        "1 closed form ran out of time before the ratio was as precise as wanted."
    ]


def test_without_timings_nothing_is_said():
    assert (noise([]).said, noise([]).cells) == ([], [])


def test_the_processor_stands_among_the_settings(cell):
    rows = [row | {"environment": {"machine": {"processor": "A Model"}}} for row in cell()]
    assert environments(Evidence([], rows)) == {"Timings": {"machine.processor": "A Model"}}
