"""What the tests of bench share."""

from pathlib import Path

import pytest

from closedform.bench import limits
from closedform.bench.rows import Limit
from tests.bench.made import ENTRIES, MACHINE


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Limit:
    """What a run in this process finds as the machine's limit, without measuring it."""
    monkeypatch.setattr(limits, "_supervised", lambda device, dtype: MACHINE)
    return MACHINE


@pytest.fixture(scope="session")
def entries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A claim file outside the repository: right, wrong, and faulty claims."""
    path = tmp_path_factory.mktemp("elsewhere") / "mine.py"
    path.write_text(ENTRIES.replace("\\\\\\\\", "\\\\"))
    return path
