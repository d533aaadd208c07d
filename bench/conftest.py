"""``pytest bench``: options, the cells that were selected measured as they are asked for, and our
summary."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from closedform.bench import devices, limits, plan, summary
from closedform.bench.journal import Journal
from closedform.bench.plan import Cell
from closedform.bench.rows import Timing
from closedform.bench.run import Result, run
from closedform.bench.settings import settings
from closedform.formulas import Broken, InputError, gather

CELLS = pytest.StashKey[list[Cell]]()
BROKEN = pytest.StashKey[list[Broken]]()
RESULTS = pytest.StashKey[list[Result]]()
JOURNAL = pytest.StashKey[Journal]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what ``closedform bench`` has too."""
    group = parser.getgroup("closed form", "timing closed forms against autodiff")
    group.addoption(
        "--bench-journal", metavar="FILE", type=Path, help="append rows to this file as JSON lines"
    )
    group.addoption(
        "--bench-sizes",
        metavar="SIZES",
        default="small",
        help=f"{plan.ladders.WORDS} (default: small)",
    )
    group.addoption(
        "--bench-dtype",
        choices=devices.DTYPES,
        default="float64",
        help="what to measure in (default: float64)",
    )
    group.addoption(
        "--bench-device",
        choices=devices.DEVICES,
        default="cpu",
        help="where to measure (default: cpu)",
    )
    group.addoption(
        "--bench-seconds",
        metavar="S",
        type=float,
        help="seconds of measuring for a cell at most (default: 2)",
    )
    group.addoption(
        "--bench-budget",
        metavar="S",
        type=float,
        help="seconds for all cells; further ones are skipped",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse bad options and a journal that can't be written, before anything is collected."""
    option = asking(config)
    try:
        for name in ("--bench-budget", "--bench-seconds"):
            if (given := option(name)) is not None and not given > 0:
                raise InputError(f"{name} {given:g} is no time; give seconds above 0")
        plan.ladders.check(option("--bench-sizes"))
        if (path := option("--bench-journal")) and not hasattr(
            config, "workerinput"
        ):  # xdist's controller has it open
            config.stash[JOURNAL] = Journal(path)
    except InputError as error:
        raise pytest.UsageError(str(error)) from error


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close the journal."""
    if book := config.stash.get(JOURNAL, None):
        book.close()


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Plan the cells of the catalogue: here, sizes that fit no claim end it in one line."""
    config = session.config
    option = asking(config)
    claims, config.stash[BROKEN] = gather()
    try:
        cells, _ = plan.plan(
            claims,
            option("--bench-sizes"),
            option("--bench-dtype"),
            option("--bench-device"),
        )
    except InputError as error:
        raise pytest.UsageError(str(error)) from error
    config.stash[CELLS] = cells


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test for each cell of the catalogue."""
    if "cell" in metafunc.fixturenames:
        cells = metafunc.config.stash[CELLS]
        metafunc.parametrize("cell", cells, ids=[cell.name for cell in cells])


@pytest.fixture(scope="session")
def timings(request: pytest.FixtureRequest) -> Iterator[Callable[[Cell], list[Timing]]]:
    """A cell's rows; all cells that were selected are measured by one supervised run."""
    config = request.config
    option = asking(config)
    try:
        devices.require(option("--bench-device"))
    except InputError as error:
        pytest.exit(str(error), pytest.ExitCode.USAGE_ERROR)
    results = config.stash.setdefault(RESULTS, [])
    items = [
        item
        for item in request.session.items
        if isinstance(item, pytest.Function) and "cell" in item.fixturenames
    ]
    cells = [cell for item in items if isinstance(cell := item.callspec.params["cell"], Cell)]
    book = config.stash.get(JOURNAL, None)
    machine = limits.measured(limits.places(cells), book)
    measuring = run(
        cells, settings(cells, budget(option), option("--bench-seconds")), book, machine
    )

    def rows(cell: Cell) -> list[Timing]:
        while cell.title not in (known := {done.title: rows for done, rows in results}):
            if (found := next(measuring, None)) is None:
                pytest.skip("unfinished: not reached within --bench-budget")
            results.append(found)
        return known[cell.title]

    yield rows
    measuring.close()


def asking(config: pytest.Config) -> Callable[[str], Any]:
    """Option -> what was given for it, or its default."""
    return config.getoption


def budget(option: Callable[[str], Any]) -> float:
    """Seconds for all cells; without bound where none were given."""
    return option("--bench-budget") or float("inf")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the paired ratios, which pytest-benchmark's table does not have, and warn of modules
    that can't be read."""
    for line in summary.unread(config.stash.get(BROKEN, [])):
        terminalreporter.write_line(f"bench: {line}", yellow=True)
    if results := config.stash.get(RESULTS, []):
        terminalreporter.section("closed form against autodiff")
        for line in summary.lines(results):
            terminalreporter.write_line(line)
