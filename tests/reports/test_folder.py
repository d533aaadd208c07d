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


def made(target: Path, *names: str) -> None:
    with replacing(target) as fresh:
        for name in names:
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_text("made")


def test_what_a_user_put_into_a_generated_folder_is_kept(tmp_path):
    target = tmp_path / "site"
    made(target, "index.html", "formulas/gone.html")
    (target / "notes.md").write_text("mine")
    (target / "formulas" / "photo.png").write_bytes(b"mine")
    (target / "empty" / "folder").mkdir(parents=True)
    (target / "link").symlink_to("nowhere")
    (target / "to a folder").symlink_to(tmp_path, target_is_directory=True)
    (target / "index.html").write_text("edited, but generated")
    for _ in range(2):
        made(target, "index.html", "formulas/new.html")
        assert (target / "notes.md").read_text() == "mine"
        assert (target / "formulas" / "photo.png").read_bytes() == b"mine"
        assert (target / "empty" / "folder").is_dir()
        assert (target / "link").readlink() == Path("nowhere")
        assert (target / "to a folder").is_symlink()
        assert (target / "index.html").read_text() == "made"
        assert not (target / "formulas" / "gone.html").exists()
    assert {p.name for p in tmp_path.iterdir()} == {"site"}


@pytest.mark.parametrize("name", ["new.html", "new.html/inside", "folder"])
def test_a_file_of_a_user_with_a_name_that_is_needed_stops_the_making(tmp_path, name):
    target = tmp_path / "site"
    made(target, "index.html")
    (target / name).parent.mkdir(exist_ok=True)
    (target / name).write_text("mine")
    with pytest.raises(InputError, match="was not generated here and would be replaced"):
        made(target, "new.html", "folder/page.html")
    assert (target / name).read_text() == "mine"
    assert (target / "index.html").read_text() == "made"
    assert {p.name for p in tmp_path.iterdir()} == {"site"}


def test_a_folder_marked_by_an_earlier_version_is_replaced_whole(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / MARK).write_text("Generated; replaced whole when it is made again.\n")
    (tmp_path / "site" / "old.html").write_text("made")
    made(tmp_path / "site", "new.html")
    assert {p.name for p in (tmp_path / "site").iterdir()} == {MARK, "new.html"}


def test_without_links_files_are_copied(tmp_path, monkeypatch):
    def refused(*_, **__):
        raise OSError

    monkeypatch.setattr(folder.os, "link", refused)
    made(tmp_path / "site", "index.html")
    (tmp_path / "site" / "notes.md").write_text("mine")
    made(tmp_path / "site", "index.html")
    assert (tmp_path / "site" / "notes.md").read_text() == "mine"
