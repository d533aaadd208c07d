"""``pytest bench``: options, the cells that were selected measured as they are asked for, and our summary."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bench import plan, summary
from bench.journal import Journal
from bench.plan import Cell
from bench.rows import Timing
from bench.run import Settings, run
from formulas import InputError, gather

RESULTS = pytest.StashKey[list[tuple[Cell, list[Timing]]]]()
JOURNAL = pytest.StashKey[Journal]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what ``python -m bench`` has too."""
    group = parser.getgroup("closed form", "timing closed forms against autodiff")
    group.addoption("--bench-journal", metavar="FILE", type=Path, help="append rows to this file as JSON lines")
    group.addoption("--bench-sizes", metavar="SIZES", default="small", help=f"{plan.ladders.WORDS} (default: small)")
    group.addoption("--bench-budget", metavar="S", type=float, default=2.0, help="seconds of measuring for a cell (default: 2)")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse sizes that are none and a journal that can't be written, before anything is collected."""
    try:
        plan.ladders.check(option(config, "--bench-sizes"))
        if path := option(config, "--bench-journal"):
            config.stash[JOURNAL] = Journal(path)
    except InputError as error:
        raise pytest.UsageError(str(error)) from error


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close the journal."""
    if book := config.stash.get(JOURNAL, None):
        book.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test for each cell of the catalogue."""
    if "cell" not in metafunc.fixturenames:
        return
    cells, _ = plan.plan(gather()[0], str(metafunc.config.getoption("--bench-sizes")))
    metafunc.parametrize("cell", cells, ids=[cell.name for cell in cells])


@pytest.fixture(scope="session")
def timings(request: pytest.FixtureRequest) -> Iterator[Callable[[Cell], list[Timing]]]:
    """A cell's rows; all cells that were selected are measured by one supervised run, in the tests' order."""
    config = request.config
    results = config.stash.setdefault(RESULTS, [])
    cells = [item.callspec.params["cell"] for item in request.session.items if "cell" in getattr(item, "fixturenames", ())]  # type: ignore[attr-defined]
    measuring = run(cells, Settings(budget=option(config, "--bench-budget")), config.stash.get(JOURNAL, None))

    def rows(cell: Cell) -> list[Timing]:
        while cell.key not in (known := {done.key: rows for done, rows in results}):
            results.append(next(measuring))
        return known[cell.key]

    yield rows
    measuring.close()


def option(config: pytest.Config, name: str) -> Any:
    """What was given for an option, or its default."""
    return config.getoption(name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the paired ratios, which pytest-benchmark's table does not have."""
    if results := config.stash.get(RESULTS, []):
        terminalreporter.section("closed form against autodiff")
        for line in summary.lines(results):
            terminalreporter.write_line(line)
