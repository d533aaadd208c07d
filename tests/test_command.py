"""``closedform`` as it is installed: help, the version, and what is no command."""

import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

from closedform.command import COMMANDS
from tests.helpers import environment

CLOSEDFORM = Path(sys.executable).with_name("closedform")


def closedform(*arguments, cwd):
    return subprocess.run(
        [CLOSEDFORM, *arguments],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["help"]])
def test_help_names_every_command(arguments, tmp_path):
    done = closedform(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    for command in COMMANDS:
        assert f"\n  {command} " in done.stdout


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version(option, tmp_path):
    done = closedform(option, cwd=tmp_path)
    version = importlib.metadata.version("closedform")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"closedform {version}\n", "")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["verfy"], "closedform: there is no command 'verfy'; did you mean verify?\n"),
        (["mine.py"], "closedform: there is no command 'mine.py'; there is "),
        (["\x1b[31m\n"], r"closedform: there is no command '\x1b[31m\n'; there is"),
        (["--verbose"], "closedform: there is no command '--verbose'; "),
        (["verify", "--no-such"], "verify: No such option: --no-such"),
        (["formulas", "lst"], "formulas: No such command 'lst'"),
    ],
    ids=lambda x: "-".join(x).encode("unicode_escape").decode() if isinstance(x, list) else "",
)
def test_what_is_no_command_is_one_line_and_status_2(arguments, says, tmp_path):
    done = closedform(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(says)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command, tmp_path):
    done = closedform(command, "--help", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"closedform {command}" in done.stdout
