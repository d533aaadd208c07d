"""``python -m formulas new``: the file it writes is a working entry."""

import pytest

import formulas.__main__ as command
from formulas import read
from tests.helpers import python


def test_a_new_entry_is_verified_as_it_stands(tmp_path):
    assert python("-m", "formulas", "new", "trace_of_mine", cwd=tmp_path).returncode == 0
    done = python("-m", "verify", "trace_of_mine.py", "--draws", "8", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "6 verified, 1 refuted as expected" in done.stdout


def test_it_goes_where_it_is_told(tmp_path, capsys):
    assert command.main(["new", "mine_too", "--folder", str(tmp_path)]) == 0
    assert "python -m verify" in capsys.readouterr().out
    assert [f.name for f in read(tmp_path / "mine_too.py").formulas.values()] == ["mine_too"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("two words", "can't name a formula"),
        ("lambda", "can't name a formula"),
        ("_hidden", "can't name a formula"),
        ("../escape", "can't name a formula"),
        ("x", "use a longer name"),
        ("log_det", "is the name of a formula already"),
    ],
)
def test_a_name_that_will_not_do_is_refused(tmp_path, capsys, name, says):
    assert command.main(["new", name, "--folder", str(tmp_path)]) == 2
    assert says in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_nothing_is_overwritten(tmp_path, capsys):
    (tmp_path / "mine.py").write_text("precious")
    assert command.main(["new", "mine", "--folder", str(tmp_path)]) == 2
    assert "exists already; nothing was changed" in capsys.readouterr().err
    assert (tmp_path / "mine.py").read_text() == "precious"


def test_a_folder_that_is_not_there_is_refused(tmp_path, capsys):
    assert command.main(["new", "mine", "--folder", str(tmp_path / "none")]) == 2
    assert "there is no folder" in capsys.readouterr().err
