"""Imports run one way, the public face is what it says, and our plugin is silent where it has
nothing to do."""

import ast

import pytest

from tests.helpers import ROOT, python

ORDER = ["formulas", "verify", "bench", "reports"]


def imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield (node.module or "").split(".")[0]


def against_the_order(package, path):
    return [
        name
        for name in imported(path)
        if name in ORDER and ORDER.index(name) > ORDER.index(package)
    ]


@pytest.mark.parametrize("package", ORDER)
def test_imports_run_one_way(package):
    files = list((ROOT / package).rglob("*.py"))
    assert files
    for path in files:
        assert not against_the_order(package, path), path


def test_an_import_against_the_order_is_found(tmp_path):
    path = tmp_path / "bad.py"
    path.write_text("def f():\n    from bench.rows import Timing")
    assert against_the_order("verify", path) == ["bench"]


@pytest.mark.parametrize("package", ORDER)
def test_public_names_exist(package):
    module = __import__(package)
    for name in getattr(module, "__all__", []):
        assert getattr(module, name) is not None


def test_a_session_without_entries_imports_no_jax(tmp_path):
    (tmp_path / "test_theirs.py").write_text(
        "import sys\n\ndef test_theirs():\n    assert not {'jax', 'formulas', 'pandas', 'numpy'} & set(sys.modules)\n"
    )
    others = ["-p", "no:jaxtyping", "-p", "no:hypothesispytest", "-p", "no:benchmark"]
    done = python("-m", "pytest", "-q", *others, "test_theirs.py", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout
    listed = python("-m", "pytest", "--help", cwd=tmp_path)
    assert "--formula-draws" in listed.stdout  # the plugin was there
