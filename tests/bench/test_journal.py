"""The journal: what is on disk after each line, after a crash, and what is read back."""

import json
import os
from pathlib import Path

import pytest

import bench
from bench import journal
from bench.journal import Journal
from bench.rows import COLUMNS, Timing
from formulas import InputError

FIELDS = {"formula": "f", "kind": "gradient", "wrt": ["x"], "sizes": {"n": 4}}
PLACE = {"dtype": "float64", "device": "cpu", "device_kind": "cpu", "method": "closed form", "role": "closed form"}


def timing(claim: str = "f.gradient.x", **fields: object) -> Timing:
    return Timing(**{**FIELDS, **PLACE, "claim": claim, **fields})  # type: ignore[arg-type]


def test_each_line_is_one_write_followed_by_one_fsync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    write, fsync = os.write, os.fsync
    monkeypatch.setattr(os, "write", lambda fd, data: calls.append(f"write {json.loads(data)['event']}") or write(fd, data))
    monkeypatch.setattr(os, "fsync", lambda fd: calls.append("fsync") or fsync(fd))
    with Journal(tmp_path / "deep" / "down" / "b.jsonl") as book:
        book.start("k")
        book.cell("k", [timing()])
    assert calls == ["write start", "fsync", "write cell", "fsync"]


def test_events_say_their_schema_and_key(tmp_path: Path) -> None:
    with Journal(tmp_path / "b.jsonl") as book:
        book.start("k")
        book.cell("k", [timing(ratio=2.0)])
    start, cell = journal.read(tmp_path / "b.jsonl")
    assert (start["event"], start["schema"], start["key"]) == ("start", 1, "k")
    assert start["time"] <= cell["time"]
    assert Timing(**cell["rows"][0]) == timing(ratio=2.0)


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


def test_the_last_rows_of_a_cell_count_and_several_journals_are_told_apart(tmp_path: Path) -> None:
    for name, ratios in {"one": (1.0, 2.0), "two": (3.0,)}.items():
        with Journal(tmp_path / name) as book:
            for value in ratios:
                book.cell("k", [timing(ratio=value)])
    frame = bench.load(tmp_path / "one", tmp_path / "two")
    assert list(frame.columns) == [*COLUMNS, "journal"]
    assert list(frame["ratio"]) == [2.0, 3.0]
    assert list(frame["journal"]) == [str(tmp_path / "one"), str(tmp_path / "two")]


def test_an_empty_journal_is_an_empty_frame(tmp_path: Path) -> None:
    Journal(tmp_path / "b.jsonl").close()
    frame = bench.load(tmp_path / "b.jsonl")
    assert len(frame) == 0
    assert list(frame.columns) == [*COLUMNS, "journal"]


def test_what_is_no_journal_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("shopping\n")
    for path in (tmp_path / "notes", tmp_path / "absent"):
        with pytest.raises(InputError, match="journal"):
            bench.load(path)


def test_a_place_that_can_not_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path, tmp_path / "file" / "b.jsonl"):
        with pytest.raises(InputError, match="can't be written"):
            Journal(path)
