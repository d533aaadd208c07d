"""Fixtures that all tests share."""

import os
import signal
from pathlib import Path

import jax
import pytest

from closedform.plugin import ClaimItem
from closedform.verify.settings import environment
from tests.helpers import RIGHT_AND_WRONG

# Where the suite runs in the background a shell has it ignore interrupts, and all that it starts:
# some tests send one.
signal.signal(signal.SIGINT, signal.default_int_handler)
# Checks made in the tests' own process compile as those in children do: quickly, and into the same
# cache.
os.environ |= environment()
for name, value in environment().items():
    if name.startswith("JAX_") and name != "JAX_PLATFORMS":
        jax.config.update(name.lower(), value if name.endswith("DIR") else int(value))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the formulas that tests declare: they are what is tried, and wrong on purpose."""
    here = Path(__file__).parent
    items[:] = [i for i in items if not (isinstance(i, ClaimItem) and i.path.is_relative_to(here))]


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests see no verdict of an earlier run."""
    monkeypatch.setenv("CLOSEDFORM_FRESH", "1")


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    """A file outside the repository, with one right and one wrong claim."""
    path = tmp_path / "mine.py"
    path.write_text(RIGHT_AND_WRONG)
    return path
