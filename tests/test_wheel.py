"""The wheel holds one package, and works where nothing of the checkout is."""

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.helpers import RIGHT_AND_WRONG, ROOT, environment


def run(*command, cwd):
    alone = {name: value for name, value in environment().items() if name != "PYTHONPATH"}
    return subprocess.run(
        [*map(str, command)],
        cwd=cwd,
        env=alone,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built with the build backend that is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    offline = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet"]
    done = run(sys.executable, "-m", "pip", "wheel", *offline, "-w", folder, ROOT, cwd=folder)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The scripts of a new environment that has the wheel; of the packages it needs, those of this
    environment are within reach."""
    folder = tmp_path_factory.mktemp("environment")
    assert run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder).returncode == 0
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index"]
    done = run(*pip, "--quiet", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    (packages,) = folder.glob("lib/*/site-packages")
    (packages / "within_reach.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


def test_its_one_top_level_name(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    (about,) = {name.split("/")[0] for name in names if ".dist-info/" in name}
    assert {name.split("/")[0] for name in names} == {"closedform", about}


def test_it_holds_what_the_checkout_holds(wheel):
    held = {n.removeprefix("closedform/") for n in zipfile.ZipFile(wheel).namelist()}
    for folder in ("formulas", "verify", "bench", "reports"):
        listed = run("git", "ls-files", folder, cwd=ROOT)
        wanted = {name for name in listed.stdout.splitlines() if not name.endswith(".gitignore")}
        assert wanted
        assert wanted <= held


def test_it_works_from_any_folder(installed, tmp_path):
    (tmp_path / "mine.py").write_text(RIGHT_AND_WRONG)
    where = run(
        installed / "python", "-c", "import closedform; print(closedform.__file__)", cwd="/"
    )
    assert Path(where.stdout.strip()).is_relative_to(installed.parent)
    done = run(installed / "closedform", "verify", "mine.py", "--draws", "8", cwd=tmp_path)
    assert "2 claims: 1 verified, 1 refuted;" in done.stdout, done.stderr
    assert (done.returncode, done.stderr) == (1, "")
    done = run(installed / "closedform", "verify", "log_det.gradient", "--draws", "8", cwd="/")
    assert (done.returncode, done.stderr) == (0, "")
    listed = run(installed / "closedform", "formulas", "coverage", cwd="/")
    assert (listed.returncode, listed.stderr) == (0, "")
    tested = run(
        *(installed / "python", "-m", "pytest", "--formula-draws", "8", "mine.py"), cwd=tmp_path
    )
    assert "1 failed, 1 passed" in tested.stdout, tested.stdout
