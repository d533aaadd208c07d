"""A test for each claim and size: it passes where every method was timed, and its methods are the
benchmark's rows."""

from collections.abc import Callable

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from closedform.bench import pytest_benchmark_rows, summary
from closedform.bench.plan import Cell
from closedform.bench.rows import TIMED, Timing


def test_timing(cell: Cell, benchmark: BenchmarkFixture, request: pytest.FixtureRequest) -> None:
    """Closed form and autodiff, side by side."""
    if not pytest_benchmark_rows.enabled(request.config):
        pytest.skip("benchmarks are disabled")
    timings: Callable[[Cell], list[Timing]] = request.getfixturevalue("timings")
    rows = timings(cell)
    pytest_benchmark_rows.show(benchmark, request.config, cell.name, rows)
    if not any(row.outcome in TIMED for row in rows) and (
        refused := summary.refused([(cell, rows)])
    ):
        pytest.skip(refused[0])
    assert not summary.failures([(cell, rows)])
