"""Rows made up, and a folder to write them in."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

import closedform.reports.command as command
from closedform.formulas import Catalogue, read
from tests.reports import made_up
from tests.reports.made_up import Row
from tests.reports.tools import need


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def registered(here: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Catalogue]:
    """Make the formulas of a file, given by its text, the whole catalogue that the command reports
    on."""

    def only(text: str) -> Catalogue:
        (here / "entry.py").write_text(text)
        known = read(here / "entry.py")
        monkeypatch.setattr(command, "catalogue", lambda: known)
        return known

    return only


@pytest.fixture
def verdict() -> Callable[..., Row]:
    return made_up.verdict


@pytest.fixture
def cell() -> Callable[..., list[Row]]:
    return made_up.cell


@pytest.fixture
def failed() -> Callable[..., list[Row]]:
    return made_up.failed


@pytest.fixture
def too_small() -> Callable[..., list[Row]]:
    return made_up.too_small


@pytest.fixture
def files(here: Path) -> Callable[..., None]:
    def write(
        verdicts: Iterable[Row] = (),
        cells: Iterable[list[Row]] = (),
        journal: str = "reports/out/bench.jsonl",
        **environment: Any,
    ) -> None:
        """Verdicts at the default path; a journal too where there are cells."""
        made_up.write(here / "reports" / "out", verdicts, **environment)
        made_up.journal(here / journal, cells)

    return write


@pytest.fixture
def latex() -> str:
    """The path of pdflatex."""
    return need("pdflatex", package="texlive-latex-base texlive-latex-extra")
