"""Files of the user's may be called as ours are, or as packages that we import: each command does
in their folder what it does elsewhere."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import RIGHT_AND_WRONG, ROOT, environment, python

NAMES = [
    "verify.py",
    "bench/__init__.py",
    "reports/__init__.py",
    "formulas/__init__.py",
    "command.py",
    "workers.py",
    "plugin.py",
    "errors.py",
    "wording.py",
    "catalogue.py",
    "mpmath.py",
    "pandas.py",
    "platformdirs.py",
    "psutil.py",
    "rich.py",
    "typer.py",
]
THEIRS = "raise SystemExit('a file of the user was imported')\n"
TEST = "def test_theirs():\n    assert 1 + 1 == 2\n"
CLOSEDFORM = Path(sys.executable).with_name("closedform")
"""The command as it is installed: the folder at hand is not on its path."""


@pytest.fixture
def folder(tmp_path):
    for name in NAMES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(THEIRS)
    (tmp_path / "mine.py").write_text(RIGHT_AND_WRONG)
    (tmp_path / "test_theirs.py").write_text(TEST)
    return tmp_path


def run(*arguments, cwd):
    return subprocess.run(
        [*map(str, arguments)],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_verify(folder):
    done = run(CLOSEDFORM, "verify", "mine.py", "--draws", "8", cwd=folder)
    assert "2 claims: 1 verified, 1 refuted;" in done.stdout, done.stderr
    assert (done.returncode, done.stderr) == (1, "")


def test_bench(folder):
    options = ["--sizes", "8", "--seconds", "0.02", "--journal", "b.jsonl"]
    done = run(CLOSEDFORM, "bench", "mine.py", *options, cwd=folder)
    assert "mine.energy.gradient.x" in done.stdout, done.stderr
    assert "wrong: mine.energy.gradient.x float64 cpu, symmetric at [n=8]: refuted" in done.stdout
    assert done.stderr == ""


def test_list_and_reports(folder):
    done = run(CLOSEDFORM, "formulas", "list", "mine.py", cwd=folder)
    assert "mine.energy" in done.stdout, done.stderr
    run(CLOSEDFORM, "verify", "mine.py", "--draws", "8", "--json", "v.json", cwd=folder)
    done = run(CLOSEDFORM, "reports", "--verdicts", "v.json", "--format", "md", cwd=folder)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("mode", ["prepend", "importlib"])
def test_pytest_of_a_file_with_formulas(folder, mode):
    pytest_of_theirs = [CLOSEDFORM.with_name("pytest"), f"--import-mode={mode}"]
    for files, passed in ((["mine.py"], 1), (["test_theirs.py", "mine.py"], 2)):
        done = run(*pytest_of_theirs, "--formula-draws", "8", *files, cwd=folder)
        assert f"1 failed, {passed} passed" in done.stdout, done.stdout + done.stderr
        assert "mine.energy.gradient.x.form-symmetric: refuted" in done.stdout


def test_pytest_of_other_tests(folder):
    (folder / "mine.py").unlink()
    done = run(CLOSEDFORM.with_name("pytest"), cwd=folder)
    assert "1 passed" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0


def test_python_itself_puts_the_folder_first(folder):
    """With ``python -m`` the folder is on the path before anything of ours runs: what we import
    from others can be hidden there, our own modules can't."""
    for name in NAMES[-6:]:
        (folder / name).unlink()
    done = python("-m", "closedform", "verify", "mine.py", "--draws", "8", cwd=folder)
    assert "2 claims: 1 verified, 1 refuted;" in done.stdout, done.stderr
    done = python("-m", "pytest", "--formula-draws", "8", "mine.py", cwd=folder)
    assert "1 failed, 1 passed" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("package", ["verify", "bench", "reports", "formulas"])
def test_python_m_from_a_checkout(package):
    done = python("-m", package, "--help", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert f"closedform {package}" in done.stdout


def test_python_m_verify_from_a_checkout_checks():
    done = python("-m", "verify", "log_det.gradient.X", "--draws", "8", cwd=ROOT)
    assert "1 claim: 1 verified;" in done.stdout, done.stderr
    assert done.returncode == 0
