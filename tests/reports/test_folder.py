"""Folders that are replaced whole or not at all."""

import signal
import sys
from pathlib import Path

import pytest

from closedform.formulas import InputError
from closedform.reports import folder
from closedform.reports.folder import MARK, replacing
from tests.helpers import ROOT, python


def fill(target: Path, text: str) -> None:
    with replacing(target) as folder:
        (folder / "page").write_text(text)


def test_a_folder_is_made_and_then_replaced_whole(tmp_path):
    target = tmp_path / "out" / "site"
    fill(target, "one")
    (target / "left over").write_text("")
    fill(target, "two")
    assert (target / "page").read_text() == "two"
    assert sorted(p.name for p in target.iterdir()) == [MARK, "page"]
    assert [p.name for p in target.parent.iterdir()] == ["site"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_an_interrupted_build_leaves_the_earlier_one_whole(tmp_path, error):
    target = tmp_path / "site"
    fill(target, "one")

    def interrupted():
        with replacing(target) as folder:
            (folder / "page").write_text("half")
            assert (target / "page").read_text() == "one"
            raise error

    with pytest.raises(error):
        interrupted()
    assert (target / "page").read_text() == "one"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_two_renames_do_where_folders_cannot_be_exchanged(tmp_path, monkeypatch):
    monkeypatch.setattr(folder, "_exchange", lambda *_: False)
    fill(tmp_path / "site", "one")
    fill(tmp_path / "site", "two")
    assert (tmp_path / "site" / "page").read_text() == "two"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges folders in one step")
def test_folders_are_exchanged_in_one_step(tmp_path):
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    assert folder._exchange(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a" / "b").exists()
    assert not folder._exchange(tmp_path / "a", tmp_path / "c")


def test_a_killed_run_leaves_the_earlier_folder_whole_and_the_next_one_tidies_up(tmp_path):
    target = tmp_path / "site"
    fill(target, "one")
    killed = python(
        "-c",
        "import os, pathlib, signal\nfrom closedform.reports.folder import replacing\n"
        "with replacing(pathlib.Path('site')) as folder:\n"
        "    (folder / 'page').write_text('half')\n    os.kill(os.getpid(), signal.SIGKILL)",
        cwd=tmp_path,
        PYTHONPATH=str(ROOT),
    )
    assert killed.returncode == -signal.SIGKILL
    assert (target / "page").read_text() == "one"
    assert len(list(tmp_path.iterdir())) == 2
    other = tmp_path / ".site-1-00000000"  # of a process that lives
    other.mkdir()
    (other / MARK).touch()
    fill(target, "two")
    assert {p.name for p in tmp_path.iterdir()} == {"site", other.name}


def test_a_swap_that_fails_is_undone(tmp_path, monkeypatch):
    target, rename, calls = tmp_path / "site", Path.rename, []
    fill(target, "one")

    def fail_once(self, to):
        calls.append(to)
        if len(calls) == 2:
            raise PermissionError(13, "denied", str(to))
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fail_once)
    monkeypatch.setattr(folder, "_exchange", lambda *_: False)
    with pytest.raises(PermissionError):
        fill(target, "two")
    assert len(calls) == 3
    assert (target / "page").read_text() == "one"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_what_was_not_generated_is_never_replaced(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.tex").write_text("mine")
    with pytest.raises(InputError, match="not generated here"):
        fill(tmp_path / "site", "one")
    assert (tmp_path / "site" / "thesis.tex").read_text() == "mine"


def test_an_empty_folder_is_replaced(tmp_path):
    (tmp_path / "site").mkdir()
    fill(tmp_path / "site", "one")
    assert (tmp_path / "site" / "page").read_text() == "one"


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="not a folder"):
        fill(tmp_path / "site", "one")
    assert not list((tmp_path / "elsewhere").iterdir())
