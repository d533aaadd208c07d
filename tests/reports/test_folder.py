"""Folders that are replaced whole or not at all."""

from pathlib import Path

import pytest

from formulas import InputError
from reports.folder import MARK, replacing


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


def test_a_swap_that_fails_is_undone(tmp_path, monkeypatch):
    target, rename, calls = tmp_path / "site", Path.rename, []
    fill(target, "one")

    def fail_once(self, to):
        calls.append(to)
        if len(calls) == 2:
            raise PermissionError(13, "denied", str(to))
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fail_once)
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
