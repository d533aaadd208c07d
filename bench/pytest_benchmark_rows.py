"""Our rows as rows of pytest-benchmark: every private name of that package that we use stands here.

One test shows several methods, which its fixture does not foresee: each becomes a ``Metadata`` of
its own."""

from types import SimpleNamespace

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from pytest_benchmark.session import BenchmarkSession
from pytest_benchmark.stats import Metadata

from closedform.bench.rows import TIMED, Timing


def session(config: pytest.Config) -> BenchmarkSession:
    """The run's benchmark session."""
    return config._benchmarksession  # type: ignore[attr-defined]


def enabled(config: pytest.Config) -> bool:
    """Whether benchmarks are to be run: not under ``--benchmark-disable``, ``--benchmark-skip`` or
    xdist."""
    found = session(config)
    return not (found.disabled or found.skip)


def show(fixture: BenchmarkFixture, config: pytest.Config, group: str, rows: list[Timing]) -> None:
    """Put the rows that were timed into the table and the JSON, one a method, with the medians that
    the rows have.

    Args:
        fixture: the test's ``benchmark``, which is marked as used.
        group: what the methods have in common: the cell's name.
        rows: of one cell.
    """
    fixture._mode = "interleaved by bench.measure"  # type: ignore[assignment]
    for row in rows:
        if row.outcome in TIMED:
            session(config).benchmarks.append(metadata(fixture.fullname, group, row))


def metadata(fullname: str, group: str, row: Timing) -> Metadata:
    """A method's samples, in seconds a call, with its ratio in ``extra_info``."""
    shown = ("role", "reference", "ratio", "low", "high", "coverage", "stopped")
    stub = SimpleNamespace(
        name=row.method,
        fullname=f"{fullname}::{row.method}",
        group=group,
        param=None,
        params={
            "claim": row.claim,
            "method": row.method,
            "dtype": row.dtype,
            "device": row.device,
            **row.sizes,
        },
        extra_info={field: getattr(row, field) for field in shown},
        cprofile_stats=None,
        has_error=False,
    )
    found = Metadata(stub, row.calls, {"interleaved": True})
    for seconds in row.samples:
        found.stats.update(
            seconds
        )  # Metadata's own update would divide a total by the calls, and round once more
    return found
