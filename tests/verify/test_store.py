"""Where verdicts are written: what else is there is never lost, and a reader never finds half."""

import json
import os
import stat
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from closedform.formulas import InputError, catalogue
from closedform.formulas._kit.description import describe
from closedform.verify import store
from closedform.verify.rows import unchecked
from tests.helpers import ROOT

ROW = unchecked(describe(catalogue().claims["log_det.gradient.X"]))
ABOUT = {"seed": 0}


def written(path: Path) -> None:
    store.writable(path)
    store.write(path, [ROW], ABOUT)


def status(path: Path) -> str:
    return json.loads(path.read_text())["claims"][0]["status"]


def test_an_earlier_file_of_verdicts_is_replaced_with_its_permissions(tmp_path):
    path = tmp_path / "v.json"
    written(path)
    path.chmod(0o640)
    store.write(path, [replace(ROW, status="verified")], ABOUT)
    assert status(path) == "verified"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_has_the_mode_that_others_have(tmp_path):
    before = os.umask(0o027)
    try:
        written(tmp_path / "deep" / "v.json")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "deep" / "v.json").stat().st_mode) == 0o640


@pytest.mark.parametrize(
    "text",
    ["from closedform import formula\n", "{}", "[1, 2]", '{"claims": []}', "notes", "{" * 5000],
)
def test_what_holds_something_else_is_left_as_it_is(tmp_path, text):
    path = tmp_path / "mine.py"
    path.write_text(text)
    with pytest.raises(InputError, match="it holds something else, which would be lost; name anot"):
        store.writable(path)
    assert path.read_text() == text


def test_an_empty_file_is_written_to(tmp_path):
    (tmp_path / "v.json").touch()
    written(tmp_path / "v.json")
    assert status(tmp_path / "v.json") == "unexercised"


def test_links_are_followed(tmp_path):
    (tmp_path / "real").mkdir()
    for name, target in {"link": "real/v.json", "again": "link"}.items():
        (tmp_path / name).symlink_to(target)
        written(tmp_path / name)
        assert (tmp_path / name).is_symlink()
        assert status(tmp_path / "real" / "v.json") == "unexercised"
    assert not list((tmp_path / "real").glob(".closedform-*"))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("circle", "Too many levels of symbolic links"),
        ("folder", "it is no file, no pipe and no character device"),
        ("file/v.json", "Not a directory"),
        ("n" * 300, "File name too long"),
        ("nul\0", "embedded null"),
    ],
)
def test_a_place_that_can_not_be_written_is_refused_in_one_line(tmp_path, name, says):
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=says) as caught:
        store.writable(tmp_path / name)
    assert str(caught.value).isprintable()


def test_a_name_that_is_as_long_as_names_may_be_can_be_written(tmp_path):
    written(tmp_path / ("n" * 250 + ".json"))


def test_a_pipe_is_written_to_and_stays_one(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    heard: list[str] = []
    reader = threading.Thread(target=lambda: heard.append(path.read_text()))
    reader.start()
    written(path)
    reader.join(timeout=30)
    assert json.loads(heard[0])["claims"][0]["id"] == ROW.id
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_pipe_that_nobody_reads_is_not_waited_for_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "PATIENCE", 0.2)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="No such device or address"):
        written(tmp_path / "pipe")


def node(path: Path, minor: int) -> Path:
    """A character device of the kind of /dev/null (3) or /dev/full (7), of the test's own."""
    try:
        os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, minor))
        path.open("w").close()
    except OSError as error:
        pytest.skip(f"no device can be made here: {error}")
    return path


def test_a_device_is_written_to_and_not_replaced(tmp_path):
    null = node(tmp_path / "null", 3)
    written(null)
    full = node(tmp_path / "full", 7)
    with pytest.raises(InputError, match="No space left on device"):
        written(full)
    for path in (null, full):
        assert stat.S_ISCHR(path.stat().st_mode)


@pytest.fixture
def disk(tmp_path):
    """A file system of 64 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if subprocess.run(made, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_costs_nothing_that_was_there(disk):
    path = disk / "v.json"
    written(path)
    before = path.read_bytes()
    many = [replace(ROW, detail="x" * 1000, status="verified")] * 100
    with pytest.raises(InputError, match="No space left on device; name another file"):
        store.write(path, many, ABOUT)
    assert path.read_bytes() == before
    assert list(disk.iterdir()) == [path]


def test_standard_output_is_added_to_and_not_replaced(tmp_path):
    """A file that standard output leads to, under the name of /dev/stdout or its own."""
    script = "import sys; from pathlib import Path; from tests.verify import test_store as t; "
    script += "print('the table', flush=True); t.written(Path(sys.argv[1])); print('more')"
    for name in ("/dev/stdout", str(tmp_path / "out")):
        with (tmp_path / "out").open("w") as out:
            command = [sys.executable, "-c", script, name]
            done = subprocess.run(command, stdout=out, cwd=ROOT, check=False)
        assert done.returncode == 0
        text = (tmp_path / "out").read_text()
        assert text.startswith("the table\n{") and text.endswith("}\nmore\n")
