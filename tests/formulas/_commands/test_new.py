"""``closedform formulas new``: the file it writes is a working entry."""

import ast

import pytest

import closedform.formulas.command as command
from closedform.formulas import read
from closedform.formulas._commands import new
from tests.helpers import python


def test_a_new_entry_is_verified_as_it_stands(tmp_path):
    assert (
        python("-m", "closedform", "formulas", "new", "trace_of_mine", cwd=tmp_path).returncode == 0
    )
    done = python("-m", "closedform", "verify", "trace_of_mine.py", "--draws", "8", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "6 verified, 1 refuted as expected" in done.stdout


def test_it_goes_where_it_is_told(tmp_path, capsys):
    assert command.main(["new", "mine_too", "--folder", str(tmp_path)]) == 0
    assert "closedform verify" in capsys.readouterr().out
    assert [f.name for f in read(tmp_path / "mine_too.py").formulas.values()] == ["mine_too"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("two words", "can't name a formula"),
        ("lambda", "can't name a formula"),
        ("_hidden", "can't name a formula"),
        ("../escape", "can't name a formula"),
        *(
            (name, "stands for something else in the entry to be written")
            for name in sorted(new.USED)
        ),
        ("jax", "jax names a Python module already"),
        ("json", "json names a Python module already"),
        ("log_det", "is the name of a formula already"),
    ],
)
def test_a_name_that_will_not_do_is_refused(tmp_path, capsys, name, says):
    assert command.main(["new", name, "--folder", str(tmp_path)]) == 2
    assert says in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_names_that_the_file_uses_are_known():
    nodes = list(ast.walk(ast.parse(new.TEMPLATE.format(name="_"))))
    names = {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.arg for node in nodes if isinstance(node, ast.arg)
    }
    imports = [node for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom))]
    names |= {alias.asname or alias.name for node in imports for alias in node.names}
    assert names - {"_"} | {"n"} == new.USED


def test_nothing_is_overwritten(tmp_path, capsys, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)  # as where the command is run in that folder
    (tmp_path / "mine.py").write_text("precious")
    assert command.main(["new", "mine", "--folder", str(tmp_path)]) == 2
    assert "exists already; nothing was changed" in capsys.readouterr().err
    assert (tmp_path / "mine.py").read_text() == "precious"


def test_a_folder_that_is_not_there_is_refused(tmp_path, capsys):
    assert command.main(["new", "mine", "--folder", str(tmp_path / "none")]) == 2
    assert "there is no folder" in capsys.readouterr().err
