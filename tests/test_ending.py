"""How commands end: by signals, and where nobody hears them."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from closedform.ending import stopped_by_signals, undisturbed
from tests.helpers import RIGHT_AND_WRONG, environment

CLOSEDFORM = str(Path(sys.executable).with_name("closedform"))
VERIFY = [CLOSEDFORM, "verify", "mine.py", "--draws", "8", "--workers", "1", "--json", "v.json"]


@pytest.fixture
def folder(tmp_path):
    """A file with a claim that is verified, and another that hangs."""
    hangs = RIGHT_AND_WRONG.replace("return 2 * A @ x", "while True:\n        pass")
    (tmp_path / "mine.py").write_text(hangs)
    return tmp_path


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
    ids=lambda x: x.name if isinstance(x, signal.Signals) else "",
)
def test_what_was_found_is_written_whatever_ends_it(folder, number, status):
    with subprocess.Popen(
        VERIFY,
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stdout
        assert run.stdout.readline().startswith("verified ")
        run.send_signal(number)
        run.send_signal(number)  # as of a person's impatience
        _, said = run.communicate(timeout=60)
    assert run.returncode == status
    assert said == "verify: interrupted; 1 of 2 verdicts are written to v.json\n"
    written = json.loads((folder / "v.json").read_text())
    assert [claim["status"] for claim in written["claims"]] == ["verified"]
    assert written["environment"]["complete"] is False


def test_a_signal_that_is_ignored_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stopped_by_signals() as stop:
            os.kill(os.getpid(), signal.SIGHUP)
        assert (stop.number, stop.status(1)) == (None, 1)
    finally:
        signal.signal(signal.SIGHUP, before)


def ask(number):
    os.kill(os.getpid(), number)
    time.sleep(5)


def test_handlers_are_put_back():
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in numbers]
    with stopped_by_signals() as stop:
        with pytest.raises(KeyboardInterrupt):
            ask(signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)  # once is enough
    assert stop.status(130) == 143
    assert [signal.getsignal(number) for number in numbers] == before


def test_a_signal_waits_until_what_must_not_be_disturbed_is_done():
    done = []

    def write():
        with undisturbed():
            os.kill(os.getpid(), signal.SIGTERM)
            done.append("written")
        time.sleep(5)

    with stopped_by_signals(), pytest.raises(KeyboardInterrupt):
        write()
    assert done == ["written"]


def shell(command, cwd):
    return subprocess.run(
        ["sh", "-c", command],
        cwd=cwd,
        env=environment() | {"C": CLOSEDFORM},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture
def full(tmp_path):
    """A device that is always full, of the test's own."""
    path = tmp_path / "full"
    try:
        os.mknod(path, 0o020666, os.makedev(1, 7))
        path.open("w").close()
    except OSError as error:
        pytest.skip(f"no device can be made here: {error}")
    return path


COMMANDS = ["verify log_det.gradient --draws 3", "formulas list", "formulas show log_det", "--help"]


@pytest.mark.parametrize("command", COMMANDS[:3])
def test_standard_output_that_is_closed(tmp_path, command):
    done = shell(f"$C {command} >&-", tmp_path)
    name = command.split()[0]
    said = f"{name}: standard output is closed; send it to a file or to /dev/null\n"
    assert (done.returncode, done.stderr) == (2, said)


@pytest.mark.parametrize("command", COMMANDS)
def test_standard_output_that_is_full(full, command):
    done = shell(f"$C {command} > full", full.parent)
    name = command.split()[0].replace("--help", "closedform")
    said = f"{name}: standard output can't be written to: No space left on device\n"
    assert (done.returncode, done.stderr) == (2, said)


def test_what_was_found_is_written_though_nobody_hears(full):
    done = shell("$C verify log_det.gradient --draws 8 --json v.json > full", full.parent)
    assert done.returncode == 2
    written = json.loads((full.parent / "v.json").read_text())
    assert [claim["status"] for claim in written["claims"]] == ["verified"]


def test_a_reader_that_leaves_is_no_fault(tmp_path):
    done = shell("$C formulas list | head -1", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("formula ")


def test_standard_error_that_is_closed(tmp_path):
    done = shell("$C verify none.py 2>&-; echo $?", tmp_path)
    assert (done.stdout, done.stderr) == ("2\n", "")


def test_nothing_is_written_into_a_journal_but_events(tmp_path):
    """What goes to standard error must not go to a file that got its number."""
    (tmp_path / "mine.py").write_text(RIGHT_AND_WRONG)
    options = "--sizes 4 --seconds 0.02 --journal b.jsonl"
    done = shell(f"$C bench mine.py {options} 2>&- <&-", tmp_path)
    assert done.stdout, done.stderr
    lines = (tmp_path / "b.jsonl").read_text().splitlines()
    assert {json.loads(line)["event"] for line in lines} == {"limit", "start", "cell"}


@pytest.mark.parametrize("command", ["list mine.py", "show mine.py"])
def test_a_locale_without_the_letters(tmp_path, command):
    text = RIGHT_AND_WRONG.replace("Any square A.", "Ohne Maß, \u2207f und \u00e9.")
    (tmp_path / "mine.py").write_text(text.replace("a page", "Sei\u00dfe \u00e9"))
    ascii_only = "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 PYTHONIOENCODING=ascii"
    done = shell(f"{ascii_only} $C formulas {command}", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "mine.energy" in done.stdout


def test_a_name_of_no_text_at_all(tmp_path):
    (tmp_path / os.fsdecode(b"m\xffine.py")).write_text("x = 1\n")
    done = shell("$C verify m*ine.py", tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "m\\udcffine.py holds no formula" in done.stderr
