"""A run that is killed at any moment loses no finished row, and another one goes on where it
was."""

import dataclasses
import json
import random
import re
import signal
from collections import Counter
from pathlib import Path

import pytest

from closedform.bench import events, journal, plan
from closedform.bench.events import Done, Found
from closedform.formulas._kit.catalogue import read
from tests.helpers import ROOT, python

SEED = 20
SIZES = ",".join(map(str, range(2, 17)))


def moments(seed: int) -> list[dict[str, object]]:
    """Ten moments: at a write of the journal, once in each place; else some time after a write."""
    rng = random.Random(seed)
    places = ["before", "torn", "written", "synced"] + ["later"] * 6
    rng.shuffle(places)
    return [
        {"place": place, "write": rng.randint(1, 4), "delay": rng.uniform(0, 0.6)}
        for place in places
    ]


@pytest.fixture(scope="module")
def squares(entries: Path) -> Path:
    """A file that holds the first formula of the claim file alone."""
    path = entries.with_name("alone.py")
    path.write_text(entries.read_text().split("@squares.equals")[0])
    return path


def test_sigkill_loses_no_finished_row_and_resume_completes_the_rest(
    squares: Path, tmp_path: Path
) -> None:
    print("seed", SEED, moments(SEED))
    book, log = tmp_path / "b.jsonl", tmp_path / "forced.log"
    arguments = [squares, "--sizes", SIZES, "--seconds", "0.02", "--journal", book, "--resume"]
    done = python("-m", "tests.bench.killed", json.dumps(moments(SEED)), log, *arguments, cwd=ROOT)
    # A fast machine may be through with all cells before the last of the moments has come.
    ended = [line for line in done.stdout.splitlines() if re.fullmatch(r"-?\d+", line)]
    killed = ended.count(str(-signal.SIGKILL))
    assert killed >= 5, done.stderr
    assert set(ended[killed:]) <= {"0"}, done.stderr
    forced = {
        e["key"]: e["rows"]
        for line in log.read_text().splitlines()
        if (e := json.loads(line))["event"] == "cell"
    }
    kept = journal.cells(book)
    assert {key: [dataclasses.asdict(row) for row in kept[key]] for key in forced} == forced
    wanted = [cell.title for cell in plan.plan(read(squares).claims.values(), SIZES)[0]]
    assert 3 < len(forced) <= len(wanted)
    last = python("-m", "closedform", "bench", *arguments, cwd=ROOT)
    assert last.returncode == 0, last.stderr
    assert last.stdout.count("squares.gradient.x ") == 2 * len(wanted)
    done = [event for event in journal.read(book) if isinstance(event, Done)]
    assert Counter(events.title(event.key) for event in done) == Counter(wanted)
    complete = journal.cells(book)
    assert {key: complete[key] for key in kept} == kept
    assert {row.outcome for rows in complete.values() for row in rows} == {"too small"}
    assert sum(isinstance(event, Found) for event in journal.read(book)) == 1


def test_an_interrupt_ends_it_in_one_line_with_the_finished_rows_kept(
    squares: Path, tmp_path: Path
) -> None:
    book = tmp_path / "b.jsonl"
    moment = [{"place": "interrupted", "write": 3, "delay": 0}]
    arguments = [squares, "--sizes", "2,3,4,5,6,7,8,9", "--seconds", "0.02", "--journal", book]
    done = python(
        "-m", "tests.bench.killed", json.dumps(moment), tmp_path / "log", *arguments, cwd=ROOT
    )
    assert done.stdout.split() == ["130"]
    assert (
        done.stderr == f"bench: interrupted; 1 of 8 cells are kept in {book}; go on with --resume\n"
    )
    assert len(journal.cells(book)) == 1
