"""Our rows as rows of pytest-benchmark."""

import inspect
from statistics import median
from types import SimpleNamespace
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from pytest_benchmark.session import BenchmarkSession
from pytest_benchmark.stats import Metadata

from closedform.bench import pytest_benchmark_rows
from closedform.bench.rows import Timing
from tests.bench.made import timing


def test_the_private_names_of_pytest_benchmark_are_still_there(pytestconfig: pytest.Config) -> None:
    found = pytest_benchmark_rows.session(pytestconfig)
    assert isinstance(found, BenchmarkSession)
    assert isinstance(found.benchmarks, list)
    assert {found.disabled, found.skip} <= {True, False}
    assert pytest_benchmark_rows.enabled(pytestconfig) == (not found.disabled and not found.skip)
    assert list(inspect.signature(Metadata).parameters) == ["fixture", "iterations", "options"]
    assert "self._mode" in inspect.getsource(BenchmarkFixture._cleanup)


def test_a_row_keeps_its_samples_to_the_last_bit() -> None:
    samples = [0.1 / 3, 0.1 / 7, 0.1 / 11]
    row = timing(
        "c", sizes={"n": 3}, method="reverse", role="autodiff", samples=samples, calls=3, ratio=1.0
    )
    shown: list[Metadata] = []
    config: Any = SimpleNamespace(_benchmarksession=SimpleNamespace(benchmarks=shown))
    fixture: Any = SimpleNamespace(fullname="a test", _mode=None)
    failed = Timing(**{**vars(row), "outcome": "crash"})
    pytest_benchmark_rows.show(fixture, config, "group", [row, failed])
    (entry,) = [found.as_dict() for found in shown]
    assert (entry["stats"]["median"], entry["stats"]["data"]) == (median(samples), samples)
    assert (entry["stats"]["iterations"], entry["stats"]["rounds"]) == (3, 3)
    assert (entry["name"], entry["group"], entry["params"]["n"]) == ("reverse", "group", 3)
    assert fixture._mode
