"""The journal: what is on disk after each line, after a crash, and what is read back."""

import errno
import fcntl
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from closedform import bench
from closedform.bench import journal
from closedform.bench.command import main
from closedform.bench.events import Begun, Done, Found
from closedform.bench.journal import Journal
from closedform.command import command
from closedform.formulas import InputError
from tests.bench.made import timing
from tests.helpers import ROOT, python


def test_each_line_is_one_write_followed_by_one_fsync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    write, fsync = os.write, os.fsync
    monkeypatch.setattr(
        os,
        "write",
        lambda fd, data: calls.append(f"write {json.loads(data)['event']}") or write(fd, data),
    )
    monkeypatch.setattr(os, "fsync", lambda fd: calls.append("fsync") or fsync(fd))
    with Journal(tmp_path / "deep" / "down" / "b.jsonl") as book:
        book.start("k")
        book.cell("k", [timing()])
    assert calls == ["write start", "fsync", "write cell", "fsync"]


def test_events_say_their_schema_and_key(tmp_path: Path) -> None:
    with Journal(tmp_path / "b.jsonl") as book:
        book.start("k")
        book.cell("k", [timing(ratio=2.0)])
    start, cell = map(json.loads, (tmp_path / "b.jsonl").read_text().splitlines())
    assert (start["event"], start["schema"], start["key"]) == ("start", 1, "k")
    assert start["time"] <= cell["time"]
    assert journal.read(tmp_path / "b.jsonl") == [Begun("k"), Done("k", [timing(ratio=2.0)])]


def test_a_torn_last_line_is_passed_over_and_what_follows_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    with Journal(path) as book:
        book.cell("a", [timing("a")])
        book.cell("b", [timing("b")])
    whole = path.read_bytes()
    for cut in range(whole.index(b"\n") + 2, len(whole) - 1):
        path.write_bytes(whole[:cut])
        assert list(journal.cells(path)) == ["a"]
    with Journal(path) as book:
        book.cell("c", [timing("c")])
    assert list(journal.cells(path)) == ["a", "c"]


def test_a_file_system_without_locks_is_not_taken_for_a_second_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(file: int, how: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", failing)
    with pytest.raises(
        InputError, match="can't be locked: No locks available; name another with --journal"
    ):
        Journal(tmp_path / "b.jsonl")


def test_a_second_writer_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    with Journal(path) as book:
        book.cell("a", [timing("a")])
        with pytest.raises(
            InputError, match="being written by another process; wait for it, or name another"
        ):
            Journal(path)
        code = "import pathlib, sys; from closedform.bench.journal import Journal; "
        other = python("-c", code + "Journal(pathlib.Path(sys.argv[1]))", path, cwd=ROOT)
        assert "InputError" in other.stderr
        assert list(journal.cells(path)) == ["a"]
        book.cell("b", [timing("b")])
    Journal(path).close()
    assert list(journal.cells(path)) == ["a", "b"]


@pytest.mark.parametrize(
    "event",
    [{"event": "cell", "key": "k", "rows": []}, {"event": "start", "key": "k", "schema": 0}],
)
def test_another_schema_is_refused_and_left_as_it_is(
    tmp_path: Path, event: dict[str, object]
) -> None:
    path = tmp_path / "b.jsonl"
    with Journal(path) as book:
        book.start("k")
    with path.open("a") as file:
        file.write(json.dumps(event) + "\n")
    before = path.read_bytes()
    for act in (bench.load, Journal):
        with pytest.raises(
            InputError,
            match=rf"schema {event.get('schema')}, and this version knows 1; move it away",
        ):
            act(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("room", [0, 40])
def test_a_full_disk_is_said_and_costs_no_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    path = tmp_path / "b.jsonl"
    write = os.write

    def full(file: int, data: bytes) -> int:
        if not room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(file, data[:room])

    with Journal(path) as book:
        book.cell("a", [timing("a")])
        before = path.read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            kept = "what it holds is kept; make room, then go on with --resume"
            with pytest.raises(InputError, match=rf"can't be written: .*; {kept}"):
                book.cell("b", [timing("b")])
        assert path.read_bytes() == before
        book.cell("c", [timing("c")])
    assert list(journal.cells(path)) == ["a", "c"]


def test_a_disk_that_fails_to_sync_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(file: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with Journal(tmp_path / "b.jsonl") as book:
        monkeypatch.setattr(os, "fsync", failing)
        with pytest.raises(InputError, match="Input/output error"):
            book.start("k")


@pytest.mark.usefixtures("machine")
def test_a_run_on_a_full_disk_ends_in_one_line_and_status_2(
    entries: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines: list[bytes] = []
    write = os.write

    def filling(file: int, data: bytes) -> int:
        if len(lines) == 4:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        lines.append(data)
        return write(file, data)

    path = tmp_path / "b.jsonl"
    monkeypatch.setattr(os, "write", filling)
    monkeypatch.setattr(
        sys,
        "argv",
        ["bench", str(entries), "--sizes", "2,3", "--seconds", "0.02", "--journal", str(path)],
    )
    with pytest.raises(SystemExit) as end:
        command("bench", main)
    assert end.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert [type(event) for event in journal.read(path)] == [Found, Begun, Done, Begun]


def test_a_journal_torn_in_its_first_line_is_written_on(tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    for torn in (b"{", b'{"event": "st'):
        path.write_bytes(torn)
        with Journal(path) as book:
            book.cell("a", [timing("a")])
        assert list(journal.cells(path)) == ["a"]


def test_what_is_no_journal_is_refused(tmp_path: Path) -> None:
    for text in ("shopping\n", "shopping", '{"a": 1}\n'):
        (tmp_path / "notes").write_text(text)
        for path in (tmp_path / "notes", tmp_path / "absent"):
            with pytest.raises(InputError, match="journal"):
                bench.load(path)
        with pytest.raises(InputError, match="journal"):
            Journal(tmp_path / "notes")
        assert (tmp_path / "notes").read_text() == text


def test_a_place_that_can_not_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path, tmp_path / "file" / "b.jsonl"):
        with pytest.raises(InputError, match="can't be written"):
            Journal(path)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"event": "cell", "rows": "none"}, "rows is 'none'"),
        ({"event": "cell", "rows": [{"claim": "f"}]}, "a Timing lacks formula, kind"),
        ({"event": "party"}, "'party' is no event"),
        ({"event": "limit", "limit": []}, r"\[\] stands where a Limit should"),
    ],
)
def test_a_line_of_another_shape_is_told_by_its_number(
    tmp_path: Path, line: dict[str, Any], told: str
) -> None:
    path = tmp_path / "b.jsonl"
    with Journal(path) as book:
        book.start("k")
    with path.open("a") as file:
        file.write(json.dumps({"key": "k", "schema": 1, **line}) + "\n")
    for act in (bench.load, Journal):
        with pytest.raises(InputError, match=rf"holds no event in line 2: {told}.*; move it away"):
            act(path)


def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/full"), Path("/dev/null")):
        for act in (bench.load, Journal):
            with pytest.raises(InputError, match="is no regular file; name another"):
                act(path)
    assert (tmp_path / "pipe").is_fifo()


def test_a_journal_that_is_deleted_meanwhile_is_noticed(tmp_path: Path) -> None:
    with Journal(tmp_path / "b.jsonl") as book:
        book.start("k")
        (tmp_path / "b.jsonl").unlink()
        with pytest.raises(InputError, match="was deleted meanwhile; run it again"):
            book.cell("k", [timing()])
